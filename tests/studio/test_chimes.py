"""Bells and the sounds of games."""

import numpy as np
import pytest

from skill.content.scripts import Bell
from skill.studio import chimes
from skill.studio.loudness import strongest, true_peak
from skill.studio.sound import seconds

EACH = pytest.mark.parametrize("sound", list(chimes.TITLES))


@EACH
def test_a_sound_begins_and_ends_without_a_click(sound: str) -> None:
    """Its first sample is silent, its last nearly, and neither end jumps."""
    made = chimes.ring(sound, -18)
    highest = np.abs(made).max()

    assert made[0] == 0
    assert abs(made[-1]) < 0.005 * highest
    assert np.abs(np.diff(made[:20])).max() < 0.1 * highest


@EACH
def test_a_sound_is_as_loud_as_asked_and_does_not_clip(sound: str) -> None:
    """Bells in a track are quieter than a sound by itself."""
    for level in (-18, -21):
        made = chimes.ring(sound, level)

        assert strongest(made) == pytest.approx(level, abs=0.1)
        assert true_peak(made) < -1


@EACH
def test_a_sound_is_as_long_as_it_says(sound: str) -> None:
    """The score lays it out by that."""
    assert chimes.seconds(sound) == pytest.approx(seconds(chimes.ring(sound, -18)))


def test_sounds_of_a_game_are_short() -> None:
    """They must not hold up the next question."""
    for sound in ("right", "wrong", "turn"):
        assert chimes.seconds(sound) < 1.5


def test_every_bell_of_the_scripts_has_a_sound() -> None:
    """And room before its silence begins."""
    for bell in Bell:
        assert bell in chimes.TITLES
        assert 0 < chimes.ROOM[bell] <= chimes.seconds(bell)
