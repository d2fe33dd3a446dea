"""A private authority that plays Amazon's part: it signs requests and serves its chain.

For tests and benchmarks. What it signs is accepted where ``root_pem`` is trusted, and
nowhere else.
"""

import base64
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ALEXA: Final = "echo-api.amazon.com"
HOST: Final = "s3.amazonaws.com"
CHAIN_PATH: Final = "/echo.api/echo-api-cert-test.pem"
CHAIN_URL: Final = f"https://{HOST}{CHAIN_PATH}"

# For tests that verify at a fixed moment.
NOW: Final = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
SKILL_ID: Final = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"

# Wide enough for the fixed clocks of tests and for the real one that TLS looks at.
BEGINS: Final = datetime(2020, 1, 1, tzinfo=UTC)
ENDS: Final = datetime(2049, 12, 31, tzinfo=UTC)

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Respond = Callable[[BaseHTTPRequestHandler], None]


def pem(*certificates: x509.Certificate) -> bytes:
    """Return certificates one after the other in one PEM text."""
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


class Issuer(NamedTuple):
    """A certificate that may sign others, with its key."""

    certificate: x509.Certificate
    key: PrivateKey


@dataclass
class ChainServer:
    """A server at work.

    Attributes:
        address: the host and port it listens on.
        requests: the paths it was asked for so far.
    """

    address: tuple[str, int]
    requests: list[str] = field(default_factory=list)


class Authority:
    """A root, an intermediate and a leaf that signs requests as Alexa does.

    Attributes:
        root_pem: a file with the root, for ``ALEXA_ROOTS``.
        root: the root.
        intermediate: the intermediate, issued by the root.
        key: the key of the leaf.
        leaf: the certificate of that key.
        chain: the leaf and the intermediate as a PEM text, as Amazon publishes its own.
    """

    def __init__(self, folder: Path) -> None:
        """Make the keys and certificates.

        Args:
            folder: where files go that others have to read.
        """
        self._folder = folder
        self.root = self.issuer("Test root", None)
        self.intermediate = self.issuer("Test intermediate", self.root)
        self.key = rsa.generate_private_key(65537, 2048)
        self.leaf = self.issue(self.key.public_key())
        self.chain = pem(self.leaf, self.intermediate.certificate)
        self.root_pem = folder / "root.pem"
        self.root_pem.write_bytes(pem(self.root.certificate))

    def issuer(
        self, name: str, by: Issuer | None, *, begins: datetime = BEGINS, ends: datetime = ENDS
    ) -> Issuer:
        """Return a new issuer, signed by another or, without one, by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _certificate(name, key.public_key(), by, (begins, ends), ca=True)
        return Issuer(builder.sign(by.key if by else key, SHA256()), key)

    def issue(  # noqa: PLR0913 - each is one way in which a chain can be faulty
        self,
        key: PublicKey,
        *,
        names: Sequence[str] = (ALEXA,),
        by: Issuer | None = None,
        begins: datetime = BEGINS,
        ends: datetime = ENDS,
        ca: bool = False,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
    ) -> x509.Certificate:
        """Return a leaf for this key, issued by the intermediate or another issuer.

        Its subject is always Alexa's name; what counts is the alternative ``names``.
        """
        by = by or self.intermediate
        builder = _certificate(ALEXA, key, by, (begins, ends), ca=ca)
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternatives, critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        return builder.sign(by.key, SHA256())

    def signature(
        self,
        body: bytes,
        *,
        scheme: padding.AsymmetricPadding | None = None,
        digest: HashAlgorithm | None = None,
    ) -> str:
        """Return the signature of a body in base64, Alexa's way unless told otherwise."""
        signed = self.key.sign(body, scheme or padding.PKCS1v15(), digest or SHA256())
        return base64.b64encode(signed).decode()

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the headers that Alexa would send with this body."""
        return {"SignatureCertChainUrl": CHAIN_URL, "Signature-256": self.signature(body)}

    @contextmanager
    def serve(
        self,
        respond: Respond | None = None,
        *,
        name: str = HOST,
        address: tuple[str, int] = ("127.0.0.1", 0),
    ) -> Iterator[ChainServer]:
        """Serve the chain over TLS, in a thread, until the context ends.

        Args:
            respond: answers a GET in place of the chain.
            name: the name that the server's certificate is for.
            address: the host and port to listen on; port 0 takes any that is free.
        """
        served = ChainServer(address)
        handler = _handler(respond or self._send_chain, served.requests)
        with ThreadingHTTPServer(address, handler) as server:
            served.address = (address[0], server.server_port)
            server.socket = self._tls(name).wrap_socket(server.socket, server_side=True)
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            try:
                yield served
            finally:
                server.shutdown()
                thread.join()

    def _send_chain(self, request: BaseHTTPRequestHandler) -> None:
        send(request, self.chain if request.path == CHAIN_PATH else None)

    def _tls(self, name: str) -> ssl.SSLContext:
        """Return a TLS context for a server of this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.issue(key.public_key(), names=[name])
        file = self._folder / f"{name}.pem"
        file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + pem(certificate, self.intermediate.certificate)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def send(request: BaseHTTPRequestHandler, content: bytes | None) -> None:
    """Answer a request with this content, or with 404 without any."""
    request.send_response(200 if content is not None else 404)
    request.send_header("Content-Length", str(len(content or b"")))
    request.end_headers()
    request.wfile.write(content or b"")


def _handler(respond: Respond, requests: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            respond(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    return Handler


def _certificate(
    name: str,
    key: PublicKey,
    by: Issuer | None,
    validity: tuple[datetime, datetime],
    *,
    ca: bool,
) -> x509.CertificateBuilder:
    """Return what root, intermediate and leaf have in common."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        issuer_name=by.certificate.subject if by else subject,
        subject_name=subject,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=validity[0],
        not_valid_after=validity[1],
    )
    issuer_key = by.key.public_key() if by else key
    extensions: dict[x509.ExtensionType, bool] = {
        x509.BasicConstraints(ca=ca, path_length=None): True,
        _usage(ca=ca): True,
        x509.SubjectKeyIdentifier.from_public_key(key): False,
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key): False,
    }
    for extension, critical in extensions.items():
        builder = builder.add_extension(extension, critical=critical)
    return builder


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
