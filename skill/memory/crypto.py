"""What stands in the database instead of what people said and who they are.

A row is named by an HMAC-SHA256 (RFC 2104) of what it is about, so that nobody who reads
the database learns an id, and nobody without the secret can look one up. What is in the
row is sealed with Fernet (AES-128-CBC and HMAC-SHA256, github.com/fernet/spec) together
with the row's name, so that a row copied over another one does not open.
"""

import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from skill.errors import KeyLostError, SettingsError

NAME_SIZE = 32
"""Bytes in the name of a row: one SHA-256."""


class Keyring:
    """The keys of the memory; safe to share between threads."""

    def __init__(self, keys: Sequence[str], secret: str) -> None:
        """Take the keys.

        Args:
            keys: Fernet keys. The first one seals, all of them open.
            secret: what row names are made with. It can never change: under another one
                no household would be found again.

        Raises:
            SettingsError: there is no key, or one is not a Fernet key.
        """
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise SettingsError(
                "MEMORY_KEYS: expected Fernet keys; romance keys new prints one"
            ) from error
        self._secret = secret.encode()

    def name(self, kind: str, identity: str, within: bytes = b"") -> bytes:
        """Return the name of a row.

        Args:
            kind: what the row is, a word of this package; names of two kinds never meet.
            identity: the id it stands for, such as an Alexa user id.
            within: the name of the row it belongs to, so that what two households have in
                common does not show.
        """
        message = b"%b:%b%b" % (kind.encode(), within, identity.encode())
        return hmac.digest(self._secret, message, "sha256")

    def seal(self, name: bytes, content: bytes) -> bytes:
        """Return content sealed for the row of this name."""
        return self._fernet.encrypt(name + content)

    def open(self, name: bytes, sealed: bytes) -> bytes:
        """Return the content of the row of this name.

        Raises:
            KeyLostError: none of the keys fits, or it was sealed for another row.
        """
        try:
            opened = self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise KeyLostError("no key of MEMORY_KEYS opens what is stored") from error
        if not hmac.compare_digest(opened[:NAME_SIZE], name):
            raise KeyLostError("what is stored belongs to another row")
        return opened[NAME_SIZE:]
