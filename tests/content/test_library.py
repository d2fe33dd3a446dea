"""The library: what the studio wrote, read kindly."""

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from recordings import BASE, record

from skill.content import Content
from skill.content.library import SETTLING, Libraries, Library, Span, Track, load
from skill.errors import ContentError


def track(*phrases: tuple[int, int]) -> Track:
    """Return a track with phrases of these starts and lengths."""
    spans = tuple(Span(start, length) for start, length in phrases)
    return Track("breath-5", "breath", 5, 300_000, spans, "https://host.example/x.mp3")


def test_a_library_has_its_tracks_and_clips(tmp_path: Path, english: Content) -> None:
    """Tracks by id, clips by starter, each at an address with a version."""
    library = load(record(tmp_path, english, "dreams-01"), BASE).of("en-US")

    assert library.tracks["after-argument-10"].minutes == 10
    assert library.tracks["after-argument-10"].duration == 600_000
    assert library.clips.keys() == {"dreams-01"}
    assert library.clips["dreams-01"].startswith(f"{BASE}/en-US/starters/dreams-01.mp3?v=")


def test_a_new_recording_is_a_new_address(tmp_path: Path, english: Content) -> None:
    """Whatever changes in the manifest changes the version, so nothing stale is heard."""
    folder = record(tmp_path, english)
    before = load(folder, BASE).of("en-US").tracks
    manifest = folder / "en-US" / "manifest.json"
    changed = json.loads(manifest.read_text())
    changed["files"]["breath-5.mp3"]["peak"] = -2.25
    manifest.write_text(json.dumps(changed))
    after = load(folder, BASE).of("en-US").tracks

    assert before["breath-5"].url != after["breath-5"].url
    assert before["breath-10"].url == after["breath-10"].url


def test_without_an_address_or_a_folder_there_is_nothing(
    tmp_path: Path, english: Content
) -> None:
    """Nothing to play is no fault."""
    assert load(record(tmp_path, english), "") == Libraries()
    assert load(tmp_path / "nowhere", BASE) == Libraries()
    assert Libraries().of("en-US") == Library()


def test_clips_can_be_left_to_alexa(tmp_path: Path, english: Content) -> None:
    """Without clips, meditations are there all the same."""
    library = load(record(tmp_path, english, "dreams-01"), BASE, clips=False).of("en-US")

    assert not library.clips
    assert library.tracks


def test_another_accent_reads_no_starters(tmp_path: Path, english: Content) -> None:
    """Meditations of another locale of the language will do, clips will not."""
    libraries = load(record(tmp_path, english, "dreams-01"), BASE)

    assert libraries.of("en-GB").tracks
    assert not libraries.of("en-GB").clips
    assert libraries.of("de-DE") == Library()


@pytest.mark.parametrize("text", ["", "[]", '{"files": {"a.mp3": {"duration": "long"}}}'])
def test_a_broken_manifest_is_named(tmp_path: Path, text: str) -> None:
    """A manifest that cannot be read is an error that says which."""
    (tmp_path / "en-US").mkdir()
    (tmp_path / "en-US" / "manifest.json").write_text(text)

    with pytest.raises(ContentError, match=r"en-US/manifest\.json"):
        load(tmp_path, BASE)


@pytest.mark.parametrize(
    ("offset", "resumed"),
    [
        (0, 0),
        (1_499, 0),
        (3_000, 0),
        (9_999, 0),
        (10_000, 10_000),
        (40_000, 10_000),
        (60_000, 55_000),
    ],
)
def test_going_on_begins_before_the_phrase(offset: int, resumed: int) -> None:
    """At the start of the phrase, with five seconds of the silence before it if there are."""
    assert track((1_500, 4_000), (15_000, 3_000), (60_000, 2_000)).resume_at(offset) == resumed


def test_going_on_never_repeats_the_phrase_before() -> None:
    """Where phrases follow closely, only the silence between them comes before."""
    assert track((1_500, 4_000), (6_000, 4_000)).resume_at(7_000) == 5_500
    assert track().resume_at(90_000) == 0


@given(
    gaps=st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 9_000)), max_size=12),
    offset=st.integers(0, 900_000),
)
def test_going_on_is_never_ahead_and_stays_where_it_is(
    gaps: list[tuple[int, int]], offset: int
) -> None:
    """For any phrases it is at or before the place, and twice is the same as once."""
    phrases, at = [], 0
    for gap, length in gaps:
        phrases.append((at + gap, length))
        at += gap + length
    made = track(*phrases)
    resumed = made.resume_at(offset)

    assert 0 <= resumed <= offset
    assert made.resume_at(resumed) == resumed
    begun = [start for start, length in phrases if start <= offset]
    assert not begun or resumed >= begun[-1] - SETTLING
