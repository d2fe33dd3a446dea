"""Time that moves only when told to."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Clock:
    """A clock for dialogues and tests: call it for the time.

    Attributes:
        now: the present moment, with a time zone.
    """

    now: datetime

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.now

    def wait(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span
