"""The manifest of a library: what every file is, and where each phrase begins.

Imports nothing of the extra ``[studio]``, so that a player can read it.
"""

from hashlib import sha256
from pathlib import Path

import msgspec

from skill.studio.errors import LibraryError

FILE_NAME = "manifest.json"

ABOUT = {
    "piper": "Rendered offline with Piper, because no network reached Google when it was made; "
    "romance audio build --voice gtts makes it again with gTTS.",
    "gtts": "Rendered with gTTS, over the network.",
}
"""What the manifest says of the voices it was rendered with."""


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase of a track.

    Attributes:
        start: milliseconds from the beginning of the file.
        length: milliseconds that it takes to say.
        text: the hash of what is said, see ``digest``.
    """

    start: int
    length: int
    text: str


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of the library.

    Attributes:
        title: its title, also in the file's ID3 tag.
        voice: who speaks in it; empty if nobody does.
        settings: all that is heard of the voice besides the words.
        script: the hash of what it was made from.
        duration: milliseconds of sound, as a decoder gives them.
        loudness: LUFS over what is spoken, or over all of a file in which nothing is.
        peak: the true peak in dBFS.
        bytes: the size of the file.
        phrases: where each phrase is.
        bells: milliseconds at which a bell is rung.
    """

    title: str
    voice: str
    settings: str
    script: str
    duration: int
    loudness: float
    peak: float
    bytes: int
    phrases: tuple[Phrase, ...] = ()
    bells: tuple[int, ...] = ()


class Manifest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The manifest of one locale's library.

    Attributes:
        about: in a sentence, how it was made.
        locale: whose library it is.
        files: every file by its path within the library.
    """

    about: str = ""
    locale: str = ""
    files: dict[str, Entry] = {}

    @property
    def voice(self) -> str:
        """Return the voice that most files were made with; empty if there is none."""
        voices = [entry.voice for entry in self.files.values() if entry.voice]
        return max(set(voices), key=voices.count, default="")


def digest(text: str | bytes) -> str:
    """Return a short hash of what something was made from."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:16]


def load(library: Path) -> Manifest:
    """Read the manifest of a library; an empty one if there is none yet.

    Raises:
        LibraryError: it is there and cannot be read.
    """
    path = library / FILE_NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return Manifest(locale=library.name)
    except (OSError, msgspec.DecodeError) as error:
        raise LibraryError(f"{path}: {error}") from error


def save(library: Path, manifest: Manifest) -> None:
    """Write the manifest, one file of the library a line; it is never half-written."""
    kinds = {entry.voice.partition(":")[0] for entry in manifest.files.values() if entry.voice}
    about = " ".join(ABOUT[kind] for kind in sorted(kinds & ABOUT.keys()))
    files = ",\n".join(
        f"  {_json(path)}: {_json(manifest.files[path])}" for path in sorted(manifest.files)
    )
    text = (
        f'{{\n"about": {_json(about)},\n"locale": {_json(manifest.locale)},\n'
        f'"files": {{\n{files}\n}}\n}}\n'
    )
    part = library / f".{FILE_NAME}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(library / FILE_NAME)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
