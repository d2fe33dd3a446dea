"""Loudness and peaks."""

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from studio.tones import Humming, syllable

from skill.content.scripts import Bed
from skill.studio.beds import laid
from skill.studio.errors import SoundError
from skill.studio.loudness import (
    CEILING,
    VOICE,
    limit,
    loudness,
    mastered,
    strongest,
    true_peak,
)
from skill.studio.sound import RATE, Samples, ratio, silence, write_wav
from skill.studio.voices import Pace


def _sine(pitch: float, length: float = 4.0, phase: float = 0.0) -> Samples:
    time = np.arange(round(length * RATE)) / RATE
    return np.sin(2 * np.pi * pitch * time + phase).astype(np.float32)


def test_a_full_scale_sine_has_the_loudness_of_the_standard() -> None:
    """BS.1770 gives -3.01 LUFS for 997 Hz at full scale in one channel."""
    assert loudness(_sine(997)) == pytest.approx(-3.01, abs=0.1)


def test_a_true_peak_between_two_samples_is_found() -> None:
    """A sine at a quarter of the rate, sampled beside its crests, has its peak between them."""
    sound = _sine(RATE / 4, phase=np.pi / 4)

    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-3.01, abs=0.01)
    assert true_peak(sound[RATE:] * np.hanning(3 * RATE).astype(np.float32)) == pytest.approx(
        0, abs=0.1
    )


def test_ffmpeg_measures_the_same(tmp_path: Path) -> None:
    """An independent meter agrees within 0.2 LU and 0.2 dB."""
    sound = laid(Bed.OCEAN, 6 * RATE) * np.float32(4)
    sound[: 2 * RATE] += 0.7 * np.tile(syllable(), 8)[: 2 * RATE]
    write_wav(tmp_path / "sound.wav", sound)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", str(tmp_path / "sound.wav")]
    command += ["-filter:a", "ebur128=peak=true", "-f", "null", "-"]

    said = subprocess.run(  # noqa: S603 - our own
        command, capture_output=True, text=True, check=True
    ).stderr
    summary = said[said.rindex("Summary") :]
    level = re.search(r"I: +(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak: +(-?[\d.]+) dBFS", summary)
    assert level
    assert peak

    assert loudness(sound) == pytest.approx(float(level[1]), abs=0.2)
    assert true_peak(sound) == pytest.approx(float(peak[1]), abs=0.2)


def test_silence_is_very_quiet() -> None:
    """Silence and nothing at all have a loudness and a peak, far down."""
    for sound in (silence(1), silence(0)):
        assert loudness(sound) == -120
        assert true_peak(sound) == -120
    assert strongest(silence(0.1)) == -120


def test_a_limiter_holds_true_peaks_and_leaves_the_rest_alone() -> None:
    """What is too high comes down under the ceiling; what is far from it stays as it was."""
    quiet = _sine(300) * np.float32(0.2)
    sound = quiet.copy()
    sound[RATE : RATE + 600] *= 4.8

    held = limit(sound)

    assert true_peak(held) <= CEILING + 0.1
    assert held[: RATE // 2] == pytest.approx(quiet[: RATE // 2])
    assert limit(quiet) is quiet


@pytest.mark.parametrize("level", [-50, -30, -6])
def test_a_line_comes_out_at_the_voices_loudness(level: float) -> None:
    """However quietly or loudly a voice speaks, its line is as loud as every other."""
    spoken = Humming().speak("As loud as every other", Pace.PLAIN)

    line = mastered(spoken * np.float32(ratio(level)))

    assert loudness(line) == pytest.approx(VOICE, abs=0.6)
    assert true_peak(line) <= CEILING + 0.1


def test_a_line_of_silence_is_refused() -> None:
    """A voice that gave silence is an error, not a gain without end."""
    with pytest.raises(SoundError, match="silence"):
        mastered(silence(1))
