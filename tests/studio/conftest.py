"""What the tests of the studio share."""

from pathlib import Path
from shutil import copytree

import pytest
from studio.desk import SCRIPT, Desk, items

from skill.content.scripts import Script
from skill.studio.items import Timer


@pytest.fixture(name="script", scope="session")
def _script() -> Script:
    return SCRIPT


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Desk:
    """Return a small library that is not built yet."""
    return Desk(tmp_path / "en-US", tmp_path / "cache", items())


@pytest.fixture(name="original", scope="session")
def _original(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Build a library once, to copy from."""
    home = tmp_path_factory.mktemp("original")
    desk = Desk(home / "en-US", home / "cache", items())
    desk.build()
    return desk


@pytest.fixture(name="built")
def _built(original: Desk, tmp_path: Path) -> Desk:
    """Return a small library that is built, and free to be broken."""
    copytree(original.library, tmp_path / "en-US")
    copytree(original.cache, tmp_path / "cache")
    return Desk(tmp_path / "en-US", tmp_path / "cache", list(original.items))


@pytest.fixture(name="timer")
def _timer() -> Timer:
    return Timer(1, "Now the other.", "Talk timer")
