"""Migrations: the schema they make, alone and in company."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, inspect

from skill.errors import MemoryUnavailableError
from skill.memory.crypto import Keyring
from skill.memory.engines import engine_for
from skill.memory.migrations import HEAD, migrate
from skill.memory.schema import metadata
from skill.memory.sql import SqlMemory


@pytest.fixture(name="bare")
def _bare(url: URL) -> Iterator[Engine]:
    """Return a database that has no schema yet."""
    engine = engine_for(url)
    yield engine
    engine.dispose()


def execute(engine: Engine, statement: str) -> None:
    """Run a statement of the test's own."""
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)


def test_the_head_is_the_newest_revision() -> None:
    """The number that a ping expects is that of the newest file."""
    config = Config()
    config.set_main_option("script_location", "skill.memory:migrations")

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrations_make_the_tables_of_the_schema(bare: Engine) -> None:
    """What the revisions make is what ``schema.py`` says, to the last index."""
    migrate(bare)

    with bare.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(bare: Engine, keyring: Keyring) -> None:
    """A start that finds the schema current leaves it alone."""
    migrate(bare)
    migrate(bare)

    SqlMemory(bare, keyring).ping()


def test_a_database_without_its_schema_is_not_ready(bare: Engine, keyring: Keyring) -> None:
    """A ping sees that the schema is missing, or older or newer than the code."""
    memory = SqlMemory(bare, keyring)
    with pytest.raises(MemoryUnavailableError):
        memory.ping()

    migrate(bare)
    execute(bare, "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(MemoryUnavailableError, match=f"not at {HEAD}"):
        memory.ping()


def test_a_migration_that_fails_leaves_nothing(bare: Engine) -> None:
    """It goes all the way or not at all, on both databases."""
    execute(bare, "CREATE TABLE bookmarks (in_the_way INTEGER)")

    with pytest.raises(MemoryUnavailableError, match="could not be migrated"):
        migrate(bare)
    assert inspect(bare).get_table_names() == ["bookmarks"]

    execute(bare, "DROP TABLE bookmarks")
    migrate(bare)


def test_a_database_of_a_newer_release_is_left_alone(bare: Engine) -> None:
    """An old release does not touch a schema that it does not know."""
    migrate(bare)
    execute(bare, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(MemoryUnavailableError, match="belongs to a newer release"):
        migrate(bare)
