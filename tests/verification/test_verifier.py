"""What is answered and what is refused, and with which reason."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from authority import CHAIN_URL, NOW, SKILL_ID, Authority
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512, HashAlgorithm
from werkzeug.datastructures import Headers

import skill.verification
from skill.errors import RequestRefusedError, SettingsError
from skill.verification import Verifier

Sign = Callable[[Authority, bytes], str]


def body(
    request_type: str = "LaunchRequest",
    *,
    sent: timedelta = timedelta(),
    skill_id: str | None = SKILL_ID,
    **changes: Any,
) -> bytes:
    """Return a request's body, sent at this distance from now."""
    system = {"application": {"applicationId": skill_id}} if skill_id else {}
    timestamp = (NOW + sent).isoformat().replace("+00:00", "Z")
    parts = {
        "version": "1.0",
        "context": {"System": system},
        "request": {"type": request_type, "requestId": "1", "timestamp": timestamp},
    }
    return json.dumps(parts | changes).encode()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A request on its way; a good one where nothing else is said.

    Attributes:
        says: the body that is signed.
        arrives: makes of it the body that arrives.
        url: the URL of the chain.
        sign: signs the body.
        headers: more headers, or others in place of those.
    """

    says: bytes = body()
    arrives: Callable[[bytes], bytes] = bytes
    url: str = CHAIN_URL
    sign: Sign = Authority.signature
    headers: tuple[tuple[str, str | None], ...] = ()

    def post(self, authority: Authority, verifier: Verifier) -> None:
        """Have it verified."""
        signed = {
            "SignatureCertChainUrl": self.url,
            "Signature-256": self.sign(authority, self.says),
        }
        headers = Headers(
            {name: value for name, value in (signed | dict(self.headers)).items() if value}
        )
        verifier.verify(headers, self.arrives(self.says), NOW)


def _old_signature(authority: Authority, said: bytes) -> str:
    return authority.signature(said, digest=SHA1())  # noqa: S303 - what Alexa sent of old


def _pss(authority: Authority, said: bytes) -> str:
    scheme = padding.PSS(padding.MGF1(SHA256()), padding.PSS.MAX_LENGTH)
    return authority.signature(said, scheme=scheme)


def _at(url: str) -> Letter:
    return Letter(url=url)


def _under(chain: str) -> Letter:
    return Letter(url=f"https://s3.amazonaws.com/echo.api/{chain}.pem")


HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
TOLERANCE = 150 * SECOND
SESSION = {"application": {"applicationId": SKILL_ID}}
FILE = "echo.api/echo-api-cert-test.pem"

GOOD = {
    "as Alexa sends it": Letter(),
    "scheme and host in capitals": _at(f"HTTPS://S3.AmazonAWS.com/{FILE}"),
    "the port named": _at(f"https://s3.amazonaws.com:443/{FILE}"),
    "dots that lead back": _at(f"https://s3.amazonaws.com/echo.api/../{FILE}"),
    "the old signature beside the new": Letter(headers=(("Signature", "x"),)),
    "150 seconds old": Letter(says=body(sent=-TOLERANCE)),
    "150 seconds early": Letter(says=body(sent=TOLERANCE)),
    "a skill event an hour old": Letter(says=body("AlexaSkillEvent.SkillEnabled", sent=-HOUR)),
    "a type nobody knows": Letter(says=body("Invented.Type")),
    "spaces around the JSON": Letter(says=b"\n " + body() + b"\n"),
}

FORGERIES: dict[str, tuple[str, Letter]] = {
    # Headers
    "no signature": ("signature-missing", Letter(headers=(("Signature-256", None),))),
    "no chain": ("signature-missing", Letter(headers=(("SignatureCertChainUrl", None),))),
    "a simulator's header": (
        "signature-missing",
        Letter(sign=lambda *_: "", headers=(("X-Simulator", "true"), ("X-Debug", "1"))),
    ),
    # Where the chain is said to be
    "plain http": ("chain-url-scheme", _at(f"http://s3.amazonaws.com/{FILE}")),
    "a file": ("chain-url-scheme", _at(f"file:///{FILE}")),
    "no scheme": ("chain-url-scheme", _at(f"s3.amazonaws.com/{FILE}")),
    "another host": ("chain-url-host", _at(f"https://example.com/{FILE}")),
    "a host that begins like it": (
        "chain-url-host",
        _at(f"https://s3.amazonaws.com.example.com/{FILE}"),
    ),
    "a host that ends like it": ("chain-url-host", _at(f"https://xs3.amazonaws.com/{FILE}")),
    "a bucket's host": ("chain-url-host", _at(f"https://evil.s3.amazonaws.com/{FILE}")),
    "a dot after the host": ("chain-url-host", _at(f"https://s3.amazonaws.com./{FILE}")),
    "no host": ("chain-url-host", _at(f"https:///{FILE}")),
    "user-info": ("chain-url", _at(f"https://s3.amazonaws.com@example.com/{FILE}")),
    "user-info before the host": ("chain-url", _at(f"https://me:me@s3.amazonaws.com/{FILE}")),
    "a backslash": ("chain-url", _at(f"https://s3.amazonaws.com\\@example.com/{FILE}")),
    "a tab in the host": ("chain-url", _at(f"https://s3.amazon\taws.com/{FILE}")),
    "a null in the path": ("chain-url", _at(f"https://s3.amazonaws.com/{FILE}\0")),
    "a space before the scheme": ("chain-url", _at(f" https://s3.amazonaws.com/{FILE}")),
    "a letter that looks like one": ("chain-url", _at(f"https://s3.\u0430mazonaws.com/{FILE}")),
    "a query": ("chain-url", _at(f"{CHAIN_URL}?versionId=1")),
    "a fragment": ("chain-url", _at(f"{CHAIN_URL}#1")),
    "dots in percents": (
        "chain-url",
        _at("https://s3.amazonaws.com/echo.api/%2e%2e/evil/chain.pem"),
    ),
    "a URL over long": ("chain-url", _at(CHAIN_URL + "x" * 300)),
    "two URLs": ("chain-url", _at(f"{CHAIN_URL}, {CHAIN_URL}")),
    "another folder": ("chain-url-path", _at("https://s3.amazonaws.com/evil/chain.pem")),
    "a folder in capitals": (
        "chain-url-path",
        _at("https://s3.amazonaws.com/ECHO.API/echo-api-cert.pem"),
    ),
    "a folder that begins like it": (
        "chain-url-path",
        _at("https://s3.amazonaws.com/echo.api.evil/chain.pem"),
    ),
    "dots that lead away": (
        "chain-url-path",
        _at("https://s3.amazonaws.com/echo.api/../evil/chain.pem"),
    ),
    "the folder itself": ("chain-url-path", _at("https://s3.amazonaws.com/echo.api/")),
    "no path": ("chain-url-path", _at("https://s3.amazonaws.com")),
    "another port": ("chain-url-port", _at(f"https://s3.amazonaws.com:8443/{FILE}")),
    "port 0": ("chain-url-port", _at(f"https://s3.amazonaws.com:0/{FILE}")),
    "a port that is none": ("chain-url-port", _at(f"https://s3.amazonaws.com:https/{FILE}")),
    "a port beyond all": ("chain-url-port", _at(f"https://s3.amazonaws.com:99999/{FILE}")),
    # The chain itself
    "nothing there": ("chain-fetch", _under("nothing")),
    "an expired leaf": ("chain-dates", _under("expired")),
    "a leaf of tomorrow": ("chain-dates", _under("not-yet-valid")),
    "a leaf for another name": ("chain", _under("other-name")),
    "a leaf for clients": ("chain", _under("for-clients")),
    "an authority as leaf": ("chain", _under("authority-as-leaf")),
    "a leaf with an elliptic key": ("chain-key", _under("elliptic-key")),
    "a leaf with a weak key": ("chain-key", _under("weak-key")),
    "no intermediate": ("chain", _under("no-intermediate")),
    "an expired intermediate": ("chain", _under("old-intermediate")),
    "another root": ("chain", _under("other-root")),
    "another root sent along": ("chain", _under("root-sent-along")),
    "a leaf issued by a leaf": ("chain", _under("issued-by-leaf")),
    "the leaf last": ("chain-key", _under("leaf-last")),
    "an empty chain": ("chain-pem", _under("empty")),
    "a page in place of a chain": ("chain-pem", _under("not-a-chain")),
    "a chain cut short": ("chain", _under("cut-short")),
    # The signature
    "a word added": ("signature", Letter(arrives=lambda said: said + b" ")),
    "a word changed": ("signature", Letter(arrives=lambda said: said.replace(b"1.0", b"1.1"))),
    "no body": ("signature", Letter(arrives=lambda _: b"")),
    "another body's signature": ("signature", Letter(sign=lambda a, _: a.signature(b"{}"))),
    "a signature with SHA-1": ("signature", Letter(sign=_old_signature)),
    "a signature with SHA-512": (
        "signature",
        Letter(sign=lambda a, said: a.signature(said, digest=SHA512())),
    ),
    "a signature with PSS": ("signature", Letter(sign=_pss)),
    "a signature cut short": ("signature", Letter(sign=lambda a, said: a.signature(said)[:-4])),
    "no base64": ("signature", Letter(sign=lambda *_: "signed, Alexa")),
    "base64 with a space": (
        "signature",
        Letter(headers=(("Signature-256", "QUJD REVG"),)),
    ),
    "letters outside ASCII": ("signature", Letter(sign=lambda *_: "ÄÖÜß")),
    # What was signed
    "no JSON": ("body", Letter(says=b"hello")),
    "an empty body": ("body", Letter(says=b"")),
    "a list": ("body", Letter(says=b"[]")),
    "no request": ("body", Letter(says=b'{"version": "1.0"}')),
    "another encoding": ("body", Letter(says=body().decode().encode("utf-16"))),
    # Stale
    "no timestamp": ("timestamp", Letter(says=body(request={"type": "LaunchRequest"}))),
    "a timestamp that is none": (
        "timestamp",
        Letter(says=body(request={"type": "LaunchRequest", "timestamp": "now"})),
    ),
    "151 seconds old": ("timestamp-old", Letter(says=body(sent=-TOLERANCE - SECOND))),
    "151 seconds early": ("timestamp-early", Letter(says=body(sent=TOLERANCE + SECOND))),
    "a skill event over an hour old": (
        "timestamp-old",
        Letter(says=body("AlexaSkillEvent.SkillDisabled", sent=-HOUR - SECOND)),
    ),
    "a skill event 151 seconds early": (
        "timestamp-early",
        Letter(says=body("AlexaSkillEvent.SkillDisabled", sent=TOLERANCE + SECOND)),
    ),
    "an old request with an event's name in it": (
        "timestamp-old",
        Letter(says=body("My.AlexaSkillEvent.SkillEnabled", sent=-HOUR)),
    ),
    # Misaddressed
    "another skill": ("skill-id", Letter(says=body(skill_id="amzn1.ask.skill.1"))),
    "an id that begins like ours": ("skill-id", Letter(says=body(skill_id=SKILL_ID + "0"))),
    "no skill": ("skill-id", Letter(says=body(skill_id=None))),
    "our id in the session alone": (
        "skill-id",
        Letter(says=body(skill_id="amzn1.ask.skill.1", session=SESSION)),
    ),
    "no context, our id in the session": (
        "skill-id",
        Letter(says=body(context=None, session=SESSION)),
    ),
    "an id outside ASCII": ("skill-id", Letter(says=body(skill_id="amzn1.ask.skïll"))),
}


@pytest.mark.parametrize("letter", [pytest.param(GOOD[name], id=name) for name in GOOD])
def test_alexas_requests_are_answered(
    letter: Letter, authority: Authority, verifier: Verifier
) -> None:
    """Whatever Amazon may send passes, whichever way it spells its URL."""
    letter.post(authority, verifier)


@pytest.mark.parametrize(
    ("reason", "letter"), [pytest.param(*FORGERIES[name], id=name) for name in FORGERIES]
)
def test_forgeries_are_refused(
    reason: str, letter: Letter, authority: Authority, verifier: Verifier
) -> None:
    """Forged, stale and misaddressed requests are refused for the reason that fits."""
    with pytest.raises(RequestRefusedError) as refusal:
        letter.post(authority, verifier)

    assert reason == refusal.value.reason


def test_the_checks_come_in_amazons_order(authority: Authority, verifier: Verifier) -> None:
    """A request with every fault is refused for the first, with that mended for the next."""
    letter = Letter(says=b"no JSON", arrives=lambda said: said + b"!")
    no_signature = (("Signature-256", None),)
    faults: list[tuple[str, dict[str, Any]]] = [
        ("signature-missing", {"url": "http://example.com:1/x", "headers": no_signature}),
        ("chain-url-scheme", {"headers": ()}),
        ("chain-url-host", {"url": "https://example.com:1/x"}),
        ("chain-url-path", {"url": "https://s3.amazonaws.com:1/x"}),
        ("chain-url-port", {"url": "https://s3.amazonaws.com:1/echo.api/nothing.pem"}),
        ("chain-fetch", {"url": "https://s3.amazonaws.com/echo.api/nothing.pem"}),
        ("chain", {"url": "https://s3.amazonaws.com/echo.api/other-root.pem"}),
        ("signature", {"url": CHAIN_URL}),
        ("body", {"arrives": bytes}),
        ("timestamp-old", {"says": body(sent=-HOUR, skill_id=None)}),
        ("skill-id", {"says": body(skill_id=None)}),
    ]

    for reason, changes in faults:
        letter = replace(letter, **changes)
        with pytest.raises(RequestRefusedError, match=f"^{reason}$"):
            letter.post(authority, verifier)


@pytest.mark.parametrize("digest", [SHA1(), SHA256()])  # noqa: S303 - what Alexa sent of old
def test_the_old_header_alone_is_not_accepted(
    digest: HashAlgorithm, authority: Authority, verifier: Verifier
) -> None:
    """A signature in ``Signature`` does not count, not even a right one."""
    headers = {
        "SignatureCertChainUrl": CHAIN_URL,
        "Signature": authority.signature(body(), digest=digest),
    }

    with pytest.raises(RequestRefusedError, match=r"^signature-missing$"):
        verifier.verify(headers, body(), NOW)


def test_a_service_without_a_skill_id_refuses_everything(authority: Authority) -> None:
    """Without a skill id even a request without one is refused, and nothing is fetched."""

    def fetch(path: str) -> bytes:
        raise AssertionError(path)

    verifier = Verifier("", roots=authority.root_pem, fetch=fetch)

    for letter in (*GOOD.values(), Letter(says=body(skill_id=None))):
        with pytest.raises(RequestRefusedError, match=r"^no-skill-id$"):
            letter.post(authority, verifier)


def test_the_private_root_is_trusted_only_where_it_is_named(authority: Authority) -> None:
    """Without the setting a chain of the private authority leads nowhere."""
    verifier = Verifier(SKILL_ID, fetch=lambda _: authority.chain)

    with pytest.raises(RequestRefusedError, match=r"^chain$"):
        Letter().post(authority, verifier)


def test_headers_may_be_a_plain_mapping(authority: Authority, verifier: Verifier) -> None:
    """All that is asked of headers is to be found by name."""
    verifier.verify(authority.sign(body()), body(), NOW)


def test_the_table_of_reasons_is_whole() -> None:
    """The reasons that the source gives are those that the table explains."""
    package = Path(skill.verification.__file__).parent
    source = "".join(file.read_text() for file in package.glob("*.py"))
    given = set(re.findall(r'RequestRefusedError\("([a-z-]+)"\)', source)) | {"body"}
    table = str(skill.verification.__doc__).split("====\n")[2]

    explained = set(re.findall(r"^([a-z]\S*) ", table, re.MULTILINE))

    assert given == explained


def test_a_file_without_roots_is_a_clear_error(tmp_path: Path) -> None:
    """A wrong ``ALEXA_ROOTS`` stops the start and is named."""
    file = tmp_path / "roots.pem"
    file.write_text("no roots here")

    with pytest.raises(SettingsError, match=r"ALEXA_ROOTS: .*roots\.pem"):
        Verifier(SKILL_ID, roots=file)
