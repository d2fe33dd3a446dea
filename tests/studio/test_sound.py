"""Samples, fades and files."""

from pathlib import Path

import numpy as np
import pytest
from studio.tones import syllable

from skill.studio.sound import (
    RATE,
    at_rate,
    faded,
    from_pcm,
    read_wav,
    seconds,
    silence,
    to_pcm,
    wav_seconds,
    write_wav,
)


def test_a_fade_begins_and_ends_in_silence() -> None:
    """The edges are zero and the middle is untouched, also where the fades are too long."""
    sound = np.ones(RATE, np.float32)
    for length in (0.1, 5.0):
        made = faded(sound, length, length)

        assert made[0] == 0
        assert made[-1] == pytest.approx(0, abs=0.01)
        assert made[RATE // 2] == pytest.approx(1, abs=0.01)
    assert sound.all()


def test_a_sound_of_another_rate_keeps_its_length_and_pitch() -> None:
    """Piper's 22.05 kHz become our 24 kHz."""
    sound = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32)

    made = at_rate(sound, 22_050)
    loudest = np.abs(np.fft.rfft(made)).argmax() / seconds(made)

    assert seconds(made) == pytest.approx(1)
    assert loudest == pytest.approx(440, abs=1)
    assert at_rate(made, RATE) is made


def test_samples_survive_a_wav_file(tmp_path: Path) -> None:
    """What is written is what is read, to 16 bits, and its length is known beforehand."""
    sound = syllable()
    write_wav(tmp_path / "hum.wav", sound)

    assert read_wav(tmp_path / "hum.wav") == pytest.approx(sound, abs=1e-4)
    assert wav_seconds(tmp_path / "hum.wav") == seconds(sound)


def test_too_loud_samples_are_held_at_full_scale() -> None:
    """They do not wrap round."""
    assert from_pcm(to_pcm(np.array([1.5, -1.5], np.float32))) == pytest.approx([1, -1])


def test_silence_is_as_long_as_asked() -> None:
    """And it is silent."""
    assert seconds(silence(0.5)) == 0.5
    assert not silence(0.5).any()
