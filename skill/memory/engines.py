"""Engines: a pool of connections that give up in time, for each kind of database."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from skill.errors import SettingsError

PATIENCE = 2.0
"""Seconds that a turn waits for the memory (docs/architecture.md)."""

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",  # as several hosts write it
}


def parse(url: str) -> URL:
    """Return a database URL with the driver that we have for it.

    Raises:
        SettingsError: it is no URL, of no database that we know, or of one without a file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError("DATABASE_URL: expected a URL") from error
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise SettingsError("DATABASE_URL: expected sqlite:///… or postgresql+psycopg://…")
    if driver.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
        raise SettingsError("DATABASE_URL: expected a file, for one in memory forgets")
    return parsed.set(drivername=driver)


def engine_for(url: URL, *, connections: int = 4, patience: float = PATIENCE) -> Engine:
    """Return an engine whose connections are in autocommit mode.

    Args:
        url: a database, as ``parse`` returns it.
        connections: how many threads can use it at once; more of them wait for their turn.
        patience: seconds to wait for one of them, for a lock and for an answer.

    Raises:
        SettingsError: the driver for this database is not installed.
    """
    options: dict[str, Any] = {
        "hide_parameters": True,
        "isolation_level": "AUTOCOMMIT",
        "max_overflow": 0,
        "pool_reset_on_return": None,  # nothing is left open: each statement is a transaction
        "pool_size": connections,
        "pool_timeout": patience,
        "poolclass": QueuePool,
    }
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, patience, options)
    return _postgresql(url, patience, options)


def _sqlite(url: URL, patience: float, options: dict[str, Any]) -> Engine:
    # SQLite gives its -wal and -shm files the mode of the file itself.
    Path(url.database or "").touch(mode=0o600)
    engine = create_engine(
        url, paramstyle="named", connect_args={"timeout": patience}, **options
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        # In WAL mode a crash of the process loses nothing, a power cut the last moments.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is forgotten is overwritten, not just let go.
        connection.execute("PRAGMA secure_delete = ON")

    return engine


def _postgresql(url: URL, patience: float, options: dict[str, Any]) -> Engine:
    try:
        from skill.memory.postgresql import connect  # noqa: PLC0415 - psycopg is an extra
    except ImportError as error:
        raise SettingsError(
            "DATABASE_URL: for PostgreSQL, pip install 'reviving-romance[postgres]'"
        ) from error

    engine = create_engine(url, **options)

    @event.listens_for(engine, "do_connect")
    def connect_in_time(
        _dialect: object, _record: object, args: tuple[str, ...], params: dict[str, Any]
    ) -> object:
        return connect(*args, patience=patience, **params)

    return engine
