"""How a line is paced."""

from dataclasses import dataclass

import numpy as np
import pytest
from studio.tones import Humming

from skill.studio.errors import VoiceError
from skill.studio.loudness import loudness, true_peak
from skill.studio.pacing import fingerprint, spoken
from skill.studio.sound import RATE, Samples, seconds, silence
from skill.studio.voices import Pace

THRESHOLD = 0.01


def _silences(line: Samples) -> list[float]:
    """Return how long each silence within a line is, from 50 ms up."""
    heard = np.flatnonzero(np.abs(line) > THRESHOLD)
    gaps = np.diff(heard) / RATE
    return [float(gap) for gap in gaps if gap > 0.05]


@pytest.mark.parametrize(
    ("pace", "comma", "stop"), [(Pace.CALM, 0.7, 1.1), (Pace.PLAIN, 0.3, 0.4)]
)
def test_there_is_room_at_commas_and_between_sentences(
    pace: Pace, comma: float, stop: float
) -> None:
    """Short pauses at commas are widened to the pace's; those that are wider stay."""
    line = spoken(Humming(), "Hum, if you like. And rest.", pace)

    first, second = _silences(line)

    assert first == pytest.approx(comma, abs=0.1)
    assert second == pytest.approx(stop + 0.15, abs=0.15)


def test_the_silence_around_speech_is_cut() -> None:
    """A voice's own lead and tail of 0.4 s do not shift the timing."""
    line = spoken(Humming(), "Hum", Pace.PLAIN)

    assert seconds(line) == pytest.approx(0.3 + 0.15, abs=0.05)


def test_a_line_is_as_loud_as_it_must_be_and_ends_softly() -> None:
    """The first and last samples are silent, the peaks held."""
    line = spoken(Humming(), "Hum with me, both of you.", Pace.CALM)

    assert loudness(line) == pytest.approx(-14, abs=0.6)
    assert true_peak(line) < -3
    assert line[0] == 0
    assert abs(line[-1]) < 1e-3


@dataclass(frozen=True)
class _Mute(Humming):
    def speak(self, sentence: str, pace: Pace) -> Samples:  # noqa: ARG002 - the protocol's
        """Say nothing."""
        return silence(1)


def test_a_voice_that_says_nothing_is_an_error_with_the_sentence() -> None:
    """So that the script can be found."""
    with pytest.raises(VoiceError, match="Say something"):
        spoken(_Mute(), "Say something.", Pace.CALM)


def test_the_fingerprint_changes_with_voice_and_pace() -> None:
    """Lines are made anew when anything about them would sound different."""
    prints = {
        fingerprint(Humming(), Pace.CALM),
        fingerprint(Humming(), Pace.PLAIN),
        fingerprint(Humming(settings="2"), Pace.CALM),
    }

    assert len(prints) == 3
