"""Which chains are good when: a private one and, where they are at hand, Amazon's own."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from authority import BEGINS, ENDS, NOW, Authority, pem
from cryptography.hazmat.primitives.serialization import Encoding

from skill.errors import RequestRefusedError
from skill.verification import Trust

# Chains that Amazon served lie in a folder beside the repository that is not part of it;
# without it there are fewer rows below.
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "certs"

PRIVATE = "private"
SECOND = timedelta(seconds=1)
AMAZON_BEGINS = datetime(2026, 7, 28, tzinfo=UTC)
AMAZON_ENDS = datetime(2027, 2, 10, 23, 59, 59, tzinfo=UTC)

Row = tuple[str, datetime]

GOOD: list[Row] = [
    (PRIVATE, BEGINS),
    (PRIVATE, NOW),
    (PRIVATE, ENDS),
    ("echo-api-2026.pem", AMAZON_BEGINS),
    ("echo-api-2026.pem", NOW),
    ("echo-api-2026.pem", AMAZON_ENDS),
]
OUT_OF_DATE: list[Row] = [
    (PRIVATE, BEGINS - SECOND),
    (PRIVATE, ENDS + SECOND),
    ("echo-api-2026.pem", AMAZON_BEGINS - SECOND),
    ("echo-api-2026.pem", AMAZON_ENDS + SECOND),
    ("echo-api-cert-7.pem", NOW),
    ("expired.pem", NOW),
]


def _at_hand(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row[0] == PRIVATE or (SHARED / row[0]).is_file()]


def _read(name: str, authority: Authority) -> bytes:
    return authority.chain if name == PRIVATE else (SHARED / name).read_bytes()


@pytest.mark.parametrize(("name", "now"), _at_hand(GOOD))
def test_a_chain_is_good_inside_its_dates(
    name: str, now: datetime, authority: Authority, trust: Trust
) -> None:
    """From its first second to its last a chain is good, and says so later."""
    chain = trust.validate(_read(name, authority), now)

    assert chain.covers(now)
    assert not chain.covers(chain.begins - SECOND)
    assert not chain.covers(chain.ends + SECOND)


@pytest.mark.parametrize(("name", "now"), _at_hand(OUT_OF_DATE))
def test_a_chain_is_refused_outside_its_dates(
    name: str, now: datetime, authority: Authority, trust: Trust
) -> None:
    """A second before its dates, or any time after them, a chain is refused."""
    with pytest.raises(RequestRefusedError, match=r"^chain-dates$"):
        trust.validate(_read(name, authority), now)


def test_a_leaf_whose_inside_is_junk_is_refused(authority: Authority, trust: Trust) -> None:
    """Junk in a name shows only when the refusal is worded; it is refused like any other."""
    name = b"echo-api.amazon.com"
    der = authority.leaf.public_bytes(Encoding.DER)
    der = der.replace(name, name[:-1] + b"\xed", 1).replace(name, name[:-1] + b"}", 1)
    chain = ssl.DER_cert_to_PEM_cert(der).encode() + pem(authority.intermediate.certificate)

    with pytest.raises(RequestRefusedError, match="chain-pem"):
        trust.validate(chain, NOW)


def test_the_dates_of_a_chain_are_those_that_all_its_certificates_share(
    authority: Authority, trust: Trust
) -> None:
    """An intermediate that begins after its leaf or ends before it bounds the chain."""
    begins, ends = NOW - timedelta(days=2), NOW + timedelta(days=1)
    by = authority.issuer("Test intermediate", authority.root, begins=begins, ends=ends)
    leaf = authority.issue(authority.key.public_key(), by=by)

    chain = trust.validate(pem(leaf, by.certificate), NOW)

    assert chain == (authority.key.public_key(), begins, ends)
