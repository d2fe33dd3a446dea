"""The file of keys that the embedded memory makes for itself."""

import logging
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from skill.errors import SettingsError
from skill.memory import keys
from skill.memory.crypto import Keyring
from skill.memory.keys import FILE_NAME, Keys, new_keys, own_keys


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    """Return where the keys go."""
    return tmp_path / FILE_NAME


def test_new_keys_are_new_each_time() -> None:
    """Each pair is good for a keyring and unlike any other."""
    one, other = new_keys(), new_keys()

    assert not set(one.keys) & set(other.keys)
    assert one.secret != other.secret
    assert len(one.secret) >= 32
    Keyring(one.keys, one.secret)


def test_keys_are_made_once_and_only_for_their_owner(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The first start makes the file and says where; later ones read it."""
    with caplog.at_level(logging.INFO):
        made = own_keys(path, make=True)
        read = own_keys(path, make=True)

    name = made.name("household", "us")
    assert read.open(name, made.seal(name, b"Jo")) == b"Jo"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [record.message for record in caplog.records] == [
        f"made the keys of the memory: keep a copy of {path}"
    ]


def test_starts_at_once_agree_on_the_keys(path: Path) -> None:
    """Whoever is first makes the keys of all, and leaves nothing else behind."""
    together = threading.Barrier(8)

    def start(_process: int) -> bytes:
        together.wait()
        return own_keys(path, make=True).name("household", "us")

    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(start, range(8)))

    assert len(names) == 1
    assert [file.name for file in path.parent.iterdir()] == [FILE_NAME]


def test_a_start_that_lost_the_race_takes_the_others_keys(
    path: Path, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys that came to be between the look and the making are not replaced."""
    first = Keys(keys=new_keys().keys, secret=secret)

    def overtaken() -> Keys:
        monkeypatch.undo()
        path.write_bytes(msgspec.json.encode(first))
        path.chmod(0o600)
        return new_keys()

    monkeypatch.setattr(keys, "new_keys", overtaken)

    expected = Keyring(first.keys, first.secret).name("household", "us")
    assert own_keys(path, make=True).name("household", "us") == expected


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    """The error says what to do about it."""
    own_keys(path, make=True)
    path.chmod(mode)

    with pytest.raises(SettingsError, match=f"others can read {path}: chmod 600 it"):
        own_keys(path, make=True)


@pytest.mark.parametrize("text", ["", "{}", '{"keys": "a", "secret": "b"}', '{"keys": ["a'])
def test_a_file_without_keys_is_refused(path: Path, text: str) -> None:
    """It is never replaced: the keys in it may be in a copy somewhere."""
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match="holds no keys"):
        own_keys(path, make=True)
    assert path.read_text(encoding="utf-8") == text


def test_keys_are_not_made_for_a_database_that_had_some(path: Path) -> None:
    """New keys would open nothing in it, and nobody would notice."""
    with pytest.raises(SettingsError, match="the database has lost its keys"):
        own_keys(path, make=False)

    assert not path.exists()


def test_a_path_that_cannot_be_used_is_a_setting_to_correct(path: Path) -> None:
    """What the system says is said on, with the path."""
    path.mkdir()

    with pytest.raises(SettingsError, match=f"cannot use {path}: "):
        own_keys(path, make=True)
