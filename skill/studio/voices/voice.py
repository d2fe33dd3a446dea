"""What the studio asks of a voice."""

from enum import StrEnum
from typing import Protocol

from skill.studio.sound import Samples


class Pace(StrEnum):
    """How a line is spoken: ``calm`` in meditations, ``plain`` in questions."""

    CALM = "calm"
    PLAIN = "plain"


class Voice(Protocol):
    """Somebody who reads sentences aloud; travels to other processes, so it pickles."""

    @property
    def name(self) -> str:
        """Return its name in the manifest: the engine, a colon, the voice."""

    @property
    def most(self) -> int:
        """Return how many processes may ask it for lines at once."""

    def fingerprint(self, pace: Pace) -> str:
        """Return all settings that are heard, so that lines are made anew when they change."""

    def speak(self, sentence: str, pace: Pace) -> Samples:
        """Read one sentence aloud.

        Raises:
            VoiceError: it could not; the message gives the probable cause.
        """
