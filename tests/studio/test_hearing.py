"""The library that is in the repository, heard by somebody who has not read it."""

from pathlib import Path

import pytest
from studio.hearing import errors, heard

from skill.studio.checking import check
from skill.studio.items import all_items

LIBRARY = Path(__file__).resolve().parents[2] / "audio" / "en-US"
TRACKS = ("arriving-3.mp3", "breath-5.mp3", "kindness-10.mp3")


@pytest.mark.slow
@pytest.mark.parametrize("path", TRACKS)
def test_a_track_is_understood(path: str) -> None:
    """At most 12 words in a hundred are lost or mistaken."""
    (item,) = [item for item in all_items("en") if item.path == path]

    wrong, said = errors(" ".join(item.lines), heard((LIBRARY / path).read_bytes()))

    assert wrong / said < 0.12


@pytest.mark.slow
def test_the_library_is_right() -> None:
    """Every file of it, measured against manifest, scripts and limits."""
    assert check(LIBRARY, all_items("en")) == []


def test_a_listener_can_tell_right_from_wrong() -> None:
    """Words are counted as lost, made up and mistaken."""
    assert errors("Sit near each other.", "sit near each other") == (0, 4)
    assert errors("Sit near each other.", "set near other too") == (3, 4)
