"""What ``romance audio`` does."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from studio.desk import Desk
from studio.tones import Humming

from skill.studio import commands, listing, manifest as manifests
from skill.studio.errors import LibraryError, ToolError
from skill.studio.items import Item

WITHOUT = """
import sys
sys.modules["numpy"] = None
from pathlib import Path
from skill.studio import commands
from skill.studio.errors import ToolError
assert commands.list_files(Path("nowhere"))[0].startswith("There is nothing")
try:
    commands.check(Path("en-US"))
except ToolError as error:
    assert "pip install 'reviving-romance[studio]'" in str(error)
else:
    raise SystemExit("no error")
"""

LIGHT = """
import sys
import skill.webhook, skill.studio.manifest, skill.studio.listing, skill.studio.commands
heavy = {"numpy", "scipy", "pydub", "gtts", "piper", "onnxruntime", "imageio_ffmpeg", "rich"}
raise SystemExit(str(heavy & sys.modules.keys()) if heavy & sys.modules.keys() else 0)
"""


@pytest.fixture(name="small")
def _small(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a library that is all the commands know of, and a voice that hums."""

    def items(_language: str) -> Sequence[Item]:
        return desk.items

    monkeypatch.setattr("skill.studio.items.all_items", items)
    monkeypatch.setattr("skill.studio.voices.choose", lambda *_: Humming())
    return desk


def test_a_library_is_built_checked_and_listed(
    small: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a progress bar on standard error, and nothing on standard output."""
    built = commands.build(small.library, small.cache, workers=1)
    shown = capsys.readouterr()

    assert built.files == 3
    assert "files" in shown.err
    assert not shown.out
    assert commands.check(small.library, workers=1) == []
    assert commands.list_files(small.library)[-1] == "3 files, 1 minutes, 0.4 MB"
    assert "hum-1" in commands.list_files(small.library)[0]


def test_without_the_extra_the_error_says_what_to_install() -> None:
    """And what needs nothing of it works."""
    subprocess.run([sys.executable, "-c", WITHOUT], check=True)  # noqa: S603 - our own


def test_what_answers_requests_loads_nothing_of_the_studio() -> None:
    """Nor do the manifest and the commands."""
    subprocess.run([sys.executable, "-c", LIGHT], check=True)  # noqa: S603 - our own


def test_a_file_is_found_by_its_name(built: Desk) -> None:
    """With or without its folder and its ending."""
    for name in ("hums-01", "starters/hums-01", "hums-01.mp3"):
        assert listing.find(built.library, name) == built.library / "starters/hums-01.mp3"
    with pytest.raises(LibraryError, match="has no whale"):
        listing.find(built.library, "whale")
    with pytest.raises(LibraryError, match="could be"):
        listing.find(built.library, "")


@pytest.fixture(name="players")
def _players(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_a_file_is_played_by_what_is_there(built: Desk, players: Path) -> None:
    """The first player that is found gets the file."""
    _program(players / "mpg123", f'echo "$2" > {players}/played')

    assert commands.play(built.library, "hum-1").startswith("Played")
    assert (players / "played").read_text().strip() == str(built.library / "hum-1.mp3")


def test_without_a_player_we_say_where_the_file_is(built: Desk, players: Path) -> None:
    """So that it can be opened by hand."""
    assert not list(players.iterdir())

    assert str(built.library / "hum-1.mp3") in commands.play(built.library, "hum-1")


def test_a_player_that_fails_is_an_error(built: Desk, players: Path) -> None:
    """It names the player."""
    _program(players / "afplay", "exit 3")

    with pytest.raises(ToolError, match="afplay could not play"):
        commands.play(built.library, "hum-1")


def test_the_language_is_that_of_the_locale() -> None:
    """The folder of a library is named as its locale."""
    assert commands.language(Path("audio/en-US")) == "en"
    assert manifests.FILE_NAME == "manifest.json"
