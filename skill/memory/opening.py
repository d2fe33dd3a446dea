"""Open the memory that the settings name."""

import logging
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL

from skill.errors import MemoryUnavailableError, SettingsError
from skill.memory import Memory
from skill.memory.crypto import Keyring
from skill.memory.engines import engine_for, parse
from skill.memory.keys import FILE_NAME, own_keys
from skill.memory.migrations import migrate
from skill.memory.sql import SqlMemory

log = logging.getLogger(__name__)

_MIGRATION_PATIENCE = 60.0
"""Seconds that a start waits while another process migrates."""


class MemorySettings(Protocol):
    """What the memory reads of ``skill.settings.Settings``, which explains each."""

    @property
    def database(self) -> str:
        """The URL of the database."""

    @property
    def data_dir(self) -> Path:
        """The folder of keys made here."""

    @property
    def memory_keys(self) -> tuple[str, ...]:
        """Fernet keys; none where the memory makes its own."""

    @property
    def memory_secret(self) -> str:
        """What row names are made with."""

    @property
    def threads(self) -> int:
        """How many turns need a connection at once."""


def open_memory(settings: MemorySettings, *, must_answer: bool = True) -> Memory:
    """Return the memory, its schema current; an embedded one is made where there is none.

    Args:
        settings: where the database and its keys are.
        must_answer: whether the database has to be there now. If not, and it is not, the
            memory is unavailable until it is; a schema that was not current by then
            becomes so at the next start.

    Raises:
        SettingsError: the settings name no database, no keys, or files we cannot use.
        MemoryUnavailableError: the database does not answer, though it must.
    """
    url = parse(settings.database)
    try:
        keyring = _keyring(settings, url)
        engine = engine_for(url, connections=settings.threads)
        patient = engine_for(url, connections=1, patience=_MIGRATION_PATIENCE)
    except OSError as error:
        raise SettingsError(f"cannot use {error.filename}: {error.strerror}") from error
    try:
        migrate(patient)
    except MemoryUnavailableError as error:
        if must_answer:
            raise
        log.warning("going on without the database: %s", error)
    finally:
        patient.dispose()
    return SqlMemory(engine, keyring)


def _keyring(settings: MemorySettings, url: URL) -> Keyring:
    """Return the keys that are set, or else those that the embedded memory made."""
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Looked at before the keys, for another process may be making both just now.
        make = not file.exists()
    else:
        make = False
    if settings.memory_keys:
        return Keyring(settings.memory_keys, settings.memory_secret)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return own_keys(settings.data_dir / FILE_NAME, make=make)
