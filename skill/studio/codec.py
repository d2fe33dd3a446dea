"""MP3 in and out, through pydub and the ffmpeg that imageio-ffmpeg carries in its wheel."""

import warnings
from io import BytesIO
from pathlib import Path

import imageio_ffmpeg
from mutagen import MutagenError
from mutagen.mp3 import MONO, MP3

from skill.studio.errors import SoundError, ToolError
from skill.studio.sound import RATE, Samples, at_rate, from_pcm, to_pcm

with warnings.catch_warnings():
    # pydub looks for an ffmpeg on the PATH and imports audioop; ours comes with a wheel,
    # and audioop-lts stands in for audioop from Python 3.13 on.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError, CouldntEncodeError

BITRATE = 48_000
"""Bits a second, constant: the one rate of Alexa's ``<audio>`` (platform facts, 4.1)."""


def _ffmpeg() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ToolError(
            "there is no ffmpeg for this system; install one or reinstall imageio-ffmpeg"
        ) from error


AudioSegment.converter = _ffmpeg()


def encode(sound: Samples, title: str) -> bytes:
    """Return a sound as MP3: MPEG-2 layer III, mono, 24 kHz, 48 kbit/s constant.

    No Xing frame is written: with every frame the same size, a time is a byte offset, which
    is what a player asks for when it resumes.

    Raises:
        SoundError: ffmpeg failed.
    """
    made = BytesIO()
    try:
        _segment(sound).export(
            made,
            format="mp3",
            codec="libmp3lame",
            bitrate=f"{BITRATE // 1000}k",
            parameters=["-write_xing", "0"],
            tags={"title": title},
            id3v2_version="3",
        )
    except (CouldntEncodeError, OSError) as error:
        raise SoundError(f"ffmpeg could not write MP3: {error}") from error
    return made.getvalue()


def decode(data: bytes) -> Samples:
    """Return the sound of an MP3.

    Raises:
        SoundError: these bytes are no MP3.
    """
    try:
        # Naming the codec spares pydub the question to ffprobe, which no wheel carries.
        segment = AudioSegment.from_file(BytesIO(data), format="mp3", codec="mp3")
    except (CouldntDecodeError, OSError, IndexError) as error:
        raise SoundError("this is no MP3, or a broken one") from error
    return _samples(segment)


def slowed(sound: Samples, tempo: float) -> Samples:
    """Return a sound at a slower (or faster) tempo, its pitch unchanged.

    Raises:
        SoundError: ffmpeg failed.
    """
    made = BytesIO()
    try:
        _segment(sound).export(made, format="wav", parameters=["-filter:a", f"atempo={tempo}"])
    except (CouldntEncodeError, OSError) as error:
        raise SoundError(f"ffmpeg could not change the tempo: {error}") from error
    made.seek(0)
    return _samples(AudioSegment.from_wav(made))


def _segment(sound: Samples) -> AudioSegment:
    return AudioSegment(data=to_pcm(sound), sample_width=2, frame_rate=RATE, channels=1)


def _samples(segment: AudioSegment) -> Samples:
    mono = segment.set_channels(1).set_sample_width(2)
    return at_rate(from_pcm(mono.raw_data), mono.frame_rate)


def faults(path: Path) -> list[str]:
    """Return what is wrong with the format of an MP3 file, in words."""
    try:
        info = MP3(path).info
    except MutagenError:
        return ["this is no MP3, or a broken one"]
    rules = [
        (info.version == 2, f"MPEG version {info.version:g} instead of 2"),  # noqa: PLR2004 - MPEG-2
        (info.layer == 3, f"layer {info.layer} instead of III"),  # noqa: PLR2004 - layer III
        (info.sample_rate == RATE, f"{info.sample_rate} Hz instead of {RATE}"),
        (info.bitrate == BITRATE, f"{info.bitrate // 1000} kbit/s instead of 48"),
        (info.mode == MONO, "stereo instead of mono"),
    ]
    return [said for right, said in rules if not right]


def title(path: Path) -> str:
    """Return the ID3 title of an MP3 file; empty if it has none."""
    try:
        tags = MP3(path).tags
    except MutagenError:
        return ""
    return str(tags["TIT2"]) if tags and "TIT2" in tags else ""
