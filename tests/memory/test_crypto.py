"""Keys: what they open, and what they refuse."""

import pytest
from cryptography.fernet import Fernet

from skill.errors import KeyLostError, SettingsError
from skill.memory.crypto import NAME_SIZE, Keyring


def test_names_tell_nothing_and_never_meet(keyring: Keyring) -> None:
    """A name is 32 bytes of its own for each kind, id and household."""
    names = {
        keyring.name("household", "us"),
        keyring.name("household", "them"),
        keyring.name("device", "us"),
        keyring.name("device", "us", keyring.name("household", "us")),
        keyring.name("device", "us", keyring.name("household", "them")),
    }

    assert len(names) == 5
    assert {len(name) for name in names} == {NAME_SIZE}


def test_names_depend_on_the_secret_alone(key: str, secret: str) -> None:
    """New keys find the same rows; another secret finds none of them."""
    name = Keyring([key], secret).name("household", "us")

    assert Keyring([Fernet.generate_key().decode()], secret).name("household", "us") == name
    assert Keyring([key], secret[::-1]).name("household", "us") != name


def test_what_is_sealed_opens_again(keyring: Keyring) -> None:
    """Sealing hides the content; the same keys open it."""
    name = keyring.name("household", "us")
    sealed = keyring.seal(name, b"We danced in the kitchen.")

    assert b"danced" not in sealed
    assert keyring.open(name, sealed) == b"We danced in the kitchen."


def test_a_new_key_seals_and_an_old_one_still_opens(key: str, secret: str) -> None:
    """Rotation: put the new key first, and keep the old one behind it."""
    new_key = Fernet.generate_key().decode()
    old, both, new = (Keyring(keys, secret) for keys in ([key], [new_key, key], [new_key]))
    name = old.name("household", "us")

    assert both.open(name, old.seal(name, b"before")) == b"before"
    assert new.open(name, both.seal(name, b"after")) == b"after"


def test_a_key_that_is_gone_is_said(keyring: Keyring, secret: str) -> None:
    """Without its key, what is stored is lost, and that has a name of its own."""
    name = keyring.name("household", "us")
    stranger = Keyring([Fernet.generate_key().decode()], secret)

    with pytest.raises(KeyLostError, match="no key of MEMORY_KEYS"):
        stranger.open(name, keyring.seal(name, b"Jo"))
    with pytest.raises(KeyLostError, match="no key of MEMORY_KEYS"):
        keyring.open(name, b"garbage")


def test_a_row_copied_over_another_does_not_open(keyring: Keyring) -> None:
    """What is sealed opens in its own row only."""
    ours, theirs = (keyring.name("household", user) for user in ("us", "them"))

    with pytest.raises(KeyLostError, match="another row"):
        keyring.open(theirs, keyring.seal(ours, b"Jo"))


@pytest.mark.parametrize("keys", [[], ["not a key"], [""]])
def test_what_is_no_key_is_a_setting_to_correct(keys: list[str], secret: str) -> None:
    """The error names the variable and what it expects."""
    with pytest.raises(SettingsError, match="MEMORY_KEYS: expected Fernet keys"):
        Keyring(keys, secret)
