"""From a score to an MP3."""

import numpy as np
import pytest
from studio.tones import Humming

from skill.content.scripts import Bed
from skill.studio import mixing
from skill.studio.codec import decode
from skill.studio.errors import SoundError
from skill.studio.loudness import loudness, true_peak
from skill.studio.mixing import envelope, measure, mixed, rendered
from skill.studio.pacing import spoken
from skill.studio.proofing import DELAY
from skill.studio.score import Mark, Score, of_sound
from skill.studio.sound import RATE, Samples, count, seconds
from skill.studio.voices import Pace

TEXT = "Hum with me, both of you, for a while."


@pytest.fixture(name="line", scope="module")
def _line() -> Samples:
    return spoken(Humming(), TEXT, Pace.CALM)


@pytest.fixture(name="score")
def _score(line: Samples) -> Score:
    marks = (Mark(2.4, 3.0, ring="soft"), Mark(9.6, seconds(line), say=TEXT))
    return Score(marks, 30, Bed.OCEAN)


def test_the_bed_lies_twenty_decibels_under_the_voice(score: Score, line: Samples) -> None:
    """Measured apart, where somebody speaks (WCAG 1.4.7)."""
    start, end = count(score.marks[1].start), count(score.marks[1].end)
    both = mixed(score, {TEXT: line})[start:end]
    bed = mixed(score, {TEXT: np.zeros_like(line)})[start:end]

    assert loudness(both) - loudness(bed) >= 20


def test_the_bed_moves_between_its_levels_in_half_a_second(score: Score) -> None:
    """Down before a phrase and up after it, in 300 to 800 ms and without a step."""
    curve = envelope(score)
    start, end = count(score.marks[1].start), count(score.marks[1].end)
    low = 10 ** (mixing.DUCK / 20)
    moving = [curve[start - RATE : start], curve[end : end + RATE]]

    assert curve[start:end] == pytest.approx(low)
    for ramp in moving:
        taken = np.count_nonzero((ramp > low + 0.01) & (ramp < 0.99)) / RATE
        assert 0.3 <= taken <= 0.8
    assert np.abs(np.diff(curve)).max() < 1e-3


def test_the_bed_does_not_pump_between_phrases_that_are_close() -> None:
    """It stays down over a short silence and comes up over a long one."""
    marks = (Mark(5, 2, say="a"), Mark(9, 2, say="b"), Mark(20, 2, say="c"))
    curve = envelope(Score(marks, 30, Bed.RAIN))

    assert curve[count(8)] == pytest.approx(10 ** (mixing.DUCK / 20))
    assert curve[count(15)] == 1


def test_a_track_fades_in_and_out(score: Score, line: Samples) -> None:
    """It begins and ends in silence."""
    made = mixed(score, {TEXT: line})

    assert made[0] == 0
    assert np.abs(made[-count(0.05) :]).max() < 0.001


def test_nothing_clicks(score: Score, line: Samples) -> None:
    """Where phrases begin and end, the sound has no step that the bed alone has not."""
    made = mixed(score, {TEXT: line})
    alone = envelope(score)  # the bed's own steps are measured far from any mark
    quiet = np.abs(np.diff(made[count(20) : count(26)])).max()

    for mark in score.marks:
        edge = count(mark.start)
        assert np.abs(np.diff(made[edge - 24 : edge + 5])).max() <= 2 * quiet
    assert alone.min() >= 0


def test_a_track_is_right_once_it_is_decoded(score: Score, line: Samples) -> None:
    """-14 LUFS over what is spoken, no peak above -2 dBFS, and the length of its score."""
    made = rendered(score, {TEXT: line}, "Hum")
    heard = decode(made.data)
    mark = score.marks[1]
    again = measure(heard, [(mark.start + DELAY, mark.end + DELAY)])

    assert made.measured.loudness == pytest.approx(-14, abs=0.7)
    assert made.measured.peak <= -2
    assert again == made.measured
    assert again.seconds == pytest.approx(score.length, abs=0.1)


def test_a_sound_alone_is_measured_as_a_whole() -> None:
    """Nobody speaks in it, so all of it counts."""
    made = rendered(of_sound("right", 1.03), {}, "Right")

    assert made.measured.loudness == pytest.approx(mixing.ALONE, abs=0.7)
    assert made.measured.peak <= -2


def test_peaks_that_the_encoder_makes_are_turned_down(line: Samples, score: Score) -> None:
    """A line that clips once it is encoded is brought under the limit in another pass."""
    made = rendered(score, {TEXT: np.clip(2.2 * line, -0.99, 0.99)}, "Loud")

    assert true_peak(decode(made.data)) <= -2


def test_what_cannot_be_made_loud_enough_is_an_error(score: Score) -> None:
    """It names the file."""
    spike = np.zeros(count(score.marks[1].length), np.float32)
    spike[count(1)] = 1

    with pytest.raises(SoundError, match="Spike: cannot be brought to -14 LUFS"):
        rendered(score, {TEXT: spike}, "Spike")
