"""Beds: made from code and a seed."""

import numpy as np
import pytest

from skill.content.scripts import Bed
from skill.studio import beds
from skill.studio.loudness import loudness, true_peak
from skill.studio.sound import RATE

EACH = pytest.mark.parametrize("bed", list(Bed))


@EACH
def test_a_bed_comes_round_without_a_seam(bed: Bed) -> None:
    """From its last sample to its first is no greater step than any other in it."""
    made = beds.laid(bed, (beds.LOOP + 10) * RATE)
    steps = np.abs(np.diff(made))
    seam = beds.LOOP * RATE - 1

    assert steps[seam] <= np.quantile(steps, 0.9999)
    assert made[seam + 1 :] == pytest.approx(made[: made.size - seam - 1])


@EACH
def test_a_bed_is_quiet_and_there(bed: Bed) -> None:
    """It has one loudness in the silences, and no peak stands out."""
    made = beds.loop(bed)

    assert loudness(made) == pytest.approx(beds.OPEN, abs=0.1)
    assert true_peak(made) < -10


@EACH
def test_a_bed_is_never_gone(bed: Bed) -> None:
    """Nobody can think that the speaker has died: every second of it can be heard."""
    seconds = beds.loop(bed).reshape(beds.LOOP, RATE)
    levels = 10 * np.log10(np.mean(np.square(seconds), axis=1))

    assert levels.min() > levels.mean() - 12


def test_a_bed_is_the_same_every_time() -> None:
    """A build on another machine sounds like this one."""
    first = beds.loop(Bed.RAIN).copy()
    beds.loop.cache_clear()

    assert np.array_equal(beds.loop(Bed.RAIN), first)
