"""Voices: Google's over the network, or Piper's on this machine."""

import socket
from pathlib import Path

from skill.studio.errors import VoiceError
from skill.studio.voices.voice import Pace, Voice

__all__ = ["Pace", "Voice", "choose"]

_GOOGLE = ("translate.google.com", 443)
_PATIENCE = 3.0  # seconds


def choose(asked: str | None, made_with: str = "") -> Voice:
    """Return the voice to build with.

    Args:
        asked: ``gtts``, ``piper``, or the path of a Piper voice; None leaves it to us: the
            voice of the library as it is, or else gTTS where Google can be reached, or else
            Piper.
        made_with: the voice that the manifest names.

    Raises:
        VoiceError: there is no such voice.
    """
    if asked is None:
        asked = made_with.partition(":")[0] or ("gtts" if _google_answers() else "piper")
    if asked == "gtts":
        from skill.studio.voices.gtts import Google  # noqa: PLC0415 - Piper alone needs no gTTS

        return Google()
    from skill.studio.voices.piper import Piper  # noqa: PLC0415 - gTTS alone needs no Piper

    if asked == "piper":
        return Piper.joe()
    if Path(asked).is_file():
        return Piper(Path(asked).resolve())
    raise VoiceError(f"there is no voice {asked}: expected gtts, piper, or a Piper .onnx file")


def _google_answers() -> bool:
    try:
        socket.create_connection(_GOOGLE, timeout=_PATIENCE).close()
    except OSError:
        return False
    return True
