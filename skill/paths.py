"""Where the skill finds the files that are not Python."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def interaction_models() -> Path:
    """Return the folder of interaction models, in a checkout or in an installed wheel."""
    beside = PACKAGE.parent / "interaction_models"
    return beside if beside.is_dir() else PACKAGE / "interaction_models"


def audio() -> Path:
    """Return the folder of recordings, which need not be there, by locale."""
    beside = PACKAGE.parent / "audio"
    return beside if beside.is_dir() else PACKAGE / "audio"
