"""Checking a library: everything that can be wrong with it is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from studio.desk import Desk

from skill.content.scripts import Script
from skill.studio import checking, manifest as manifests
from skill.studio.codec import decode, encode
from skill.studio.errors import LibraryError
from skill.studio.items import Track
from skill.studio.manifest import Entry, Phrase
from skill.studio.sound import RATE, Samples, silence

HUM, CLIP, RIGHT = "hum-1.mp3", "starters/hums-01.mp3", "sounds/right.mp3"


def _enter(desk: Desk, path: str, **changes: Any) -> Entry:
    """Change an entry of the manifest."""
    manifest = manifests.load(desk.library)
    entry = msgspec.structs.replace(manifest.files[path], **changes)
    manifest.files[path] = entry
    manifests.save(desk.library, manifest)
    return entry


def _resound(desk: Desk, path: str, change: Callable[[Samples], Samples]) -> None:
    """Change what a file sounds like, and its size in the manifest with it."""
    file = desk.library / path
    title = manifests.load(desk.library).files[path].title
    file.write_bytes(encode(change(decode(file.read_bytes())), title))
    _enter(desk, path, bytes=file.stat().st_size)


def _said(desk: Desk, path: str) -> str:
    """Return all that is wrong with one file, and make sure that the others are right."""
    found = desk.check()
    assert all(problem.startswith(f"{path}: ") for problem in found)
    return "\n".join(found)


def test_a_library_that_was_just_built_is_right(built: Desk) -> None:
    """Nothing is found."""
    assert built.check() == []


def test_a_file_that_is_missing_is_named(built: Desk) -> None:
    """Whether it is not on the disk or not in the manifest."""
    (built.library / CLIP).unlink()
    assert "missing" in _said(built, CLIP)

    built.build()
    manifest = manifests.load(built.library)
    del manifest.files[CLIP]
    manifests.save(built.library, manifest)
    assert "missing" in _said(built, CLIP)


def test_a_file_that_is_surplus_is_named(built: Desk) -> None:
    """Whether it is ours or a stranger's."""
    (built.library / "letter.txt").write_text("mine")
    assert "surplus" in _said(built, "letter.txt")

    (built.library / "letter.txt").unlink()
    del built.items[1]
    assert "surplus" in _said(built, CLIP)


def test_a_script_that_has_changed_is_named(built: Desk, script: Script) -> None:
    """Its track says something else by now."""
    built.items[0] = Track("hum", msgspec.structs.replace(script, name="Renamed"), 1)

    assert "its script has changed" in _said(built, HUM)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-ar", "44100"], "44100 Hz"),
        (["-ar", "44100"], "MPEG version 1"),
        (["-b:a", "64k"], "64 kbit/s"),
        (["-ac", "2"], "stereo"),
    ],
)
def test_a_wrong_format_is_named(
    built: Desk, options: list[str], said: str, ffmpeg: Callable[..., None]
) -> None:
    """Rate, MPEG version, bit rate and channels."""
    file = built.library / CLIP
    ffmpeg(file, "-b:a", "48k", *options)
    _enter(built, CLIP, bytes=file.stat().st_size)

    assert said in _said(built, CLIP)


def test_a_broken_file_is_named(built: Desk) -> None:
    """As what it is: no MP3."""
    (built.library / CLIP).write_bytes(b"<html>")

    assert "no MP3" in _said(built, CLIP)


def test_a_file_of_another_size_is_named(built: Desk) -> None:
    """It is not the one that was built."""
    with (built.library / CLIP).open("ab") as file:
        file.write(b"\0" * 50)

    assert "the manifest says" in _said(built, CLIP)


def test_another_title_is_named(built: Desk) -> None:
    """The file's tag and the manifest agree."""
    _enter(built, CLIP, title="Another")

    assert "instead of 'Another'" in _said(built, CLIP)


@pytest.mark.parametrize(
    ("gain", "said"), [(0.6, "LUFS, expected -15 to -13"), (2.5, "dBFS, at most")]
)
def test_a_file_that_is_too_quiet_or_too_loud_is_named(
    built: Desk, gain: float, said: str
) -> None:
    """By its loudness or its true peak."""
    _resound(built, CLIP, lambda sound: np.clip(sound * np.float32(gain), -1, 1))

    assert said in _said(built, CLIP)


