"""What ``romance audio`` does; imports without the extra ``[studio]``."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from skill.studio import listing, manifest as manifests
from skill.studio.errors import ToolError

if TYPE_CHECKING:
    from skill.studio.building import Built

__all__ = ["build", "check", "list_files", "play"]

list_files = listing.listing
play = listing.play


def build(
    library: Path, data: Path, *, voice: str | None = None, workers: int | None = None
) -> "Built":
    """Bring a locale's library up to date, with a progress bar on standard error.

    Args:
        library: the folder of the library, named as its locale.
        data: the folder in which lines are kept from one build to the next.
        voice: ``gtts``, ``piper``, the path of a Piper voice, or None: see ``voices.choose``.
        workers: how many processes share the work; as many as there are cores by default.

    Raises:
        StudioError: one of its children says what is wrong and what would help.
        ContentError: a script breaks its schema.
    """
    made_with = manifests.load(library).voice
    chosen = _room("voices").choose(voice, made_with)
    items = _room("items").all_items(language(library))
    with _room("progress").bars() as watch:
        built: Built = _room("building").build(
            library, data / "studio", chosen, items, workers=workers, watch=watch
        )
    return built


def check(library: Path, *, workers: int | None = None) -> list[str]:
    """Measure every file of a locale's library; return what is wrong, a sentence each.

    Raises:
        StudioError: the extra is not installed, or the manifest cannot be read.
        ContentError: a script breaks its schema.
    """
    items = _room("items").all_items(language(library))
    problems: list[str] = _room("checking").check(library, items, workers=workers)
    return problems


def language(library: Path) -> str:
    """Return the language of a library, from the locale that it is named after."""
    return library.name.partition("-")[0]


def _room(name: str) -> ModuleType:
    try:
        return import_module(f"skill.studio.{name}")
    except ModuleNotFoundError as error:
        raise ToolError(
            f"the studio needs {error.name}: pip install 'reviving-romance[studio]'"
        ) from error
