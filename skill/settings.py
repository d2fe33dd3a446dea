"""Settings: read once from the environment, then frozen.

Every variable is described in ``docs/settings.md``; a test holds the two together.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from platformdirs import user_data_path

from skill.errors import SettingsError

T = TypeVar("T")


def _text(value: str) -> str:
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser()


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _port(value: str) -> int:
    return _between(value, 0, 65_535)


def _count(value: str) -> int:
    return _between(value, 1, 64)


def _https(value: str) -> str:
    url = urlsplit(value)
    if url.scheme != "https" or not url.hostname or url.query or url.fragment:
        raise ValueError(value)
    return value.rstrip("/")


def _voice(value: str) -> str:
    if value not in {"recorded", "alexa"}:
        raise ValueError(value)
    return value


def _between(value: str, low: int, high: int) -> int:
    number = int(value)
    if not low <= number <= high:
        raise ValueError(value)
    return number


def _setting(
    variable: str, read: Callable[[str], T], expects: str, default: T, *, secret: bool = False
) -> T:
    """Declare a setting: its variable, how to read it, and what its error says."""
    metadata = {"variable": variable, "read": read, "expects": expects}
    made: T = field(default=default, metadata=metadata, repr=not secret)
    return made


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set from outside.

    Attributes:
        skill_id: the skill that requests must be for; without it every request is refused.
        alexa_roots: a PEM file of roots trusted beside certifi's.
        database_url: where households are remembered; empty means SQLite in ``data_dir``.
        data_dir: the folder of the embedded database and of the keys it made itself.
        memory_keys: Fernet keys for what is stored, the newest first.
        memory_secret: the secret that turns user ids into keys of the database.
        host: the address the webhook listens on.
        port: the port the webhook listens on; TLS is ended in front of it.
        workers: webhook processes.
        threads: turns that one webhook process works on at once.
        audio_base_url: the https URL that the folder of recordings is reachable at; empty
            where nothing can be played.
        starter_voice: whether starters are ``recorded``, or spoken by ``alexa``.
    """

    skill_id: str = _setting("SKILL_ID", _text, "the id of your skill, amzn1.ask.skill.…", "")
    alexa_roots: Path | None = _setting("ALEXA_ROOTS", _path, "the path of a PEM file", None)
    database_url: str = _setting(
        "DATABASE_URL",
        _text,
        "a URL such as postgresql+psycopg://user@host/name",
        "",
        secret=True,
    )
    data_dir: Path = _setting(
        "DATA_DIR", _path, "the path of a folder", user_data_path("reviving-romance")
    )
    memory_keys: tuple[str, ...] = _setting(
        "MEMORY_KEYS",
        _list,
        "Fernet keys with commas between, the newest first",
        (),
        secret=True,
    )
    memory_secret: str = _setting(
        "MEMORY_SECRET", _text, "32 characters or more", "", secret=True
    )
    host: str = _setting("HOST", _text, "an address to listen on", "127.0.0.1")
    port: int = _setting("PORT", _port, "a number from 0 to 65535", 8080)
    workers: int = _setting("WORKERS", _count, "a number from 1 to 64", 1)
    threads: int = _setting("THREADS", _count, "a number from 1 to 64", 4)

    audio_base_url: str = _setting(
        "AUDIO_BASE_URL", _https, "an https URL such as https://host.example/audio", ""
    )
    starter_voice: str = _setting("STARTER_VOICE", _voice, "recorded or alexa", "recorded")

    def __post_init__(self) -> None:
        """Check what no single variable can tell.

        Raises:
            SettingsError: settings contradict one another or name what is not there.
        """
        if self.alexa_roots and not self.alexa_roots.is_file():
            raise SettingsError(f"ALEXA_ROOTS: there is no file {self.alexa_roots}")
        if self.database_url and not urlsplit(self.database_url).scheme:
            raise SettingsError("DATABASE_URL: expected a URL such as sqlite:///household.db")
        if bool(self.memory_keys) != bool(self.memory_secret):
            raise SettingsError("MEMORY_KEYS and MEMORY_SECRET belong together: set both")
        if self.memory_secret and len(self.memory_secret) < 32:  # noqa: PLR2004 - a fact of HMAC-SHA256
            raise SettingsError("MEMORY_SECRET: expected 32 characters or more")
        if self.database_url and not self.embedded and not self.memory_keys:
            raise SettingsError(
                "DATABASE_URL names a shared database, so the keys must be shared too: "
                "set MEMORY_KEYS and MEMORY_SECRET (romance keys new prints a pair)"
            )

    @property
    def embedded(self) -> bool:
        """Say whether the database is a file on this machine."""
        return not self.database_url or self.database_url.startswith("sqlite")

    @property
    def database(self) -> str:
        """Return the URL of the database, the embedded one by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'households.db'}"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Args:
        environ: variables by name; the process's own by default. Empty ones count as unset.

    Raises:
        SettingsError: a value makes no sense; the message names the variable and what
            it expects.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        variable = setting.metadata["variable"]
        text = environ.get(variable, "").strip()
        if not text:
            continue
        try:
            values[setting.name] = setting.metadata["read"](text)
        except ValueError as error:
            raise SettingsError(
                f"{variable}: expected {setting.metadata['expects']}"
            ) from error
    return Settings(**values)
