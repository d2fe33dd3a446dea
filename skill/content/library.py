"""The library of recordings: what there is to play, and where it can be fetched.

``audio/<locale>/manifest.json`` is written by the studio. What is read of it is here, and
only here; fields that we do not read are passed over.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import msgspec

from skill.errors import ContentError

MANIFEST = "manifest.json"

SETTLING = 5_000
"""Milliseconds of the silence before a phrase that are heard again before it."""

_TRACK = re.compile(r"(?P<meditation>[a-z]+(?:-[a-z]+)*)-(?P<minutes>\d+)\.mp3")


class Span(msgspec.Struct, frozen=True):
    """Where a phrase is in a recording, in milliseconds."""

    start: int
    length: int

    @property
    def end(self) -> int:
        """Return where it has been said."""
        return self.start + self.length


class Entry(msgspec.Struct, frozen=True):
    """One file, as the manifest describes it.

    Attributes:
        duration: milliseconds.
        phrases: where each phrase is, in order.
        script: a hash of what it was made from.
        settings: how it was spoken.
        peak: its true peak in dBFS, which no two renderings share.
    """

    duration: int
    phrases: tuple[Span, ...] = ()
    script: str = ""
    settings: str = ""
    peak: float = 0.0

    @property
    def version(self) -> str:
        """Return what changes with the recording, so that caches may keep it for ever."""
        return f"{crc32(msgspec.json.encode(self)):08x}"


class _Manifest(msgspec.Struct, frozen=True):
    files: dict[str, Entry]


@dataclass(frozen=True)
class Track:
    """A meditation at one length, ready to be played.

    Attributes:
        id: its stable id, such as ``breath-5``.
        meditation: the id of the meditation.
        minutes: how long it says it is.
        duration: how long it is, in milliseconds.
        phrases: where each phrase is, in order.
        url: where it can be fetched.
    """

    id: str
    meditation: str
    minutes: int
    duration: int
    phrases: tuple[Span, ...]
    url: str

    def resume_at(self, offset: int) -> int:
        """Return where to go on after a break at this offset, in milliseconds.

        That is the start of the phrase it was in, or had last heard, with up to
        ``SETTLING`` of the silence before it. Who breaks off again at once is taken to
        the same place again.
        """
        ends = (0, *(phrase.end for phrase in self.phrases))
        points = [
            max(p.start - SETTLING, end) for p, end in zip(self.phrases, ends, strict=False)
        ]
        here = bisect_right(points, offset)
        return points[here - 1] if here else 0


@dataclass(frozen=True)
class Library:
    """What can be played to a device of one locale.

    Attributes:
        tracks: meditations by the id of the track.
        clips: for starters by id, where they can be fetched, read aloud.
    """

    tracks: Mapping[str, Track] = field(default_factory=dict)
    clips: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Libraries:
    """The libraries of all locales; empty where nothing can be played."""

    by_locale: Mapping[str, Library] = field(default_factory=dict)

    def of(self, locale: str) -> Library:
        """Return what can be played in a locale.

        Meditations of another locale of the same language will do. Clips will not: among
        what Alexa says herself, another accent is another person.
        """
        if locale in self.by_locale:
            return self.by_locale[locale]
        language = f"{locale.partition('-')[0]}-"
        kin = (name for name in sorted(self.by_locale) if name.startswith(language))
        return (
            Library(tracks=self.by_locale[name].tracks)
            if (name := next(kin, ""))
            else Library()
        )


def load(folder: Path, base_url: str, *, clips: bool = True) -> Libraries:
    """Read the libraries of all locales.

    Args:
        folder: the folder that has a library for each locale; it need not be there.
        base_url: the https URL that the folder is reachable at; without it there is
            nothing that a device could fetch.
        clips: whether starters are played rather than spoken.

    Raises:
        ContentError: a manifest cannot be read.
    """
    if not base_url:
        return Libraries()
    return Libraries(
        {
            path.parent.name: _library(path, f"{base_url}/{path.parent.name}", clips=clips)
            for path in sorted(folder.glob(f"*/{MANIFEST}"))
        }
    )


def _library(path: Path, url: str, *, clips: bool) -> Library:
    try:
        files = msgspec.json.decode(path.read_bytes(), type=_Manifest).files
    except (OSError, msgspec.DecodeError) as error:
        raise ContentError(f"{path.parent.name}/{path.name}: {error}") from error
    starters = {
        name.removeprefix("starters/").removesuffix(".mp3"): f"{url}/{name}?v={entry.version}"
        for name, entry in files.items()
        if clips and name.startswith("starters/")
    }
    named = ((_TRACK.fullmatch(name), entry) for name, entry in files.items())
    tracks = (_track(match, entry, url) for match, entry in named if match)
    return Library({track.id: track for track in tracks}, starters)


def _track(name: re.Match[str], entry: Entry, url: str) -> Track:
    return Track(
        id=name[0].removesuffix(".mp3"),
        meditation=name["meditation"],
        minutes=int(name["minutes"]),
        duration=entry.duration,
        phrases=entry.phrases,
        url=f"{url}/{name[0]}?v={entry.version}",
    )
