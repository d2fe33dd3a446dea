"""Which certificate chains speak for Alexa."""

import ssl
import warnings
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import certifi
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from skill.errors import RequestRefusedError, SettingsError

_ALEXA = x509.DNSName("echo-api.amazon.com")
_KEY_BITS = 2048


class Chain(NamedTuple):
    """A chain that was found good.

    Attributes:
        key: the key of its leaf, which signs requests.
        begins: when the last of its certificates became valid.
        ends: when the first of them stops being valid.
    """

    key: RSAPublicKey
    begins: datetime
    ends: datetime

    def covers(self, now: datetime) -> bool:
        """Say whether every certificate of the chain is valid at this moment."""
        return self.begins <= now <= self.ends


class Trust:
    """The roots that we trust, for the chains of Alexa and for fetching them.

    Attributes:
        context: makes TLS connections to servers that these roots vouch for.
    """

    def __init__(self, roots: Path | None = None) -> None:
        """Load certifi's roots, which hold Amazon's, and those of the file.

        Raises:
            SettingsError: the file cannot be read or holds no certificates.
        """
        self.context = ssl.create_default_context(cafile=certifi.where())
        if roots:
            try:
                self.context.load_verify_locations(cafile=roots)
            except OSError as error:
                raise SettingsError(f"ALEXA_ROOTS: {roots} is no PEM file of roots") from error
        self._store = Store(_certificates(self.context))

    def validate(self, pem: bytes, now: datetime) -> Chain:
        """Validate a chain at this moment, as RFC 5280 and the web's own rules say.

        Args:
            pem: the certificates, leaf first, then intermediates in any order.
            now: the moment to validate at, aware.

        Raises:
            RequestRefusedError: with a reason that begins with ``"chain"``.
        """
        try:
            return self._validate(pem, now)
        except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
            # Certificates are parsed bit by bit as they are used: any step may find junk.
            raise RequestRefusedError("chain-pem") from error

    def _validate(self, pem: bytes, now: datetime) -> Chain:
        leaf, *intermediates = x509.load_pem_x509_certificates(pem)
        key = leaf.public_key()
        if not leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc:
            raise RequestRefusedError("chain-dates")
        if not isinstance(key, RSAPublicKey) or key.key_size < _KEY_BITS:
            raise RequestRefusedError("chain-key")
        policy = PolicyBuilder().store(self._store).time(now)
        try:
            chain = policy.build_server_verifier(_ALEXA).verify(leaf, intermediates)
        except VerificationError as error:
            raise RequestRefusedError("chain") from error
        return Chain(
            key=key,
            begins=max(certificate.not_valid_before_utc for certificate in chain),
            ends=min(certificate.not_valid_after_utc for certificate in chain),
        )


def _certificates(context: ssl.SSLContext) -> list[x509.Certificate]:
    with warnings.catch_warnings():
        # Starfield's root, which Amazon's chains may end in, has the serial number zero.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return [
            x509.load_der_x509_certificate(der)
            for der in context.get_ca_certs(binary_form=True)
        ]
