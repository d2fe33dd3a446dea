"""From a score to an MP3: voices, bells and the bed under them, at the right loudness."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from skill.studio import beds, chimes
from skill.studio.codec import decode, encode
from skill.studio.errors import SoundError
from skill.studio.loudness import PEAK, VOICE, limit, loudness, strongest, true_peak
from skill.studio.proofing import DELAY, soothing
from skill.studio.score import LEAD_OUT, Score
from skill.studio.sound import RATE, Samples, count, ease, ratio, seconds, silence

VERSION = 1
"""To be raised when this module makes files sound different."""

DUCK = -8.0
"""Decibels by which the bed goes down under the voice: 25 below it then, where WCAG 1.4.7
asks for 20."""

RAMP = 0.5
"""Seconds in which the bed goes down and comes back."""

BELL = -21.0
"""Loudness of a bell in a track, in LUFS."""

ALONE = -18.0
"""Loudness of a sound that is a file of its own, in LUFS."""

_RISE = 2.0  # seconds in which the bed comes up
_APART = 2.5  # seconds between phrases, below which the bed stays down
_MARGIN = 0.02  # seconds around a phrase in which peaks are held
_NEAR = 0.6  # LU from where it should be that need no second try
_TRIES = 6


@dataclass(frozen=True)
class Measured:
    """What was measured in a file.

    Attributes:
        seconds: how long it sounds.
        loudness: LUFS over what is spoken, or over all of a file in which nothing is.
        peak: its true peak in dBFS.
    """

    seconds: float
    loudness: float
    peak: float


@dataclass(frozen=True)
class Rendered:
    """A finished file."""

    data: bytes
    measured: Measured


def measure(sound: Samples, spoken: Sequence[tuple[float, float]]) -> Measured:
    """Measure a sound.

    Args:
        sound: the decoded file.
        spoken: where somebody speaks, in seconds from and to.
    """
    parts = [sound[count(start) : count(end)] for start, end in spoken]
    level = loudness(np.concatenate(parts)) if parts else strongest(sound)
    return Measured(seconds(sound), level, true_peak(sound))


def rendered(score: Score, lines: Mapping[str, Samples], title: str) -> Rendered:
    """Return a score as MP3, as loud as it must be once it is decoded again.

    Raises:
        SoundError: no loudness could be found that holds after encoding.
    """
    wanted = ALONE if score.alone else VOICE
    spoken = [(mark.start + DELAY, mark.end + DELAY) for mark in score.marks if mark.say]
    made = mixed(score, lines)
    for _ in range(_TRIES):
        data = encode(made, title)
        heard = decode(data)
        measured = measure(heard, spoken)
        missing = wanted - measured.loudness
        if measured.peak <= PEAK and abs(missing) <= _NEAR:
            return Rendered(data, measured)
        made = _soothed(made, heard, score) * np.float32(ratio(missing))
    raise SoundError(f"{title}: cannot be brought to {wanted:g} LUFS under {PEAK:g} dBFS")


def _soothed(made: Samples, heard: Samples, score: Score) -> Samples:
    """Turn down, in what was made, the places that came out of the encoder too high."""
    for start, end in _loud(score, made.size):
        gain = soothing(heard, start, end)
        if gain is not None:
            made[start:end] *= gain
    return made


def mixed(score: Score, lines: Mapping[str, Samples]) -> Samples:
    """Return everything in a score, mixed.

    Args:
        score: what is heard, and when.
        lines: each line as it is spoken, at the voice's loudness.
    """
    made = silence(score.length)
    if score.bed:
        made += beds.laid(score.bed, made.size) * envelope(score)
    bell = ALONE if score.alone else BELL
    for mark in score.marks:
        sound = lines[mark.say] if mark.say else chimes.ring(mark.ring, bell)
        place = made[count(mark.start) :]
        heard = sound[: place.size]
        place[: heard.size] += heard
    for start, end in _loud(score, made.size):
        made[start:end] = limit(made[start:end])
    return made


def _loud(score: Score, samples: int) -> Iterator[tuple[int, int]]:
    """Yield where peaks can be high, from sample to sample: speech, and sounds alone."""
    for mark in score.marks:
        if mark.say or score.alone:
            yield max(count(mark.start - _MARGIN), 0), min(count(mark.end + _MARGIN), samples)


def envelope(score: Score) -> Samples:
    """Return the level of the bed: down under the voice, and fading at both ends."""
    made = np.ones(count(score.length), np.float32)
    down = np.float32(ratio(DUCK))
    ramp = 1 - ease(RAMP) * (1 - down)
    for start, end in _spoken(score):
        made[start:end] = down
        before = made[max(start - ramp.size, 0) : start]
        before *= ramp[ramp.size - before.size :]
        after = made[end : end + ramp.size]
        after *= ramp[::-1][: after.size]
    opening, closing = ease(_RISE), ease(LEAD_OUT)
    made[: opening.size] *= opening
    made[made.size - closing.size :] *= closing[::-1]
    return made


def _spoken(score: Score) -> list[tuple[int, int]]:
    """Return where the bed stays down: phrases, and short silences between them."""
    spans: list[tuple[int, int]] = []
    for mark in score.marks:
        start, end = count(mark.start), count(mark.end)
        if not mark.say:
            continue
        if spans and start - spans[-1][1] < _APART * RATE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
