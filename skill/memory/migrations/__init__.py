"""Bring a database to the current schema.

A new revision is a file in ``versions`` whose name begins with the next number; ``HEAD``
names the newest one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from skill.errors import MemoryUnavailableError

HEAD = "0001"
REVISION = "SELECT version_num FROM alembic_version"

_LOCK = 0x526F6D616E6365
"""The advisory lock that migrations hold on PostgreSQL: "Romance" in ASCII."""

_BEGIN = {
    "sqlite": ("BEGIN IMMEDIATE",),
    "postgresql": ("BEGIN", f"SELECT pg_advisory_xact_lock({_LOCK})"),
}


def migrate(engine: Engine) -> None:
    """Bring a database to the current schema, all the way or not at all.

    Processes that start at once take turns; all but the first find nothing left to do.

    Args:
        engine: the database, in autocommit mode as ``engines.engine_for`` makes it.

    Raises:
        MemoryUnavailableError: the database does not answer, or a newer release of the
            skill has been at it.
    """
    try:
        with engine.connect() as connection:
            if _revision(connection) == HEAD:
                return
            with _alone(connection):
                _upgrade(connection)
    except SQLAlchemyError as error:
        raise MemoryUnavailableError("the database could not be migrated") from error


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql(REVISION).scalar()


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold a transaction that no other migration can share.

    It is written out, since neither the drivers nor SQLAlchemy begin one with a lock.
    """
    for statement in _BEGIN[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _upgrade(connection: Connection) -> None:
    # Alembic takes as long to import as all the rest; few starts find something to do.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent))
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise MemoryUnavailableError("the database belongs to a newer release") from error
