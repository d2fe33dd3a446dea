"""What the skill remembers of a household, behind one small protocol.

Every implementation passes the same contract test (``tests/memory/test_contract.py``).
A household is named by its Alexa user id on the way in; what is stored is an HMAC of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from skill.memory.models import Bookmark, Household, Place, Win

__all__ = ["Bookmark", "Household", "Memory", "Place", "Stored", "Win"]


class Stored(Protocol):
    """A household as it was loaded, with what is needed to save it again."""

    household: Household


class Memory(Protocol):
    """A place that households are remembered in.

    Every method may raise MemoryUnavailableError within two seconds, and KeyLostError
    where stored state cannot be decrypted.
    """

    def load(self, user_id: str) -> Stored:
        """Return the household of this account; a fresh, unsaved one if it is unknown."""

    def save(self, user_id: str, stored: Stored, *, now: datetime) -> None:
        """Save a household that ``load`` returned and the caller changed.

        Costs nothing when nothing changed.

        Raises:
            ConflictError: somebody saved or forgot it in between; load again and retry.
        """

    def add_win(self, user_id: str, win: Win) -> bool:
        """Keep a win; return False when one of this id is kept already.

        Raises:
            ConflictError: the household is not there. Either somebody forgot it, and then
                nothing of it may come back, or it was never saved.
        """

    def wins(
        self,
        user_id: str,
        *,
        limit: int,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> list[Win]:
        """Return the newest wins first, saved at or after ``since`` and before ``before``."""

    def remove_wins(self, user_id: str, ids: Iterable[str]) -> int:
        """Remove these wins; return how many there were."""

    def set_bookmark(self, user_id: str, bookmark: Bookmark) -> bool:
        """Keep how far a device is in a track; return False when we know something newer.

        That the household was forgotten, or never saved, counts as newer.
        """

    def bookmarks(self, user_id: str, device: str | None = None) -> list[Bookmark]:
        """Return the bookmarks of one device, or of all, newest first."""

    def export(self, user_id: str) -> dict[str, Any]:
        """Return everything kept about a household, as plain JSON-ready data."""

    def forget(self, user_id: str) -> bool:
        """Remove everything about a household; return whether there was anything.

        A turn that loaded the household before cannot bring it back: its save is a
        ConflictError.
        """

    def ping(self) -> None:
        """Return when the database answers and its schema is current."""

    def close(self) -> None:
        """Give back connections."""
