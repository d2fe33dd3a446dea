"""Check a library: every file against its manifest, its script, and Alexa's limits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from skill.studio import codec, manifest as manifests
from skill.studio.errors import SoundError, TimingError
from skill.studio.items import Item, Timer
from skill.studio.loudness import PEAK, VOICE, loudness
from skill.studio.manifest import FILE_NAME, Entry, Manifest, digest
from skill.studio.mixing import measure
from skill.studio.parallel import cores, run
from skill.studio.proofing import DELAY
from skill.studio.score import longest_silence
from skill.studio.sound import Samples, count

LARGEST = 8_000_000
"""Bytes that one file may have."""

ALL = 120_000_000
"""Bytes that the library may have."""

_OFF_VOICE = 1.0  # LU that what is spoken may be off
_SOUND = (-19.0, -9.0)  # LUFS outside which Amazon may reject a file (platform facts, 4.1)
_PROMISE = 0.05  # share by which a track may miss its minutes (product facts, 3)
_DRIFT = 0.1  # seconds by which two reckonings of one thing may differ
_HEARD = -20.0  # LUFS: a phrase below it is not where it should be
_SAME = 0.3  # LU or dB by which two decoders may differ


@dataclass(frozen=True)
class _Exam:
    path: Path
    entry: Entry


def check(library: Path, items: Sequence[Item], *, workers: int | None = None) -> list[str]:
    """Return everything that is wrong with a library, a sentence each; nothing if all is well.

    Args:
        library: the folder of one locale's library.
        items: all the files that it should have.
        workers: how many processes share the work; as many as there are cores by default.

    Raises:
        LibraryError: the manifest cannot be read.
    """
    manifest = manifests.load(library)
    found = [*_belonging(library, manifest, items), *_whole(manifest)]
    for item in items:
        entry = manifest.files.get(item.path)
        if entry is not None:
            found += [f"{item.path}: {problem}" for problem in _planned(item, entry)]
    exams = [_Exam(library / path, entry) for path, entry in sorted(manifest.files.items())]
    there = [exam for exam in exams if exam.path.is_file()]
    for path, problems in run(_examined, there, workers or cores()):
        found += [f"{path.relative_to(library).as_posix()}: {problem}" for problem in problems]
    return sorted(found)


def _belonging(library: Path, manifest: Manifest, items: Sequence[Item]) -> Iterator[str]:
    """Yield what is missing and what is surplus."""
    wanted = {item.path for item in items}
    files = {
        path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()
    }
    files.discard(FILE_NAME)
    for path in sorted(wanted - (files & manifest.files.keys())):
        yield f"{path}: missing; romance audio build makes it"
    for path in sorted((files | manifest.files.keys()) - wanted):
        yield f"{path}: surplus: nothing that we have to say needs it"


def _whole(manifest: Manifest) -> Iterator[str]:
    """Yield what is wrong with the library as a whole."""
    voices = {entry.voice for entry in manifest.files.values() if entry.voice}
    if len(voices) > 1:
        yield f"{FILE_NAME}: voices are mixed: {', '.join(sorted(voices))}"
    size = sum(entry.bytes for entry in manifest.files.values())
    if size > ALL:
        yield f"{FILE_NAME}: {size / 1e6:.0f} MB in all, at most {ALL / 1e6:.0f} are allowed"


def _planned(item: Item, entry: Entry) -> Iterator[str]:
    """Yield where a file, by its entry, is not what its script says."""
    if entry.script != item.script:
        yield "its script has changed since; romance audio build makes it anew"
        return
    if item.minutes and abs(entry.duration / 60_000 / item.minutes - 1) > _PROMISE:
        yield f"{entry.duration / 60_000:.1f} minutes long instead of {item.minutes}"
    yield from _gaps(item, entry)
    yield from _places(item, entry)


def _gaps(item: Item, entry: Entry) -> Iterator[str]:
    """Yield silences that are longer than a meditation may have; in a timer, people talk."""
    if item.minutes is None or isinstance(item, Timer):
        return
    marks = [(phrase.start, phrase.start + phrase.length) for phrase in entry.phrases]
    marks += [(bell, bell) for bell in entry.bells]
    most = longest_silence(item.minutes) + 5  # a bell's own length is not in the manifest
    for (_, end), (start, _) in pairwise([(0, 0), *sorted(marks), (entry.duration, 0)]):
        if start - end > 1000 * most:
            yield f"{(start - end) / 1000:.0f} seconds of silence from {_clock(end)}"


def _places(item: Item, entry: Entry) -> Iterator[str]:
    """Yield phrases that are not where the script puts them."""
    lengths = {phrase.text: phrase.length / 1000 for phrase in entry.phrases}
    try:
        score = item.score({text: lengths[digest(text)] for text in item.lines})
    except (KeyError, TimingError):
        yield "its phrases are not those of its script"
        return
    starts = [1000 * mark.start for mark in score.marks if mark.say]
    if len(starts) != len(entry.phrases):
        yield f"{len(entry.phrases)} phrases instead of {len(starts)}"
    for number, (start, phrase) in enumerate(zip(starts, entry.phrases, strict=False), start=1):
        if abs(start - phrase.start) > 1000 * _DRIFT:
            yield f"phrase {number} is at {_clock(phrase.start)} instead of {_clock(start)}"
            return


def _examined(exam: _Exam) -> tuple[Path, list[str]]:
    """Return what is wrong with a file, measured."""
    wrong = codec.faults(exam.path)
    size = exam.path.stat().st_size
    if size > LARGEST:
        wrong.append(f"{size / 1e6:.1f} MB, at most {LARGEST / 1e6:.0f} are allowed")
    if size != exam.entry.bytes:
        wrong.append(f"{size} bytes, the manifest says {exam.entry.bytes}")
    if codec.title(exam.path) != exam.entry.title:
        wrong.append(f"titled {codec.title(exam.path)!r} instead of {exam.entry.title!r}")
    try:
        heard = codec.decode(exam.path.read_bytes())
    except SoundError as error:
        return exam.path, [*wrong, str(error)]
    return exam.path, [*wrong, *_measured(heard, exam.entry), *_audible(heard, exam.entry)]


def _measured(heard: Samples, entry: Entry) -> Iterator[str]:
    """Yield where length, loudness and peak are not what they should be."""
    spoken = [_span(phrase.start, phrase.length) for phrase in entry.phrases]
    found = measure(heard, spoken)
    if abs(found.seconds - entry.duration / 1000) > _DRIFT:
        yield f"{found.seconds:.1f} seconds long, the manifest says {entry.duration / 1000:.1f}"
    lowest, highest = (VOICE - _OFF_VOICE, VOICE + _OFF_VOICE) if spoken else _SOUND
    if not lowest <= found.loudness <= highest:
        yield f"{found.loudness:.1f} LUFS, expected {lowest:g} to {highest:g}"
    if found.peak > PEAK:
        yield f"a true peak of {found.peak:.1f} dBFS, at most {PEAK:g} is allowed"
    said: Mapping[str, tuple[float, float]] = {
        "LUFS": (found.loudness, entry.loudness),
        "dBFS": (found.peak, entry.peak),
    }
    for unit, (measured, written) in said.items():
        if abs(measured - written) > _SAME:
            yield f"{measured:.1f} {unit}, the manifest says {written:.1f}"


def _audible(heard: Samples, entry: Entry) -> Iterator[str]:
    """Yield phrases that cannot be heard where the manifest says they are."""
    for number, phrase in enumerate(entry.phrases, start=1):
        start, end = _span(phrase.start, phrase.length)
        if loudness(heard[count(start) : count(end)]) < _HEARD:
            yield f"phrase {number}, at {_clock(phrase.start)}, cannot be heard there"


def _span(start: int, length: int) -> tuple[float, float]:
    """Return where a phrase is in the decoded sound, in seconds from and to."""
    return start / 1000 + DELAY, (start + length) / 1000 + DELAY


def _clock(milliseconds: float) -> str:
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02d}"
