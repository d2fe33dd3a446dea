"""The keys that the embedded memory makes for itself, in a file only its owner can read."""

import contextlib
import logging
import os
import secrets
import stat
import tempfile
from pathlib import Path

import msgspec
from cryptography.fernet import Fernet

from skill.errors import SettingsError
from skill.memory.crypto import Keyring

log = logging.getLogger(__name__)

FILE_NAME = "keys.json"


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys as they are written down.

    Attributes:
        keys: Fernet keys, the newest first: ``MEMORY_KEYS``.
        secret: what row names are made with: ``MEMORY_SECRET``.
    """

    keys: tuple[str, ...]
    secret: str


def new_keys() -> Keys:
    """Return fresh keys from the system's randomness: one to seal with and a secret."""
    return Keys(keys=(Fernet.generate_key().decode(),), secret=secrets.token_urlsafe(32))


def own_keys(path: Path, *, make: bool) -> Keyring:
    """Return the keys in a file; make them first where there are none.

    Processes that start at once agree: the first one's keys are everybody's.

    Args:
        path: the file; its folder must be there.
        make: whether a missing file may be made. Not when there is a database already,
            for new keys open nothing in it.

    Raises:
        SettingsError: the file is missing and may not be made, others can read it, or
            there are no keys in it.
    """
    try:
        if make and not path.exists():
            _make(path)
        keys = msgspec.json.decode(_read_private(path), type=Keys)
    except FileNotFoundError as error:
        raise SettingsError(
            f"the database has lost its keys: put {path} back, set MEMORY_KEYS and "
            "MEMORY_SECRET, or move the database away to begin a new one"
        ) from error
    except OSError as error:
        raise SettingsError(f"cannot use {path}: {error.strerror}") from error
    except msgspec.MsgspecError as error:
        raise SettingsError(f"{path} holds no keys; put back the one it was") from error
    return Keyring(keys.keys, keys.secret)


def _make(path: Path) -> None:
    """Write new keys to a file, all of it or nothing, unless another process did first."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # O_EXCL, mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(new_keys()))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            # Unlike a rename, a link never replaces what is there.
            os.link(draft, path)
            log.info("made the keys of the memory: keep a copy of %s", path)
    finally:
        Path(draft).unlink()


def _read_private(path: Path) -> bytes:
    """Return what is in a file that only its owner can read."""
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SettingsError(f"others can read {path}: chmod 600 it")
        return file.read()
