"""When the database is slow, broken or gone, and how soon the memory says so."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import psycopg
import pytest
from sqlalchemy import URL, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from skill.errors import ConflictError, MemoryUnavailableError
from skill.memory import Bookmark, Household, Memory, Win
from skill.memory.crypto import Keyring
from skill.memory.engines import PATIENCE, engine_for, parse
from skill.memory.migrations import migrate
from skill.memory.sql import SqlMemory

NOW = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
US = "amzn1.ask.account.US"

Server = Callable[[], AbstractContextManager[str]]


def save(memory: Memory, opened: int) -> None:
    """Load a household, change it and save it."""
    stored = memory.load(US)
    stored.household.opened = opened
    memory.save(US, stored, now=NOW)


@contextmanager
def opened(
    url: URL, keyring: Keyring, *, patience: float = PATIENCE, connections: int = 1
) -> Iterator[SqlMemory]:
    """Open the memory in an empty database and keep a household there."""
    engine = engine_for(url, connections=connections, patience=patience)
    migrate(engine)
    memory = SqlMemory(engine, keyring)
    save(memory, 1)
    yield memory
    memory.close()


@contextmanager
def unavailable(*, within: float) -> Iterator[None]:
    """Expect the memory to say that it is unavailable in so many seconds."""
    started = time.monotonic()
    with pytest.raises(MemoryUnavailableError):
        yield
    assert time.monotonic() - started < within


def session(url: URL) -> psycopg.Connection:
    """Return a session of the test's own on PostgreSQL."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def others(connection: psycopg.Connection) -> list[int]:
    """Return the process ids of the memory's connections."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return [row[0] for row in rows]


def family(error: type[Exception]) -> set[type[Exception]]:
    """Return a class of errors and all that derive from it."""
    return {error}.union(*(family(child) for child in error.__subclasses__()))


def test_every_method_says_that_the_memory_is_unavailable(
    engine: Engine, memory: Memory
) -> None:
    """Whatever a turn asks for, it gets the same error when the tables are gone."""
    fresh = memory.load(US)
    fresh.household.opened = 1
    save(memory, 1)
    known = memory.load(US)
    known.household.opened = 2
    with engine.connect() as connection:
        for table in ("bookmarks", "wins", "households", "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {table}")

    calls: list[Callable[[], object]] = [
        lambda: memory.load(US),
        lambda: memory.save(US, fresh, now=NOW),
        lambda: memory.save(US, known, now=NOW),
        lambda: memory.add_win(US, Win("request-1", "We danced.", NOW)),
        lambda: memory.wins(US, limit=1),
        lambda: memory.remove_wins(US, ["request-1"]),
        lambda: memory.set_bookmark(US, Bookmark("kitchen", "breath", 0, NOW)),
        lambda: memory.bookmarks(US),
        lambda: memory.bookmarks(US, "kitchen"),
        lambda: memory.export(US),
        lambda: memory.forget(US),
        memory.ping,
    ]
    for call in calls:
        with pytest.raises(MemoryUnavailableError):
            call()


def test_no_error_of_the_driver_leaks(
    engine: Engine, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each error that the driver or the pool can raise has a name in our own tree."""
    driver = engine.dialect.loaded_dbapi
    for error in family(driver.Error) | family(PoolTimeoutError):
        monkeypatch.setattr(engine, "raw_connection", Mock(side_effect=error("its words")))
        conflict = issubclass(error, driver.IntegrityError)

        with pytest.raises(ConflictError if conflict else MemoryUnavailableError) as caught:
            memory.load(US)
        assert type(caught.value.__cause__) is error


def test_threads_wait_for_a_connection_only_so_long(sqlite: URL, keyring: Keyring) -> None:
    """Where all connections are busy, a turn goes on without the memory."""
    engine = engine_for(sqlite, connections=1, patience=0.2)
    with closing(engine.raw_connection()), unavailable(within=1):
        SqlMemory(engine, keyring).ping()
    engine.dispose()


def test_a_locked_file_is_waited_for_only_so_long(sqlite: URL, keyring: Keyring) -> None:
    """While another process holds the file, changes fail and what was saved can be read."""
    with (
        opened(sqlite, keyring, patience=0.2) as memory,
        closing(sqlite3.connect(sqlite.database or "")) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with unavailable(within=1):
            save(memory, 2)
        other.rollback()

        assert memory.load(US).household.opened == 1
        save(memory, 2)


def test_a_reader_cannot_stop_the_forgetting(sqlite: URL, keyring: Keyring) -> None:
    """A long read puts off only the emptying of the log."""
    with (
        opened(sqlite, keyring, patience=0.2) as memory,
        closing(sqlite3.connect(sqlite.database or "")) as other,
    ):
        reading = other.execute("SELECT 1 FROM households UNION SELECT 2")
        reading.fetchone()

        assert memory.forget(US)
        assert memory.load(US).household == Household()
        reading.close()


def test_a_file_that_is_no_database_is_unavailable(sqlite: URL) -> None:
    """A file that was damaged is said to be so when the memory is opened."""
    Path(sqlite.database or "").write_bytes(b"no database" * 1_000)
    engine = engine_for(sqlite)

    with unavailable(within=1):
        migrate(engine)
    engine.dispose()


def test_connections_that_were_dropped_are_made_again(
    postgresql: URL, keyring: Keyring
) -> None:
    """A server that restarted costs no turn: all old connections are given up at once."""
    with opened(postgresql, keyring, connections=3) as memory, session(postgresql) as other:
        engine = memory._database._engine
        for connection in [engine.raw_connection() for _ in range(3)]:
            connection.close()
        assert len(others(other)) == 3
        for process in others(other):
            other.execute("SELECT pg_terminate_backend(%s, 2000)", [process])

        save(memory, 2)

        assert memory.load(US).household.opened == 2
        assert len(others(other)) == 1


def test_a_locked_table_is_waited_for_only_so_long(postgresql: URL, keyring: Keyring) -> None:
    """PostgreSQL gives up for us, and the connection goes on."""
    with (
        opened(postgresql, keyring, patience=0.3) as memory,
        session(postgresql) as other,
    ):
        before = others(other)
        with other.transaction():
            other.execute("LOCK TABLE households")
            with unavailable(within=1):
                memory.load(US)

        save(memory, 2)
        assert others(other) == before


def test_a_frozen_server_is_waited_for_only_so_long(postgresql: URL, keyring: Keyring) -> None:
    """We give up ourselves where the server cannot, and make another connection."""
    with (
        opened(postgresql, keyring, patience=0.6) as memory,
        session(postgresql) as other,
    ):
        (frozen,) = others(other)
        os.kill(frozen, signal.SIGSTOP)
        try:
            with unavailable(within=1.1):
                memory.load(US)
            assert memory.load(US).household.opened == 1
        finally:
            os.kill(frozen, signal.SIGCONT)


def test_a_server_that_went_away_is_unavailable(server: Server, keyring: Keyring) -> None:
    """Turns go on without it at once, and a start says so at once."""
    with ExitStack() as stack:
        with server() as address:
            memory = stack.enter_context(opened(parse(address), keyring))
        with unavailable(within=1):
            memory.load(US)
        with unavailable(within=1):
            memory.ping()
        with unavailable(within=1):
            migrate(engine_for(parse(address)))
