"""Settings: read once, checked at once, explained in the docs."""

from dataclasses import fields
from pathlib import Path

import pytest

from skill import settings
from skill.errors import SettingsError

DOCS = Path(__file__).parents[1] / "docs" / "settings.md"
SECRET = {"MEMORY_KEYS": "a", "MEMORY_SECRET": "x" * 32}


def test_nothing_set_is_the_embedded_default() -> None:
    """Without any variable the database is a file in the user's data folder."""
    read = settings.load({})

    assert read.embedded
    assert read.database == f"sqlite:///{read.data_dir / 'households.db'}"


def test_variables_are_read(tmp_path: Path) -> None:
    """Each variable ends up in its setting, in its type."""
    roots = tmp_path / "roots.pem"
    roots.touch()
    environ = {
        "SKILL_ID": " amzn1.ask.skill.x ",
        "ALEXA_ROOTS": str(roots),
        "DATABASE_URL": "postgresql+psycopg://localhost/romance",
        "DATA_DIR": str(tmp_path),
        "MEMORY_KEYS": "new, old",
        "MEMORY_SECRET": "x" * 32,
        "HOST": "0.0.0.0",  # noqa: S104 - only read, never listened on
        "PORT": "443",
        "WORKERS": "2",
        "THREADS": "8",
        "AUDIO_BASE_URL": "https://host.example/audio/",
        "STARTER_VOICE": "alexa",
    }

    read = settings.load(environ)

    assert read.skill_id == "amzn1.ask.skill.x"
    assert read.alexa_roots == roots
    assert not read.embedded
    assert read.memory_keys == ("new", "old")
    assert (read.port, read.workers, read.threads) == (443, 2, 8)
    assert (read.audio_base_url, read.starter_voice) == ("https://host.example/audio", "alexa")


def test_secrets_are_not_shown() -> None:
    """Settings can be logged: keys, secret and the database's password stay out of it."""
    url = "postgresql+psycopg://romance:hush@localhost/romance"
    read = settings.load({**SECRET, "DATABASE_URL": url})

    assert "hush" not in repr(read)
    assert SECRET["MEMORY_SECRET"] not in repr(read)


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"PORT": "http"}, "PORT: expected a number"),
        ({"PORT": "70000"}, "PORT: expected a number"),
        ({"AUDIO_BASE_URL": "http://host.example/audio"}, "AUDIO_BASE_URL: expected an https"),
        ({"AUDIO_BASE_URL": "https:///audio"}, "AUDIO_BASE_URL: expected an https"),
        ({"STARTER_VOICE": "robot"}, "STARTER_VOICE: expected recorded or alexa"),
        ({"WORKERS": "0"}, "WORKERS: expected a number from 1"),
        ({"ALEXA_ROOTS": "nowhere.pem"}, "ALEXA_ROOTS: there is no file"),
        ({"DATABASE_URL": "households.db"}, "DATABASE_URL: expected a URL"),
        ({"DATABASE_URL": "postgresql://localhost/x"}, "MEMORY_KEYS and MEMORY_SECRET"),
        ({"MEMORY_KEYS": "a"}, "belong together"),
        ({"MEMORY_KEYS": "a", "MEMORY_SECRET": "short"}, "MEMORY_SECRET: expected 32"),
    ],
)
def test_senseless_value_says_what_to_do(environ: dict[str, str], says: str) -> None:
    """A value that makes no sense is one line that names the variable and what it expects."""
    with pytest.raises(SettingsError, match=says) as error:
        settings.load(environ)

    assert "\n" not in str(error.value)


def test_docs_and_code_know_the_same_settings() -> None:
    """Every variable has its row in docs/settings.md, and no row is left over."""
    rows = DOCS.read_text(encoding="utf-8").splitlines()
    documented = {row.split("`")[1] for row in rows if row.startswith("| `")}

    assert documented == {f.metadata["variable"] for f in fields(settings.Settings)}
