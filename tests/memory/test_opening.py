"""Opening the memory that the settings name, alone and in company."""

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from skill.errors import MemoryUnavailableError, SettingsError
from skill.memory.keys import new_keys
from skill.memory.opening import open_memory
from skill.settings import Settings, load

NOW = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
US = "amzn1.ask.account.US"

KEEP_WINS = """
import sys
from datetime import UTC, datetime
from skill.errors import ConflictError
from skill.memory import Win
from skill.memory.opening import open_memory
from skill.settings import load

user, process, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
now = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
memory = open_memory(load())
for number in range(count):
    while True:
        stored = memory.load(user)
        stored.household.opened += 1
        try:
            memory.save(user, stored, now=now)
        except ConflictError:
            continue
        break
    assert memory.add_win(user, Win(f"{process}-{number}", "We talked.", now))
memory.close()
"""


def keep_wins(environment: Mapping[str, str], processes: int, count: int) -> None:
    """Start processes that open the memory and keep wins, all at once."""
    started = [
        subprocess.Popen(  # noqa: S603 - this Python, with the script above
            [sys.executable, "-c", KEEP_WINS, US, str(process), str(count)],
            env={**os.environ, **environment},
            cwd=Path(__file__).parents[2],
        )
        for process in range(processes)
    ]
    assert [process.wait() for process in started] == [0] * processes


def test_the_embedded_memory_makes_all_it_needs(tmp_path: Path) -> None:
    """A folder, keys and a database come to be, and a later start finds them."""
    settings = Settings(data_dir=tmp_path / "new" / "folder")
    memory = open_memory(settings)
    memory.ping()
    stored = memory.load(US)
    stored.household.names = ["Zoë", "Jo"]
    memory.save(US, stored, now=NOW)
    memory.close()

    assert stat.S_IMODE(settings.data_dir.stat().st_mode) == 0o700
    files = {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.data_dir.iterdir()
    }
    assert files == {"households.db": 0o600, "keys.json": 0o600}

    again = open_memory(settings)
    assert again.load(US).household.names == ["Zoë", "Jo"]
    again.close()


def test_keys_that_are_set_are_used(tmp_path: Path, secret: str) -> None:
    """With keys in the settings the embedded memory makes none."""
    settings = Settings(data_dir=tmp_path, memory_keys=new_keys().keys, memory_secret=secret)
    open_memory(settings).close()

    assert [path.name for path in tmp_path.iterdir()] == ["households.db"]


def test_a_database_without_its_keys_is_not_opened(tmp_path: Path) -> None:
    """A lost file of keys is said, not papered over with a new one."""
    settings = Settings(data_dir=tmp_path)
    open_memory(settings).close()
    (tmp_path / "keys.json").unlink()

    with pytest.raises(SettingsError, match="the database has lost its keys"):
        open_memory(settings)


def test_a_file_anywhere_can_be_the_database(tmp_path: Path) -> None:
    """DATABASE_URL can name a file in a folder that is not there yet."""
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'romance.db'}"
    open_memory(Settings(data_dir=tmp_path / "data", database_url=url)).close()

    assert (tmp_path / "elsewhere" / "romance.db").is_file()
    assert (tmp_path / "data" / "keys.json").is_file()


def test_a_folder_that_cannot_be_made_is_a_setting_to_correct(tmp_path: Path) -> None:
    """The error names the path and what the system says of it."""
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match=f"cannot use {tmp_path / 'file'}"):
        open_memory(Settings(data_dir=tmp_path / "file"))


def test_a_start_can_go_on_without_the_database(tmp_path: Path, secret: str) -> None:
    """A worker that starts while the database is down serves what needs no memory."""
    settings = Settings(
        database_url=f"postgresql://romance@/nowhere?host={tmp_path}",
        memory_keys=new_keys().keys,
        memory_secret=secret,
    )
    with pytest.raises(MemoryUnavailableError):
        open_memory(settings)

    memory = open_memory(settings, must_answer=False)
    with pytest.raises(MemoryUnavailableError):
        memory.ping()


@pytest.mark.slow
def test_processes_that_start_at_once_share_one_memory(
    url: URL, tmp_path: Path, secret: str
) -> None:
    """They make keys and schema once, and lose neither a change nor a win."""
    environment = {"DATA_DIR": str(tmp_path)}
    if url.get_backend_name() == "postgresql":
        environment |= {
            "DATABASE_URL": url.render_as_string(hide_password=False),
            "MEMORY_KEYS": ",".join(new_keys().keys),
            "MEMORY_SECRET": secret,
        }
    keep_wins(environment, processes=4, count=25)

    memory = open_memory(load(environment))
    assert memory.load(US).household.opened == 100
    assert len({win.id for win in memory.wins(US, limit=500)}) == 100
    memory.close()
