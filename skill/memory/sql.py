"""Households in an SQL database: SQLite or PostgreSQL."""

import contextlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Engine

from skill.errors import (
    ConflictError,
    KeyLostError,
    MemoryFaultError,
    MemoryUnavailableError,
)
from skill.memory import Bookmark, Household, Stored, Win
from skill.memory.crypto import Keyring
from skill.memory.database import Database
from skill.memory.migrations import HEAD, REVISION
from skill.memory.statements import Statements

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALL = 2**63 - 1
"""The largest number that both databases take: of rows, and of microseconds."""

_encode = msgspec.msgpack.Encoder().encode
_decoders: dict[type, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in (Household, Win, Bookmark)
}
_BLANK = _encode(Household())


@dataclass(slots=True)
class _Loaded:
    """A household with its version in the database, 0 if it has none, and its state there."""

    household: Household
    version: int
    state: bytes


class SqlMemory:
    """The ``Memory`` protocol over SQL; safe with threads."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        """Take what it needs.

        Args:
            engine: a database as ``engines.engine_for`` opens it, its schema current.
            keyring: the keys of that database.
        """
        self._database = Database(engine)
        self._embedded = engine.dialect.name == "sqlite"
        self._keyring = keyring
        self._sql = Statements(engine.dialect)

    def load(self, user_id: str) -> Stored:
        """Return the household of this account; a fresh, unsaved one if it is unknown."""
        key = self._household(user_id)
        rows = self._database.rows(self._sql.load, {"household": key})
        if not rows:
            return _Loaded(Household(), 0, _BLANK)
        version, sealed = rows[0]
        state = self._keyring.open(key, sealed)
        return _Loaded(_decode(state, Household), version, state)

    def save(self, user_id: str, stored: Stored, *, now: datetime) -> None:
        """Save a household if the caller changed it; see ``Memory.save``.

        Versions start at a random number. So a household that was forgotten and came
        back never has the version that a turn from before is still holding.
        """
        loaded = cast("_Loaded", stored)
        state = _encode(loaded.household)
        if state == loaded.state:
            return
        key = self._household(user_id)
        version = loaded.version + 1 if loaded.version else 1 + secrets.randbits(62)
        row = {
            "state": self._keyring.seal(key, state),
            "version": version,
            "seen": now.date().isoformat(),
        }
        if loaded.version:
            where = {"household": key, "loaded": loaded.version}
            saved = self._database.change(self._sql.save, row | where)
        else:
            saved = self._database.change(self._sql.create, row | {"key": key})
        if not saved:
            raise ConflictError("the household changed since it was loaded")
        loaded.version, loaded.state = version, state

    def add_win(self, user_id: str, win: Win) -> bool:
        """Keep a win; return False when one of this id is kept already."""
        household = self._household(user_id)
        key = self._keyring.name("win", win.id, household)
        row = {
            "key": key,
            "household": household,
            "at": _microseconds(win.at),
            "sealed": self._keyring.seal(key, _encode(win)),
        }
        return self._database.change(self._sql.add_win, row) == 1

    def wins(
        self,
        user_id: str,
        *,
        limit: int,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> list[Win]:
        """Return the newest wins first, saved at or after ``since`` and before ``before``."""
        found = {
            "household": self._household(user_id),
            "since": -_ALL if since is None else _microseconds(since),
            "before": _ALL if before is None else _microseconds(before),
            "limit": limit,
            "offset": 0,
        }
        return self._unsealed(self._sql.wins, found, Win)

    def remove_wins(self, user_id: str, ids: Iterable[str]) -> int:
        """Remove these wins; return how many there were."""
        household = self._household(user_id)
        keys = [self._keyring.name("win", win_id, household) for win_id in ids]
        return sum(self._database.change(self._sql.remove_win, {"key": key}) for key in keys)

    def set_bookmark(self, user_id: str, bookmark: Bookmark) -> bool:
        """Keep how far a device is in a track; return False when we know something newer.

        That the household was forgotten is newer as well.
        """
        household = self._household(user_id)
        device = self._keyring.name("device", bookmark.device, household)
        key = self._keyring.name("bookmark", bookmark.track, device)
        row = {
            "key": key,
            "household": household,
            "device": device,
            "at": _microseconds(bookmark.at),
            "sealed": self._keyring.seal(key, _encode(bookmark)),
        }
        with contextlib.suppress(ConflictError):
            return self._database.change(self._sql.set_bookmark, row) == 1
        return False

    def bookmarks(self, user_id: str, device: str | None = None) -> list[Bookmark]:
        """Return the bookmarks of one device, or of all, newest first."""
        found = {"household": self._household(user_id)}
        if device is None:
            return self._unsealed(self._sql.bookmarks, found, Bookmark)
        found["device"] = self._keyring.name("device", device, found["household"])
        return self._unsealed(self._sql.device_bookmarks, found, Bookmark)

    def export(self, user_id: str) -> dict[str, Any]:
        """Return everything kept about a household, as plain JSON-ready data."""
        everything: dict[str, Any] = msgspec.to_builtins(
            {
                "household": msgspec.structs.asdict(self.load(user_id).household),
                "wins": self.wins(user_id, limit=_ALL),
                "bookmarks": self.bookmarks(user_id),
            }
        )
        return everything

    def forget(self, user_id: str) -> bool:
        """Remove everything about a household; return whether there was anything."""
        forgotten = self._database.change(
            self._sql.forget, {"household": self._household(user_id)}
        )
        if self._embedded:
            # SQLite's log still holds what the file has overwritten. Where somebody is
            # reading, it stays until the next time, or until the memory is closed.
            with contextlib.suppress(MemoryFaultError):
                self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)", {})
        return forgotten == 1

    def ping(self) -> None:
        """Return when the database answers and its schema is current."""
        revisions = self._database.rows(REVISION, {})
        if revisions != [(HEAD,)]:
            raise MemoryUnavailableError(f"the schema is at {revisions}, not at {HEAD}")

    def close(self) -> None:
        """Give back connections."""
        self._database.close()

    def _household(self, user_id: str) -> bytes:
        return self._keyring.name("household", user_id)

    def _unsealed(self, statement: str, values: dict[str, Any], kind: type[T]) -> list[T]:
        """Return what is in the sealed rows that a statement finds."""
        rows = self._database.rows(statement, values)
        return [_decode(self._keyring.open(key, sealed), kind) for key, sealed in rows]


def _decode(content: bytes, kind: type[T]) -> T:
    try:
        decoded: T = _decoders[kind].decode(content)
    except msgspec.MsgspecError as error:
        raise KeyLostError(f"what is stored is no {kind.__name__}") from error
    return decoded


def _microseconds(moment: datetime) -> int:
    """Return a moment as a number that both databases compare alike."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
