"""What may be said of a turn afterwards, in logs and counters."""

from dataclasses import dataclass


@dataclass(slots=True)
class Record:
    """Filled in while a turn is answered; never holds what anybody said.

    Attributes:
        intent: the intent's name, if it may be logged.
        outcome: ``spoken``, ``quiet``, ``no-memory``, ``limit`` or ``bug``.
    """

    intent: str | None = None
    outcome: str = "spoken"
