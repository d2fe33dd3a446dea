"""One statement at a time, straight to the driver.

SQLAlchemy writes the statements and keeps the pool, but its ``Connection`` is left out of
the way: the SELECT and the UPDATE of a turn take 77 us through it on SQLite and 31 us like
this (docs/performance.md). Each statement is a transaction of its own.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError

from skill.errors import ConflictError, MemoryFaultError, MemoryUnavailableError

T = TypeVar("T")
Values = Mapping[str, object]

_RETRY_WITHIN = 0.5
"""Seconds in which a dropped connection is noticed; a turn has no time to retry later."""


class _DroppedError(MemoryUnavailableError):
    """The database has closed the connection, maybe long ago, while it was in the pool."""


class Database:
    """Runs compiled statements and maps what can go wrong; safe with threads."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine as ``engines.engine_for`` makes it."""
        self._engine = engine
        self._driver = engine.dialect.loaded_dbapi

    def rows(self, statement: str, values: Values) -> list[tuple[Any, ...]]:
        """Return all rows that a statement finds.

        Raises:
            MemoryUnavailableError: the database is down or slow.
        """
        return self._run(statement, values, lambda cursor: list(cursor.fetchall()))

    def change(self, statement: str, values: Values) -> int:
        """Run a statement that changes rows; return how many it changed.

        Raises:
            ConflictError: the change breaks a rule that the tables keep.
            MemoryUnavailableError: the database is down or slow. It may have made the
                change all the same.
        """
        return self._run(statement, values, lambda cursor: cursor.rowcount)

    def close(self) -> None:
        """Close the connections of the pool."""
        self._engine.dispose()

    def _run(self, statement: str, values: Values, read: Callable[[DBAPICursor], T]) -> T:
        """Execute a statement; once more if all that failed was an old connection."""
        started = monotonic()
        try:
            return self._execute(statement, values, read)
        except _DroppedError:
            if monotonic() - started > _RETRY_WITHIN:
                raise
            self._engine.dispose()  # where one was dropped, so were the others
            return self._execute(statement, values, read)

    def _execute(self, statement: str, values: Values, read: Callable[[DBAPICursor], T]) -> T:
        connection = None
        try:
            connection = self._engine.raw_connection()
            cursor = connection.cursor()
            cursor.execute(statement, values)
            return read(cursor)
        except (self._driver.Error, SQLAlchemyError) as error:
            raise self._fault(error, connection) from error
        finally:
            if connection:
                connection.close()

    def _fault(
        self, error: Exception, connection: PoolProxiedConnection | None
    ) -> MemoryFaultError:
        """Return what an error of the driver or of the pool means to the house."""
        what = type(error).__name__
        if isinstance(error, self._driver.IntegrityError):
            return ConflictError(f"the household is not there (any more): {what}")
        if (
            connection
            and isinstance(error, self._driver.Error)
            and self._engine.dialect.is_disconnect(error, connection.dbapi_connection, None)
        ):
            connection.invalidate(error)
            return _DroppedError(f"the database hung up: {what}")
        return MemoryUnavailableError(f"the database failed: {what}")
