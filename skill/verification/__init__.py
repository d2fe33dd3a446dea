"""Is this request Alexa's, for this skill, now?

The nine checks that Amazon asks of a web service ("Host a Custom Skill as a Web
Service" in the Alexa Skills Kit documentation), in its order, on the raw bytes of the
body before anything reads them. A refused request leaves one of these words in the log:

====================  ==================================================================
reason                what was wrong
====================  ==================================================================
no-skill-id           this service was not told which skill it serves: set ``SKILL_ID``
signature-missing     no ``Signature-256`` or no ``SignatureCertChainUrl`` header; the
                      old ``Signature`` (SHA-1) does not count
chain-url             the chain's URL is over long, or holds a character that no URL of
                      Amazon's does: user-info, a query, a percent sign, a control
chain-url-scheme      it is not https
chain-url-host        its host is not s3.amazonaws.com
chain-url-path        its path, dots resolved, is not under /echo.api/
chain-url-port        it names a port other than 443
chain-busy            two other chains are being fetched already: a flood of made-up URLs
chain-fetch           the chain did not come: network, TLS, status, size or time
chain-pem             what came is not a certificate chain
chain-dates           the leaf is not valid yet or no longer, or this clock is wrong
chain-key             the leaf's key is not RSA of 2048 bits or more
chain                 the chain does not join echo-api.amazon.com to a trusted root
signature             the signature is not base64, or not of these bytes by that leaf
body                  signed, but not a request: not JSON, or not of Alexa's shape
timestamp             the request does not say when it was sent
timestamp-old         it was sent too long ago: delayed, replayed, or this clock is fast
timestamp-early       it will be sent in the future: this clock is slow
skill-id              it is for another skill
====================  ==================================================================
"""

import base64
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from skill import envelope
from skill.errors import RequestRefusedError
from skill.verification.chains import Chains
from skill.verification.fetching import Fetcher, chain_path
from skill.verification.trust import Trust

__all__ = ["Fetcher", "Headers", "Trust", "Verifier"]

# Both figures are those of the verifier in Amazon's own SDKs. Skill events are told
# again for a while when the first telling failed, hence the longer one.
_TOLERANCE = timedelta(seconds=150)
_EVENT_TOLERANCE = timedelta(hours=1)
_EVENT = "AlexaSkillEvent."

_PADDING = PKCS1v15()
_DIGEST = SHA256()


class Headers(Protocol):
    """The headers of a request, found by name in any case, as werkzeug's are."""

    def get(self, name: str, /) -> str | None:
        """Return the value of the header, or None without one."""


class Verifier:
    """Refuses every request that is not from Alexa, for this skill, now.

    Safe under threads; make one for the process, since it keeps the chains it trusts.
    """

    def __init__(
        self,
        skill_id: str,
        *,
        roots: Path | None = None,
        fetch: Callable[[str], bytes] | None = None,
    ) -> None:
        """Read the trusted roots.

        Args:
            skill_id: the skill that requests must be for; empty refuses every request.
            roots: a PEM file of roots trusted beside certifi's, for chains and for TLS.
            fetch: returns the PEM chain at a path of s3.amazonaws.com, or raises
                RequestRefusedError; a Fetcher by default.

        Raises:
            SettingsError: ``roots`` holds no certificates.
        """
        trust = Trust(roots)
        self._skill_id = skill_id.encode()
        self._chains = Chains(fetch or Fetcher(trust.context), trust.validate)

    def verify(self, headers: Headers, body: bytes, now: datetime) -> None:
        """Return when the request may be answered.

        Args:
            headers: the headers of the request.
            body: its body, byte for byte as it came.
            now: the present moment, aware.

        Raises:
            RequestRefusedError: in every other case, its reason a word of the table above.
        """
        if not self._skill_id:
            raise RequestRefusedError("no-skill-id")
        url = headers.get("SignatureCertChainUrl")
        signature = headers.get("Signature-256")
        if not url or not signature:
            raise RequestRefusedError("signature-missing")
        chain = self._chains.get(chain_path(url), now)
        _check_signature(chain.key, signature, body)
        request = envelope.read(body)
        _check_timestamp(request.request, now)
        self._check_skill(request.application_id)

    def _check_skill(self, application_id: str | None) -> None:
        if not hmac.compare_digest((application_id or "").encode(), self._skill_id):
            raise RequestRefusedError("skill-id")


def _check_signature(key: RSAPublicKey, signature: str, body: bytes) -> None:
    try:
        key.verify(base64.b64decode(signature, validate=True), body, _PADDING, _DIGEST)
    except (ValueError, InvalidSignature) as error:
        raise RequestRefusedError("signature") from error


def _check_timestamp(request: envelope.Request, now: datetime) -> None:
    sent = request.sent_at()
    if sent is None:
        raise RequestRefusedError("timestamp")
    age = now - sent
    if age > (_EVENT_TOLERANCE if request.type.startswith(_EVENT) else _TOLERANCE):
        raise RequestRefusedError("timestamp-old")
    if age < -_TOLERANCE:
        raise RequestRefusedError("timestamp-early")
