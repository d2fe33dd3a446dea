"""An authority in Amazon's place, one that nobody trusts, and chains with one fault each."""

from datetime import timedelta

import pytest
from authority import CHAIN_PATH, NOW, SKILL_ID, Authority, Issuer, pem
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from skill.errors import RequestRefusedError
from skill.verification import Trust, Verifier


@pytest.fixture(scope="session")
def impostor(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority like it that nobody trusts."""
    return Authority(tmp_path_factory.mktemp("impostor"))


@pytest.fixture(scope="session")
def trust(authority: Authority) -> Trust:
    """Certifi's roots and the authority's."""
    return Trust(authority.root_pem)


@pytest.fixture(scope="session")
def chains(authority: Authority, impostor: Authority) -> dict[str, bytes]:
    """Chains by the path that they are published at; all but the first have one fault."""
    return {CHAIN_PATH: authority.chain} | {
        f"/echo.api/{fault}.pem": chain for fault, chain in _faulty(authority, impostor).items()
    }


def _faulty(authority: Authority, impostor: Authority) -> dict[str, bytes]:
    """Return a chain for each fault that the key of the leaf may sign under."""
    day = timedelta(days=1)
    key = authority.key.public_key()
    elliptic = ec.generate_private_key(ec.SECP256R1()).public_key()
    weak = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - to be refused
    intermediate = authority.intermediate.certificate
    old = authority.issuer("Test intermediate", authority.root, ends=NOW - day)
    no_issuer = Issuer(authority.leaf, authority.key)
    leaves = {
        "expired": authority.issue(key, ends=NOW - day),
        "not-yet-valid": authority.issue(key, begins=NOW + day),
        "other-name": authority.issue(key, names=["echo-api.amazon.com.example.com"]),
        "for-clients": authority.issue(key, purpose=ExtendedKeyUsageOID.CLIENT_AUTH),
        "authority-as-leaf": authority.issue(key, ca=True),
        "elliptic-key": authority.issue(elliptic),
        "weak-key": authority.issue(weak),
    }
    return {name: pem(leaf, intermediate) for name, leaf in leaves.items()} | {
        "no-intermediate": pem(authority.leaf),
        "other-root": pem(impostor.issue(key), impostor.intermediate.certificate),
        "root-sent-along": pem(
            impostor.issue(key), impostor.intermediate.certificate, impostor.root.certificate
        ),
        "old-intermediate": pem(authority.issue(key, by=old), old.certificate),
        "issued-by-leaf": pem(authority.issue(key, by=no_issuer), authority.leaf, intermediate),
        "leaf-last": pem(intermediate, authority.leaf),
        "empty": b"",
        "not-a-chain": b"<html>Access Denied</html>",
        "cut-short": authority.chain[:-100],
    }


@pytest.fixture(scope="session")
def verifier(authority: Authority, chains: dict[str, bytes]) -> Verifier:
    """A verifier that finds the chains without a network."""

    def fetch(path: str) -> bytes:
        if path not in chains:
            raise RequestRefusedError("chain-fetch")
        return chains[path]

    return Verifier(SKILL_ID, roots=authority.root_pem, fetch=fetch)
