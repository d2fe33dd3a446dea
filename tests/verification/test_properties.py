"""Whatever comes in, the outcome is a pass or a refusal, never another error."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from authority import CHAIN_URL, NOW, SKILL_ID, Authority
from hypothesis import given, settings, strategies as st

from skill.errors import RequestRefusedError
from skill.verification import Trust, Verifier
from skill.verification.fetching import chain_path

REQUEST = {
    "context": {"System": {"application": {"applicationId": SKILL_ID}}},
    "request": {"type": "LaunchRequest", "timestamp": "2026-11-22T20:00:00Z"},
}
BODY = json.dumps(REQUEST).encode()

# Pieces that URL parsers have disagreed about, in any order.
_PIECES = st.sampled_from("/\\.:@?#%;[]\t\n\0 1xé\uff0e") | st.sampled_from(
    ["https:", "HTTP:", "//", "..", "%2e", ":443", "s3.amazonaws.com", "/echo.api/"]
)
URLS = (
    st.text()
    | st.lists(_PIECES, max_size=12).map("".join)
    | st.lists(_PIECES, max_size=6).map(lambda pieces: CHAIN_URL + "".join(pieces))
    | st.lists(_PIECES, max_size=6).map(
        lambda pieces: f"https://s3.amazonaws.com{''.join(pieces)}/echo.api/x"
    )
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TIMESTAMPS = st.datetimes(timezones=st.timezones() | st.just(UTC)).map(datetime.isoformat)


@settings(max_examples=300)
@given(url=URLS)
def test_no_url_leads_anywhere_else(url: str) -> None:
    """A URL is refused, or it is https on Amazon's host and its path is under the folder."""
    with suppress(RequestRefusedError):
        path = chain_path(url)

        assert path.startswith("/echo.api/")
        assert {"", ".", ".."}.isdisjoint(path[1:].split("/"))
        assert urlsplit(url).hostname == "s3.amazonaws.com"
        assert path == chain_path(f"https://s3.amazonaws.com{path}")


@given(
    headers=st.dictionaries(
        st.sampled_from(["SignatureCertChainUrl", "Signature-256", "Signature"]),
        URLS | st.just(CHAIN_URL) | st.text(st.characters(max_codepoint=255)),
    ),
    body=st.binary() | st.just(BODY),
)
def test_what_nobody_signed_is_refused(
    headers: dict[str, str], body: bytes, verifier: Verifier
) -> None:
    """Made-up headers never get a body through, and never cause another error."""
    with pytest.raises(RequestRefusedError):
        verifier.verify(headers, body, NOW)


@given(place=st.integers(0, len(BODY) - 1), flip=st.integers(1, 255))
def test_no_byte_can_be_changed(
    place: int, flip: int, authority: Authority, verifier: Verifier
) -> None:
    """A body with one byte other than the signed one is refused for its signature."""
    changed = bytearray(BODY)
    changed[place] ^= flip

    with pytest.raises(RequestRefusedError, match=r"^signature$"):
        verifier.verify(authority.sign(BODY), bytes(changed), NOW)


@given(body=st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_what_is_signed_but_no_request_is_refused(
    body: bytes, authority: Authority, verifier: Verifier
) -> None:
    """A signature opens the door for requests only."""
    with pytest.raises(RequestRefusedError):
        verifier.verify(authority.sign(body), body, NOW)


@given(
    context=JSON | st.fixed_dictionaries({"System": JSON}) | st.just(REQUEST["context"]),
    kind=st.text() | st.just("AlexaSkillEvent.SkillEnabled"),
    timestamp=JSON | TIMESTAMPS | st.integers(),
)
def test_a_signed_request_passes_only_for_this_skill_and_now(
    context: Any, kind: str, timestamp: Any, authority: Authority, verifier: Verifier
) -> None:
    """Odd contexts, types and timestamps are refused; what passes is ours and of today."""
    request = {"type": kind, "timestamp": timestamp}
    body = json.dumps({"context": context, "request": request}).encode()

    with suppress(RequestRefusedError):
        verifier.verify(authority.sign(body), body, NOW)

        assert REQUEST["context"] == context
        assert timestamp is not None


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(max_examples=300)
@given(data=st.data())
def test_a_damaged_chain_is_refused_or_still_the_same(
    data: st.DataObject, authority: Authority, trust: Trust
) -> None:
    """Bytes changed on the way never cause another error, nor another key to be trusted."""
    chain = bytearray(authority.chain)
    for place in data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=1, max_size=3)):
        chain[place] = data.draw(st.sampled_from(b"AZaz09+/=-\n\0\xff"))

    with suppress(RequestRefusedError):
        assert authority.key.public_key() == trust.validate(bytes(chain), NOW).key
