"""Build a library: say the lines that are missing, mix the files that changed."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skill.studio import manifest as manifests
from skill.studio.errors import LibraryError, TimingError
from skill.studio.items import Item
from skill.studio.manifest import Entry, Manifest, Phrase, digest
from skill.studio.mixing import Rendered, rendered
from skill.studio.pacing import fingerprint, spoken
from skill.studio.parallel import cores, run
from skill.studio.score import Score
from skill.studio.sound import read_wav, wav_seconds, write_wav
from skill.studio.voices import Pace, Voice

PART = ".part"
"""Ends the name of a file that is being written."""

_SAVED_EVERY = 1.0  # seconds: at most so much is lost when the power goes

Watch = Callable[[str, int, int], None]
"""Told of progress: what is done, how much of it, and out of how much."""


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes:
        lines: how many were spoken.
        files: how many were mixed.
        kept: how many were as they should be.
        removed: how many nobody needs any more.
        minutes: minutes of finished audio in the mixed files.
        seconds: how long it took.
    """

    lines: int
    files: int
    kept: int
    removed: int
    minutes: float
    seconds: float


@dataclass(frozen=True)
class _Site:
    """What one build works with."""

    library: Path
    cache: Path
    voice: Voice
    workers: int
    watch: Watch

    def line(self, text: str, pace: Pace) -> Path:
        """Return where a spoken line is kept."""
        return self.cache / f"{digest(f'{fingerprint(self.voice, pace)}|{text}')}.wav"

    def speaker(self, item: Item) -> tuple[str, str]:
        """Return the name and the settings of the voice in a file; empty if nobody speaks."""
        return (self.voice.name, fingerprint(self.voice, item.pace)) if item.lines else ("", "")


@dataclass(frozen=True)
class _Line:
    voice: Voice
    text: str
    pace: Pace
    path: Path


@dataclass(frozen=True)
class _File:
    item: Item
    score: Score
    lines: Mapping[str, Path]
    library: Path
    speaker: tuple[str, str]


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    """Let progress pass."""


def build(  # noqa: PLR0913 - each is a choice of the caller's
    library: Path,
    cache: Path,
    voice: Voice,
    items: Sequence[Item],
    *,
    workers: int | None = None,
    watch: Watch = _unwatched,
) -> Built:
    """Bring a library up to date with what it is made from.

    Lines are kept in a cache by text, voice and settings, so an interrupted build goes on
    where it stopped, and a changed line costs one line and the files that hold it.

    Args:
        library: the folder of one locale's library.
        cache: the folder of spoken lines.
        voice: who speaks.
        items: all the files that the library has.
        workers: how many processes share the work; as many as there are cores by default.
        watch: told of progress.

    Raises:
        StudioError: one of its children says what is wrong and what would help.
    """
    began = time.monotonic()
    site = _Site(library, cache, voice, workers or cores(), watch)
    manifest = manifests.load(library)
    cache.mkdir(parents=True, exist_ok=True)
    removed = _tidied(library, manifest, items)
    wanted = [item for item in items if not _fresh(site, item, manifest)]
    try:
        lines = _speak(site, wanted)
        made = _mix(site, wanted, manifest)
    except OSError as error:
        raise LibraryError(
            f"{error}; when that is mended, run the same again: it goes on where it stopped"
        ) from error
    if removed and not made:
        manifests.save(library, manifest)
    return Built(
        lines=lines,
        files=len(made),
        kept=len(items) - len(wanted),
        removed=removed,
        minutes=sum(entry.duration for entry in made) / 60_000,
        seconds=time.monotonic() - began,
    )


def _tidied(library: Path, manifest: Manifest, items: Sequence[Item]) -> int:
    """Remove what a cut-off build left, and files of ours that nobody needs any more."""
    library.mkdir(parents=True, exist_ok=True)
    for part in library.rglob(f".*{PART}"):
        part.unlink()
    gone = manifest.files.keys() - {item.path for item in items}
    for path in gone:
        (library / path).unlink(missing_ok=True)
        del manifest.files[path]
    return len(gone)


def _fresh(site: _Site, item: Item, manifest: Manifest) -> bool:
    entry = manifest.files.get(item.path)
    if entry is None or entry.script != item.script:
        return False
    path = site.library / item.path
    return (
        (entry.voice, entry.settings) == site.speaker(item)
        and path.is_file()
        and path.stat().st_size == entry.bytes
    )


def _speak(site: _Site, wanted: Sequence[Item]) -> int:
    """Say every line that is not in the cache; return how many those were."""
    asked = {(text, item.pace): None for item in wanted for text in item.lines}
    lines = [_Line(site.voice, text, pace, site.line(text, pace)) for text, pace in asked]
    missing = [line for line in lines if not wav_seconds(line.path)]
    for done, _ in enumerate(run(_say, missing, min(site.workers, site.voice.most)), start=1):
        site.watch("lines", done, len(missing))
    return len(missing)


def _say(line: _Line) -> None:
    part = line.path.with_name(f".{line.path.name}{PART}")
    write_wav(part, spoken(line.voice, line.text, line.pace))
    part.replace(line.path)


def _mix(site: _Site, wanted: Sequence[Item], manifest: Manifest) -> list[Entry]:
    """Mix every file that is wanted, the longest first, and enter it into the manifest."""
    files = _scored(site, wanted)
    made, saved = [], time.monotonic()
    try:
        for path, entry in run(_finish, files, site.workers):
            manifest.files[path] = entry
            made.append(entry)
            site.watch("files", len(made), len(files))
            if time.monotonic() - saved > _SAVED_EVERY:
                manifests.save(site.library, manifest)
                saved = time.monotonic()
    finally:
        if made:
            manifests.save(site.library, manifest)
    return made


def _scored(site: _Site, wanted: Sequence[Item]) -> list[_File]:
    """Lay out every file that is wanted.

    Raises:
        TimingError: naming every script that cannot be made as long as it says.
    """
    files, wrong = [], []
    for item in wanted:
        paths = {text: site.line(text, item.pace) for text in item.lines}
        try:
            score = item.score({text: wav_seconds(path) for text, path in paths.items()})
        except TimingError as error:
            wrong.append(str(error))
        else:
            files.append(_File(item, score, paths, site.library, site.speaker(item)))
    if wrong:
        raise TimingError("\n".join(wrong))
    return sorted(files, key=lambda file: -file.score.length)


def _finish(file: _File) -> tuple[str, Entry]:
    """Mix one file and put it in its place."""
    lines = {text: read_wav(path) for text, path in file.lines.items()}
    made = rendered(file.score, lines, file.item.title)
    path = file.library / file.item.path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}{PART}")
    part.write_bytes(made.data)
    part.replace(path)
    return file.item.path, _entry(file, made)


def _entry(file: _File, made: Rendered) -> Entry:
    marks = file.score.marks
    return Entry(
        title=file.item.title,
        voice=file.speaker[0],
        settings=file.speaker[1],
        script=file.item.script,
        duration=round(1000 * made.measured.seconds),
        loudness=round(made.measured.loudness, 2),
        peak=round(made.measured.peak, 2),
        bytes=len(made.data),
        phrases=tuple(
            Phrase(round(1000 * mark.start), round(1000 * mark.length), digest(mark.say))
            for mark in marks
            if mark.say
        ),
        bells=tuple(round(1000 * mark.start) for mark in marks if mark.ring),
    )
