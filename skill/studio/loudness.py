"""Loudness and peaks: measured by ITU-R BS.1770-4, and brought to where they must be."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pyloudnorm
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import butter, oaconvolve, resample_poly, sosfilt

from skill.studio.errors import SoundError
from skill.studio.sound import RATE, Samples, count, ratio

VOICE = -14.0
"""Loudness of what is spoken, in LUFS: Amazon's own figure (platform facts, 4.1)."""

PEAK = -2.0
"""The highest true peak in dBFS (the same source)."""

CEILING = -4.4
"""Where peaks are held before encoding: MP3 at 48 kbit/s overshoots by a decibel or two."""

LOST = 0.3
"""LU that a voice loses in MP3 at 48 kbit/s, measured: its highest tones."""

_OVERSAMPLING = 4  # BS.1770-4, annex 2
_MARGIN = 64  # samples: longer than the interpolating filter reaches
_LOOKAHEAD = 0.005  # seconds: shorter distorts low voices, longer is heard as pumping
_SHORTEST = 0.4  # seconds: one gating block of BS.1770
_REPEATED = 3.0  # seconds
_SYLLABLE = 0.03  # seconds over which the compressor looks
_KNEE = -4.0  # LU from the voice's loudness above which it works
_RATIO = 4.0
_NEAR = 0.15  # LU
_TRIES = 10
_QUIET = -120.0


def loudness(sound: Samples) -> float:
    """Return the gated loudness in LUFS.

    What is shorter than three seconds is measured as if it came over and over, so that a
    single word has a loudness too.
    """
    if sound.size == 0 or not np.any(sound):
        return _QUIET
    if sound.size < count(_REPEATED):
        sound = np.tile(sound, -(-count(_REPEATED) // sound.size))
    measured = float(pyloudnorm.Meter(RATE).integrated_loudness(sound.astype(np.float64)))
    return max(measured, _QUIET)


def strongest(sound: Samples) -> float:
    """Return the gated loudness of a short sound as it is, in LUFS: a bell, a chime."""
    padded = np.pad(sound, (0, max(count(_SHORTEST) - sound.size, 0)))
    return max(
        float(pyloudnorm.Meter(RATE).integrated_loudness(padded.astype(np.float64))), _QUIET
    )


def true_peak(sound: Samples) -> float:
    """Return the true peak in dBFS; only seconds that could hold it are oversampled."""
    seconds = np.pad(sound, (0, -sound.size % RATE)).reshape(-1, RATE)
    peaks = np.abs(seconds).max(axis=1, initial=0)
    if not peaks.any():
        return _QUIET
    padded = np.pad(sound, (_MARGIN, _MARGIN + -sound.size % RATE))
    near = [int(second) * RATE for second in np.flatnonzero(peaks > peaks.max() / 2)]
    highest = max(
        # The cut ends of a stretch ring in the interpolating filter, and count for nothing.
        _peaks(padded[start : start + RATE + 2 * _MARGIN])[_MARGIN:-_MARGIN].max()
        for start in near
    )
    return 20 * float(np.log10(highest))


def _peaks(sound: Samples) -> Samples:
    """Return, for each sample, the highest level until the next one."""
    between = resample_poly(sound, _OVERSAMPLING, 1)
    highest: Samples = np.abs(between).reshape(-1, _OVERSAMPLING).max(axis=1)
    return np.maximum(highest, np.abs(sound))


def limit(sound: Samples, ceiling: float = CEILING) -> Samples:
    """Hold true peaks under a ceiling in dBFS, with a gain that moves smoothly."""
    gain = relief(sound, ceiling)
    return sound if gain is None else sound * gain


def relief(sound: Samples, ceiling: float) -> Samples | None:
    """Return the gain that holds true peaks under a ceiling; None if they are."""
    wanted = np.minimum(1, ratio(ceiling) / np.maximum(_peaks(sound), 1e-9))
    if wanted.min() >= 1:
        return None
    reach = count(_LOOKAHEAD)
    held = minimum_filter1d(wanted, 2 * reach + 1, mode="nearest")
    smooth = np.hanning(2 * reach + 3)[1:-1]
    padded = np.pad(held, reach, mode="edge")
    gain: Samples = oaconvolve(padded, smooth / smooth.sum(), mode="valid").astype(np.float32)
    return gain


@cache
def _shaping() -> npt.NDArray[np.float64]:
    """Return filters for a voice: rumble away, and its phases turned.

    A low voice has all its energy in one spike a period. Four all-passes spread it out, as
    radio stations do; nobody hears it, and peaks fall by two decibels and more.
    """
    turn = np.sin(2 * np.pi * 250 / RATE)  # sin of the angle at 250 Hz; Q is a half
    middle = -2 * np.cos(2 * np.pi * 250 / RATE)
    allpass = np.array([1 - turn, middle, 1 + turn, 1 + turn, middle, 1 - turn]) / (1 + turn)
    rumble = butter(2, 70, "highpass", fs=RATE, output="sos")
    return np.concatenate([rumble, np.tile(allpass, (4, 1))])


def _compressed(sound: Samples) -> Samples:
    """Return a voice with its loud syllables softened, 4 to 1, so that all are understood."""
    power = uniform_filter1d(np.square(sound, dtype=np.float64), count(_SYLLABLE))
    level = 10 * np.log10(np.maximum(power, 1e-12)) - loudness(sound)
    less = uniform_filter1d(np.maximum(level - _KNEE, 0) * (1 - 1 / _RATIO), count(_SYLLABLE))
    made: Samples = (sound * 10 ** (-less / 20)).astype(np.float32)
    return made


def mastered(sound: Samples) -> Samples:
    """Return a spoken line without rumble, at the loudness of the voice, peaks held.

    Raises:
        SoundError: there is nothing to hear.
    """
    highest = np.abs(sound).max(initial=0)
    if not highest:
        raise SoundError("the voice gave silence")
    # At full scale first: the meter takes no notice of what is very quiet.
    clean = _compressed(sosfilt(_shaping(), sound / highest).astype(np.float32))
    wanted = VOICE + LOST
    gain, made = wanted - loudness(clean), clean
    for _ in range(_TRIES):
        made = limit(clean * np.float32(ratio(gain)))
        missing = wanted - loudness(made)
        if abs(missing) < _NEAR:
            break
        gain += 1.8 * missing  # the limiter takes some of it away again
    return made
