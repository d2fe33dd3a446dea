"""Bells of the meditations and sounds of the games, made from sine waves alone."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

from skill.studio.loudness import strongest
from skill.studio.sound import RATE, Samples, count, ease, faded, ratio

VERSION = 1
"""To be raised when this module makes anything sound different."""

_BOWL: Final = ((1.0, 1.0, 1.0), (2.71, 0.5, 0.62), (5.15, 0.22, 0.4), (8.43, 0.08, 0.25))
"""Partials of a bowl: ratio, level, share of the decay; far from harmonic, as in metal."""

_BAR: Final = ((1.0, 1.0, 1.0), (3.98, 0.25, 0.35), (9.2, 0.05, 0.15))
"""Partials of a wooden bar whose second mode is tuned to nearly two octaves."""


def _struck(
    pitch: float,
    length: float,
    decay: float,
    partials: Sequence[tuple[float, float, float]],
    attack: float = 0.006,
) -> Samples:
    """Return one stroke: a pitch in hertz, its length and the time to fall to a third."""
    time = np.arange(count(length)) / RATE
    made = np.zeros_like(time)
    for times, level, share in partials:
        # Two modes a hair apart are what makes a bowl shimmer.
        beat = np.cos(np.pi * 0.7 * times**0.5 * time)
        made += (
            level
            * np.sin(2 * np.pi * pitch * times * time)
            * (0.8 + 0.2 * beat)
            * np.exp(-time / (decay * share))
        )
    onset = ease(attack)
    made[: onset.size] *= onset
    return faded(made.astype(np.float32), 0, length / 3)


def _after(*strokes: tuple[float, Samples]) -> Samples:
    """Return strokes put together, each at its second."""
    made = np.zeros(max(count(at) + stroke.size for at, stroke in strokes), np.float32)
    for at, stroke in strokes:
        made[count(at) : count(at) + stroke.size] += stroke
    return made


def _note(pitch: float, length: float = 0.9) -> Samples:
    return _struck(pitch, length, 0.22, _BAR)


def _tick() -> Samples:
    wood = ((1.0, 1.0, 1.0), (2.6, 0.3, 0.6))
    high, low = (_struck(pitch, 0.4, 0.12, wood, 0.004) for pitch in (880, 660))
    return _after((0, high), (0.5, low))


_MAKERS: Final[Mapping[str, Callable[[], Samples]]] = MappingProxyType(
    {
        "open": lambda: _struck(262, 8, 2.2, _BOWL),
        "soft": lambda: _struck(392, 5, 1.3, _BOWL, 0.02),
        "close": lambda: _after(
            (0, _struck(262, 8, 2.0, _BOWL)), (2.6, _struck(196, 9, 2.4, _BOWL))
        ),
        "right": lambda: _after((0, _note(659)), (0.13, _note(988))),
        "wrong": lambda: _after((0, _note(392)), (0.18, _note(330))),
        "turn": lambda: _note(523, 0.8),
        "end": lambda: _after((0, _note(523)), (0.15, _note(659)), (0.3, _note(784, 1.4))),
        "tick": _tick,
        "finish": lambda: _after(
            (0, _struck(523, 3, 0.8, _BOWL)), (0.4, _struck(784, 3.5, 0.9, _BOWL))
        ),
    }
)

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "open": "Opening bell",
        "soft": "Soft bell",
        "close": "Closing bell",
        "right": "Right",
        "wrong": "Not this time",
        "turn": "Your turn",
        "end": "End of the round",
        "tick": "Tick",
        "finish": "Time",
    }
)
"""Every sound, and its title in the file."""

ROOM: Final[Mapping[str, float]] = MappingProxyType({"open": 3.0, "soft": 2.5, "close": 5.0})
"""Seconds until a bell has faded enough for its silence to begin; its tail rings into that."""


@cache
def ring(sound: str, level: float) -> Samples:
    """Return a bell or a sound of a game at this loudness in LUFS."""
    made = _MAKERS[sound]()
    return (made * np.float32(ratio(level - strongest(made)))).astype(np.float32)


def seconds(sound: str) -> float:
    """Return how long a sound lasts until nothing of it is left."""
    return _MAKERS[sound]().size / RATE
