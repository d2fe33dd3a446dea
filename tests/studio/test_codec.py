"""MP3 in and out."""

from pathlib import Path

import numpy as np
import pytest
from studio.tones import Humming, syllable

from skill.studio.codec import decode, encode, faults, slowed, title
from skill.studio.errors import SoundError
from skill.studio.sound import RATE, Samples, seconds
from skill.studio.voices import Pace


@pytest.fixture(name="sound", scope="module")
def _sound() -> Samples:
    return Humming().speak("Hum with me, both of you.", Pace.PLAIN)


def test_a_file_is_what_alexa_takes(sound: Samples, tmp_path: Path) -> None:
    """MPEG-2 layer III, mono, 24 kHz, 48 kbit/s, with its title, and no frame without sound."""
    path = tmp_path / "hum.mp3"
    path.write_bytes(encode(sound, "Hüm & hum"))

    assert faults(path) == []
    assert title(path) == "Hüm & hum"
    assert b"Xing" not in path.read_bytes()
    assert b"Info" not in path.read_bytes()


def test_every_frame_has_the_same_size(sound: Samples) -> None:
    """So a time is a byte offset, and a player that resumes finds it."""
    data = encode(sound, "")
    frames = data[data.index(b"\xff\xf3") :]
    headers = {frames[at : at + 2] for at in range(0, len(frames), 144)}

    assert len(frames) % 144 == 0
    assert headers == {b"\xff\xf3"}


def test_a_sound_comes_back(sound: Samples) -> None:
    """A little late and a little longer, but the same."""
    heard = decode(encode(sound, ""))
    shift = int(np.argmax(np.correlate(heard[: 3 * RATE], sound[:RATE], "valid")))

    assert shift / RATE == pytest.approx(0.046, abs=0.002)
    assert seconds(heard) == pytest.approx(seconds(sound), abs=0.1)


@pytest.mark.parametrize("data", [b"", b"ID3", b"<html>not today</html>" * 99, b"\xff\xf3\x64"])
def test_what_is_no_mp3_is_an_error_of_ours(data: bytes, tmp_path: Path) -> None:
    """Not pydub's and not ffmpeg's."""
    (tmp_path / "broken.mp3").write_bytes(data)

    with pytest.raises(SoundError, match="no MP3"):
        decode(data)
    assert faults(tmp_path / "broken.mp3") == ["this is no MP3, or a broken one"]
    assert title(tmp_path / "broken.mp3") == ""


def test_a_slower_tempo_keeps_the_pitch() -> None:
    """Half as fast is twice as long, and no lower."""
    sound = syllable(2.0)
    made = slowed(sound, 0.5)

    pitch = np.abs(np.fft.rfft(made)).argmax() / seconds(made)
    assert seconds(made) == pytest.approx(4, abs=0.1)
    assert pitch == pytest.approx(220, abs=5)
