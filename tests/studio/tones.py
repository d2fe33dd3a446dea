"""A voice that hums instead of speaking, so that tests are fast and exact."""

from dataclasses import dataclass

import numpy as np

from skill.studio.errors import VoiceUnreachableError
from skill.studio.sound import RATE, Samples, silence
from skill.studio.voices import Pace


@dataclass(frozen=True)
class Humming:
    """Hums a syllable of 0.3 s for each word, and is silent at commas.

    Attributes:
        name: its name in the manifest.
        most: how many processes may ask it.
        dumb: a word that it cannot say.
        settings: what its fingerprint holds.
    """

    name: str = "hum:test"
    most: int = 2
    dumb: str = ""
    settings: str = "1"

    def fingerprint(self, pace: Pace) -> str:
        """Return the settings and the pace."""
        return f"{self.name}/{self.settings}/{pace}"

    def speak(self, sentence: str, pace: Pace) -> Samples:  # noqa: ARG002 - the protocol's
        """Hum a sentence."""
        if self.dumb and self.dumb in sentence:
            raise VoiceUnreachableError("the line is dead")
        parts: list[Samples] = [silence(0.4)]
        for word in sentence.split():
            parts += [syllable(), silence(0.3 if word.endswith(",") else 0.02)]
        return np.concatenate([*parts, silence(0.4)])


def syllable(length: float = 0.3, pitch: float = 220.0) -> Samples:
    """Return a hummed syllable with some harmonics, swelling and fading."""
    time = np.arange(round(length * RATE)) / RATE
    made = sum(np.sin(2 * np.pi * pitch * n * time) / n for n in range(1, 8))
    return np.asarray(0.2 * made * np.sin(np.pi * time / length) ** 0.5, np.float32)
