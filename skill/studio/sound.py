"""Sound as numpy sees it: mono samples from -1 to 1 at one rate."""

import wave
from math import gcd
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

RATE = 24_000
"""Samples a second: the highest that Alexa's ``<audio>`` takes (platform facts, 4.1)."""

Samples: TypeAlias = npt.NDArray[np.float32]

_FULL = 32_767


def count(seconds: float) -> int:
    """Return how many samples last this long."""
    return round(seconds * RATE)


def seconds(sound: Samples) -> float:
    """Return how long a sound lasts."""
    return sound.size / RATE


def silence(length: float) -> Samples:
    """Return this many seconds of silence."""
    return np.zeros(count(length), np.float32)


def ratio(decibels: float) -> float:
    """Return decibels as a factor of amplitude."""
    return float(10 ** (decibels / 20))


def ease(length: float) -> Samples:
    """Return half a raised cosine from 0 to 1: a ramp that clicks at neither end."""
    steps = np.arange(count(length), dtype=np.float32)
    return (0.5 - 0.5 * np.cos(np.pi * steps / max(count(length), 1))).astype(np.float32)


def faded(sound: Samples, inwards: float, outwards: float) -> Samples:
    """Return a sound that fades in and out over so many seconds, as far as it is long."""
    most = seconds(sound) / 2
    opening, closing = ease(min(inwards, most)), ease(min(outwards, most))
    made = sound.copy()
    made[: opening.size] *= opening
    made[made.size - closing.size :] *= closing[::-1]
    return made


def at_rate(sound: Samples, rate: int) -> Samples:
    """Return a sound of another rate at ours."""
    if rate == RATE:
        return sound
    shared = gcd(rate, RATE)
    made: Samples = resample_poly(sound, RATE // shared, rate // shared).astype(np.float32)
    return made


def to_pcm(sound: Samples) -> bytes:
    """Return a sound as 16-bit little-endian samples."""
    return (np.clip(sound, -1, 1) * _FULL).round().astype("<i2").tobytes()


def from_pcm(data: bytes) -> Samples:
    """Return 16-bit little-endian samples as a sound."""
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(_FULL)


def write_wav(path: Path, sound: Samples) -> None:
    """Write a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(to_pcm(sound))


def read_wav(path: Path) -> Samples:
    """Read a WAV file that ``write_wav`` wrote."""
    with wave.open(str(path), "rb") as file:
        return from_pcm(file.readframes(file.getnframes()))


def wav_seconds(path: Path) -> float:
    """Return how long a WAV file lasts, by its head alone; 0 if it is not there or broken."""
    try:
        with wave.open(str(path), "rb") as file:
            return file.getnframes() / file.getframerate()
    except (FileNotFoundError, EOFError, wave.Error):
        return 0.0
