"""See and hear what a library has; needs nothing of the extra ``[studio]`` but its ffmpeg."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from skill.studio import manifest as manifests
from skill.studio.errors import LibraryError, ToolError
from skill.studio.manifest import Entry

_PLAYERS: Final = (
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("afplay",),
    ("mpg123", "-q"),
    ("mpv", "--no-video", "--really-quiet"),
)
"""Programs that play an MP3, and how they are called; the first that is there is taken."""


def listing(library: Path) -> list[str]:
    """Return a line for each file of a library, and one for all.

    Raises:
        LibraryError: the manifest cannot be read.
    """
    files = manifests.load(library).files
    if not files:
        return [f"There is nothing in {library} yet; romance audio build makes it."]
    lines = [_line(path, entry) for path, entry in sorted(files.items())]
    minutes = sum(entry.duration for entry in files.values()) / 60_000
    size = sum(entry.bytes for entry in files.values()) / 1e6
    return [*lines, f"{len(files)} files, {minutes:.0f} minutes, {size:.1f} MB"]


def _line(path: str, entry: Entry) -> str:
    minutes, seconds = divmod(round(entry.duration / 1000), 60)
    name, voice = path.removesuffix(".mp3"), entry.voice or "no voice"
    length, level = f"{minutes}:{seconds:02d}", f"{entry.loudness:.1f} LUFS"
    return f"{name:24} {length:>6} {level:>11}  {voice:24} {entry.title}"


def find(library: Path, name: str) -> Path:
    """Return the file of this name, such as ``breath-10``, ``open`` or ``memories-07``.

    Raises:
        LibraryError: the library has none, or several.
    """
    files = manifests.load(library).files
    wanted = name.removesuffix(".mp3")
    found = [path for path in files if path.removesuffix(".mp3").endswith(wanted)]
    exact = [path for path in found if path.removesuffix(".mp3").split("/")[-1] == wanted]
    match exact or found:
        case [path]:
            return library / path
        case []:
            raise LibraryError(
                f"the library has no {name}; romance audio list shows what it has"
            )
        case several:
            raise LibraryError(f"{name} could be {', '.join(sorted(several)[:5])}")


def play(library: Path, name: str) -> str:
    """Play a file of the library through whatever this machine has.

    Returns:
        What was played, or where the file is if nothing here can play it.

    Raises:
        LibraryError: the library has no such file.
        ToolError: the player failed.
    """
    path = find(library, name)
    command = _command(path)
    if command is None:
        return (
            f"Nothing here plays MP3 (ffplay, afplay, mpg123 and mpv were looked for): {path}"
        )
    try:
        subprocess.run(command, check=True)  # noqa: S603 - our own file, no shell
    except subprocess.CalledProcessError as error:
        raise ToolError(f"{command[0]} could not play {path}") from error
    return f"Played {path}"


def _command(path: Path) -> list[str] | None:
    for program, *options in _PLAYERS:
        if found := shutil.which(program):
            return [found, *options, str(path)]
    return None
