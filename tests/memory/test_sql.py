"""What is particular to households in SQL: what is stored, and how it is protected."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import URL, Engine, Executable, select, update

from skill.errors import KeyLostError
from skill.memory import Bookmark, Household, Memory, Win
from skill.memory.crypto import Keyring
from skill.memory.engines import engine_for
from skill.memory.migrations import migrate
from skill.memory.schema import bookmarks, households, wins
from skill.memory.sql import SqlMemory

NOW = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
US = "amzn1.ask.account.US"
THEM = "amzn1.ask.account.THEM"

INTIMATE = ("Zoë", "O'Neil", "danced", "request-1", "amzn1.ask", "kitchen", "breath", "travel")
"""What must not be found in a stolen database."""


def fill(memory: Memory, user: str) -> None:
    """Keep one of everything for a household."""
    stored = memory.load(user)
    stored.household = Household(names=["Zoë", "O'Neil"], heard={"travel": [1]})
    memory.save(user, stored, now=NOW)
    memory.add_win(user, Win("request-1", "We danced in the kitchen.", NOW, about="Zoë"))
    memory.set_bookmark(user, Bookmark("kitchen", "breath", 1_000, NOW))


def execute(engine: Engine, statement: Executable) -> None:
    """Run a statement of the test's own."""
    with engine.connect() as connection:
        connection.execute(statement)


def bytes_of_sqlite(url: URL) -> bytes:
    """Return all that a thief of the files would have, the write-ahead log included."""
    file = Path(url.database or "")
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def bytes_of_postgresql(url: URL) -> bytes:
    """Return all that a thief of a dump would have, each value as bytes."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    stolen = []
    with psycopg.connect(address) as connection:
        for table in ("households", "wins", "bookmarks", "alembic_version"):
            copying = f"COPY {table} TO STDOUT (FORMAT binary)".encode()
            with connection.cursor().copy(copying) as copy:
                stolen += [bytes(part) for part in copy]
    return b"".join(stolen)


STOLEN: dict[str, Callable[[URL], bytes]] = {
    "sqlite": bytes_of_sqlite,
    "postgresql": bytes_of_postgresql,
}


def test_a_stolen_database_says_nothing(url: URL, engine: Engine, keyring: Keyring) -> None:
    """No name, win, track or id is to be found in it, as text or in hexadecimal."""
    fill(SqlMemory(engine, keyring), US)

    stolen = STOLEN[url.get_backend_name()](url)

    assert b"0001" in stolen
    assert b"gAAAA" in stolen
    for words in INTIMATE:
        assert words.encode() not in stolen
        assert words.encode().hex().encode() not in stolen


def test_forgotten_bytes_do_not_linger(sqlite: URL, keyring: Keyring) -> None:
    """Not even the sealed rows are left in the file or in its log."""
    engine = engine_for(sqlite)
    migrate(engine)
    memory = SqlMemory(engine, keyring)
    fill(memory, US)
    assert b"gAAAA" in bytes_of_sqlite(sqlite)

    memory.forget(US)

    assert b"gAAAA" not in bytes_of_sqlite(sqlite)
    assert keyring.name("household", US) not in bytes_of_sqlite(sqlite)
    memory.close()


def test_only_the_owner_can_read_the_files(sqlite: URL, keyring: Keyring) -> None:
    """The database, its log and its index have mode 0600."""
    engine = engine_for(sqlite)
    migrate(engine)
    memory = SqlMemory(engine, keyring)
    fill(memory, US)

    files = list(Path(sqlite.database or "").parent.iterdir())
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    memory.close()


def test_a_new_key_takes_over(engine: Engine, key: str, secret: str) -> None:
    """What the old key sealed can be read, and what is saved again needs it no more."""
    new_key = Fernet.generate_key().decode()
    fill(SqlMemory(engine, Keyring([key], secret)), US)

    both = SqlMemory(engine, Keyring([new_key, key], secret))
    assert [win.text for win in both.wins(US, limit=1)] == ["We danced in the kitchen."]
    stored = both.load(US)
    stored.household.opened = 1
    both.save(US, stored, now=NOW)

    new = SqlMemory(engine, Keyring([new_key], secret))
    assert new.load(US).household.names == ["Zoë", "O'Neil"]
    with pytest.raises(KeyLostError):
        new.wins(US, limit=1)


@pytest.mark.parametrize("content", [None, b"\xc1", b"\x01", b"\x81\xa5names\x01"])
def test_what_cannot_be_read_is_a_lost_key(
    memory: Memory, engine: Engine, keyring: Keyring, content: bytes | None
) -> None:
    """Garbage is never taken for a household; it can still be forgotten."""
    fill(memory, US)
    name = keyring.name("household", US)
    garbage = b"garbage" if content is None else keyring.seal(name, content)
    execute(engine, update(households).values(state=garbage))

    with pytest.raises(KeyLostError):
        memory.load(US)
    with pytest.raises(KeyLostError):
        memory.export(US)
    assert memory.forget(US)
    assert memory.load(US).household == Household()


def test_a_row_copied_over_another_is_noticed(memory: Memory, engine: Engine) -> None:
    """Nobody who can write to the database can show one household another's state."""
    fill(memory, US)
    fill(memory, THEM)
    for column in (households.c.state, wins.c.sealed, bookmarks.c.sealed):
        one = select(column).order_by(column).limit(1).scalar_subquery()
        execute(engine, update(column.table).values({column.name: one}))

    for read in (memory.load, lambda user: memory.wins(user, limit=1), memory.bookmarks):
        with pytest.raises(KeyLostError, match="another row"):
            [read(user) for user in (US, THEM)]


def test_the_day_of_the_last_change_is_kept(memory: Memory, engine: Engine) -> None:
    """Whoever runs the database can tell which households nobody opens any more."""
    fill(memory, US)

    with engine.connect() as connection:
        seen = connection.exec_driver_sql("SELECT seen FROM households").scalar()
    assert str(seen) == "2026-02-14"
