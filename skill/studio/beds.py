"""Beds: the sound under a meditation, made from code and a seed, so that it is ours.

Each is a loop without a seam: noise is shaped in the frequency domain, where whatever comes
back is periodic, and everything that swells does so a whole number of times in a loop.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from skill.content.scripts import Bed
from skill.studio.loudness import loudness
from skill.studio.sound import Samples, count, ratio

VERSION = 1
"""To be raised when this module makes beds sound different."""

LOOP = 120
"""Seconds until a bed comes round."""

OPEN = -31.0
"""Loudness of a bed in the silences, in LUFS: there, but nothing to listen to."""

_SIZE = count(LOOP)
_SEED = 7
_Floats = npt.NDArray[np.float64]


def _frequencies() -> _Floats:
    return np.asarray(np.fft.rfftfreq(_SIZE, LOOP / _SIZE), np.float64)


def _noise(rng: np.random.Generator, shape: Callable[[_Floats], _Floats]) -> _Floats:
    """Return periodic noise whose spectrum has this shape, at a level of 1."""
    frequencies = _frequencies()
    random = rng.standard_normal((2, frequencies.size))
    shaped = np.fft.irfft((random[0] + 1j * random[1]) * shape(frequencies), _SIZE)
    return np.asarray(shaped / np.sqrt(np.mean(shaped**2)))


def _band(low: float, high: float, slope: float = 0.0) -> Callable[[_Floats], _Floats]:
    """Return a soft-edged band; ``slope`` is the power of frequency within it."""

    def shape(frequencies: _Floats) -> _Floats:
        safe = np.maximum(frequencies, 1.0)
        edges = 1 / np.sqrt((1 + (low / safe) ** 4) * (1 + (safe / high) ** 4))
        return np.asarray(edges * safe**slope)

    return shape


def _swell(times: int, phase: float = 0.0) -> _Floats:
    """Return a slow wave from 0 to 1 that comes so many times in a loop."""
    return np.asarray(
        0.5 - 0.5 * np.cos(2 * np.pi * (times * np.arange(_SIZE) / _SIZE + phase))
    )


def _rain(rng: np.random.Generator) -> _Floats:
    """Return a steady shower with drops in front of it."""
    drops = np.zeros(_SIZE)
    drops[rng.integers(0, _SIZE, 60 * LOOP)] = rng.lognormal(0, 0.4, 60 * LOOP)
    decay = np.fft.rfft(np.exp(-np.arange(_SIZE) / count(0.006)))
    splash = np.fft.irfft(np.fft.rfft(drops) * decay, _SIZE) * rng.standard_normal(_SIZE)
    soft = np.fft.irfft(np.fft.rfft(splash) * _band(900, 4_000)(_frequencies()), _SIZE)
    shower = _noise(rng, _band(350, 5_500, -0.4)) * (0.85 + 0.15 * _swell(5))
    return np.asarray(shower + 0.35 * soft / np.sqrt(np.mean(soft**2)))


def _ocean(rng: np.random.Generator) -> _Floats:
    """Return waves that come in every ten seconds or so, no two alike."""
    wave = 0.6 * _swell(11) + 0.25 * _swell(7, 0.3) + 0.15 * _swell(17, 0.6)
    deep = _noise(rng, _band(70, 500, -0.6)) * (0.5 + 0.5 * wave)
    foam = _noise(rng, _band(500, 4_500, -0.5)) * wave**2
    return np.asarray(deep + 0.9 * foam)


def _brown(rng: np.random.Generator) -> _Floats:
    """Return brown noise, as far down as a small speaker goes."""
    return _noise(rng, _band(80, 3_000, -1.0))


def _drone(rng: np.random.Generator) -> _Floats:
    """Return an open fifth in several octaves, its voices slowly coming and going."""
    time = np.arange(_SIZE) / count(1)
    made = np.zeros(_SIZE)
    for nominal, level in (
        (110, 0.8),
        (165, 0.6),
        (220, 0.7),
        (330, 0.35),
        (440, 0.25),
        (660, 0.08),
    ):
        for cents in (-3.0, 0.0, 4.0):
            pitch = round(nominal * 2 ** (cents / 1200) * LOOP) / LOOP
            tone = np.sin(2 * np.pi * (pitch * time + rng.random()))
            made += (
                level * tone * (0.55 + 0.45 * _swell(int(rng.integers(3, 12)), rng.random()))
            )
    return made


_MAKERS: Final[Mapping[Bed, Callable[[np.random.Generator], _Floats]]] = MappingProxyType(
    {Bed.RAIN: _rain, Bed.OCEAN: _ocean, Bed.BROWN: _brown, Bed.DRONE: _drone}
)


@cache
def loop(bed: Bed) -> Samples:
    """Return one round of a bed at its loudness in the silences; the same every time."""
    made = _MAKERS[bed](np.random.default_rng(_SEED)).astype(np.float32)
    made *= np.float32(ratio(OPEN - loudness(made)))
    made.flags.writeable = False
    return made


def laid(bed: Bed, samples: int) -> Samples:
    """Return a bed of this many samples."""
    return np.resize(loop(bed), samples)