def test_a_sound_outside_of_amazons_band_is_named(built: Desk) -> None:
    """Nobody speaks in it, so the band is wider."""
    _resound(built, RIGHT, lambda sound: sound * np.float32(0.5))

    assert "LUFS, expected -19 to -9" in _said(built, RIGHT)


def test_a_track_that_breaks_its_promise_is_named(built: Desk) -> None:
    """More than 5 percent longer than it says."""
    _resound(built, HUM, lambda sound: np.concatenate([sound, silence(6)]))
    _enter(built, HUM, duration=66_000)

    assert "1.1 minutes long instead of 1" in _said(built, HUM)


def test_a_length_that_is_not_the_manifests_is_named(built: Desk) -> None:
    """A player would resume at the wrong place."""
    _resound(built, CLIP, lambda sound: np.concatenate([sound, silence(1)]))

    assert "seconds long, the manifest says" in _said(built, CLIP)


def test_a_phrase_that_cannot_be_heard_is_named(built: Desk) -> None:
    """With where it should be."""
    phrase = manifests.load(built.library).files[HUM].phrases[1]
    start, end = (
        round(at / 1000 * RATE) for at in (phrase.start, phrase.start + phrase.length)
    )

    def muted(sound: Samples) -> Samples:
        made = sound.copy()
        made[start : end + RATE // 10] = 0
        return made

    _resound(built, HUM, muted)

    assert "phrase 2, at 0:" in _said(built, HUM)


def test_a_phrase_in_another_place_than_its_script_says_is_named(built: Desk) -> None:
    """A manifest that was written by hand does not pass."""
    entry = manifests.load(built.library).files[HUM]
    first, *others = entry.phrases
    _enter(built, HUM, phrases=(Phrase(first.start + 300, first.length, first.text), *others))

    assert "phrase 1 is at 0:06 instead of 0:05" in _said(built, HUM)


@pytest.mark.parametrize("which", [slice(1, None), slice(0, 0)])
def test_phrases_that_are_not_the_scripts_are_named(built: Desk, which: slice) -> None:
    """Too few of them, or none."""
    entry = manifests.load(built.library).files[HUM]
    _enter(built, HUM, phrases=entry.phrases[which])

    assert "not those of its script" in _said(built, HUM)


def test_a_silence_that_is_too_long_is_named(built: Desk) -> None:
    """With where it begins; a bell breaks it as a phrase does."""
    entry = manifests.load(built.library).files[HUM]
    _enter(built, HUM, phrases=(entry.phrases[0],), bells=())

    assert "seconds of silence from 0:0" in _said(built, HUM)


def test_a_file_that_is_too_big_is_named(built: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a library that is."""
    monkeypatch.setattr(checking, "LARGEST", 100_000)
    monkeypatch.setattr(checking, "ALL", 300_000)

    found = built.check()

    assert [problem for problem in found if problem.startswith(HUM)]
    assert [problem for problem in found if "MB in all" in problem]


def test_mixed_voices_are_named(built: Desk) -> None:
    """A library speaks with one."""
    _enter(built, CLIP, voice="gtts:en-com")

    assert "voices are mixed: gtts:en-com, hum:test" in _said(built, manifests.FILE_NAME)


def test_a_manifest_that_cannot_be_read_is_an_error(built: Desk) -> None:
    """It names the file."""
    (built.library / manifests.FILE_NAME).write_text('{"files": 3}')

    with pytest.raises(LibraryError, match=manifests.FILE_NAME):
        built.check()


@pytest.fixture(name="ffmpeg")
def _ffmpeg(tmp_path: Path) -> Callable[..., None]:
    """Return a maker of the same file in another format."""
    import subprocess  # noqa: PLC0415 - for this alone

    import imageio_ffmpeg  # noqa: PLC0415 - for this alone

    def make(file: Path, *options: str) -> None:
        out = tmp_path / "other.mp3"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(file), *options]
        subprocess.run([*command, "-write_xing", "0", str(out)], check=True)  # noqa: S603 - our own
        out.replace(file)

    return make
