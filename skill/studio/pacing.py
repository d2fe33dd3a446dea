"""How a line is spoken: sentence by sentence, with room to breathe between and within."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.ndimage import uniform_filter1d

from skill.studio.errors import VoiceError
from skill.studio.loudness import mastered
from skill.studio.proofing import proofed
from skill.studio.sound import RATE, Samples, count, faded, silence
from skill.studio.voices.voice import Pace, Voice

VERSION = 1
"""To be raised when this module makes lines sound different."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_BREATH = re.compile(r"[,;:—](?=\s)")
_FLOOR = 0.02  # of the peak: below it nothing is spoken
_WINDOW = 0.01  # seconds over which that is judged
_BEFORE, _AFTER = 0.03, 0.12  # seconds kept around speech: soft onsets and releases
_LEAST = 0.1  # seconds: what is shorter is the closure of a consonant


@dataclass(frozen=True)
class _Room:
    """Seconds of silence after a sentence, and at a comma at the least."""

    sentence: float
    comma: float


_ROOM: Final[Mapping[Pace, _Room]] = MappingProxyType(
    {Pace.CALM: _Room(1.1, 0.7), Pace.PLAIN: _Room(0.4, 0.2)}
)


def fingerprint(voice: Voice, pace: Pace) -> str:
    """Return all that is heard in a line besides its text."""
    return f"{voice.fingerprint(pace)}/pacing-{VERSION}"


def spoken(voice: Voice, text: str, pace: Pace) -> Samples:
    """Return a line as it will be heard: paced, at the voice's loudness, with soft ends.

    Raises:
        VoiceError: the voice could not say it, or said nothing that can be heard.
    """
    parts: list[Samples] = []
    for sentence in _SENTENCE.split(text.strip()):
        speech = _trimmed(voice.speak(sentence, pace), sentence)
        parts += [_aired(speech, len(_BREATH.findall(sentence)), _ROOM[pace].comma)]
        parts += [silence(_ROOM[pace].sentence)]
    return faded(proofed(mastered(np.concatenate(parts[:-1]))), 0.01, 0.05)


def _level(sound: Samples) -> Samples:
    power = uniform_filter1d(np.square(sound), count(_WINDOW), mode="constant")
    level: Samples = np.sqrt(np.maximum(power, 0))
    return level


def _trimmed(sound: Samples, sentence: str) -> Samples:
    """Cut the silence before and after."""
    level = _level(sound)
    heard = np.flatnonzero(level > _FLOOR * np.abs(sound).max(initial=0))
    if heard.size == 0:
        raise VoiceError(f"the voice gave silence for {sentence!r}")
    start = max(int(heard[0]) - count(_BEFORE), 0)
    return faded(sound[start : int(heard[-1]) + count(_AFTER)], 0.005, 0.03)


def _aired(sound: Samples, breaths: int, least: float) -> Samples:
    """Widen the pauses at commas: the longest ones, as many as there are commas."""
    widest = sorted(_pauses(sound), key=lambda pause: pause[0] - pause[1])[:breaths]
    parts, done = [], 0
    for start, end in sorted(widest):
        middle = (start + end) // 2
        parts += [_soft(sound[done:middle]), silence(max(0.0, least - (end - start) / RATE))]
        done = middle
    return np.concatenate([*parts, _soft(sound[done:])])


def _soft(part: Samples) -> Samples:
    """Round the edges, so that a pause set into the breath of a voice does not click."""
    return faded(part, 0.005, 0.005)


def _pauses(sound: Samples) -> Iterator[tuple[int, int]]:
    """Yield where it is silent within speech, from sample to sample."""
    quiet = _level(sound) <= _FLOOR * np.abs(sound).max(initial=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start > 0 and end < sound.size and end - start >= count(_LEAST):
            yield int(start), int(end)
