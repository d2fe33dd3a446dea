"""Engines: which databases there are, and how each is set up."""

import sys

import pytest
from sqlalchemy import URL

from skill.errors import SettingsError
from skill.memory.engines import engine_for, parse


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///households.db", "sqlite+pysqlite"),
        ("postgresql+psycopg://me@here/romance", "postgresql+psycopg"),
        ("postgresql://me@here/romance", "postgresql+psycopg"),
        ("postgres://me@here/romance", "postgresql+psycopg"),
    ],
)
def test_each_way_to_write_a_database_gets_its_driver(url: str, driver: str) -> None:
    """However a host writes the URL, we use the driver that we have."""
    assert parse(url).drivername == driver


@pytest.mark.parametrize(
    ("url", "expects"),
    [
        ("households.db", "expected a URL"),
        ("mysql://me@here/romance", "expected sqlite:///… or postgresql"),
        ("sqlite://", "expected a file"),
        ("sqlite:///:memory:", "expected a file"),
    ],
)
def test_what_is_no_database_is_a_setting_to_correct(url: str, expects: str) -> None:
    """The error names the variable and what it expects, never the URL and its password."""
    with pytest.raises(SettingsError, match=f"^DATABASE_URL: {expects}") as caught:
        parse(url)
    assert url not in str(caught.value)


def test_postgresql_asks_for_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the error says how to install it."""
    monkeypatch.setitem(sys.modules, "skill.memory.postgresql", None)

    with pytest.raises(SettingsError, match=r"pip install 'reviving-romance\[postgres\]'"):
        engine_for(parse("postgresql://me@here/romance"))


def test_sqlite_is_set_up_to_last(sqlite: URL) -> None:
    """Each connection has the log, the keys and the erasing that we rely on."""
    expected = {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 2_000,
    }
    engine = engine_for(sqlite)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected
        }
    engine.dispose()

    assert found == expected
