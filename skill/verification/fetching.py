"""Where a certificate chain may come from, and how it is fetched.

Whatever URL a request names, there is one place that we ever connect to; the URL only
says which path to ask it for.
"""

import posixpath
import re
import ssl
import time
from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from skill.errors import RequestRefusedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HOST: Final = "s3.amazonaws.com"
_PORT: Final = 443
_FOLDER: Final = "/echo.api/"

# All that a URL of Amazon's is made of. Without "%" and "?" each chain has one URL once
# its dots are resolved, and without "@", "\\" and controls no two parsers differ over it.
_URL = re.compile(r"[A-Za-z0-9:/._~-]{1,300}")

_CONNECT_SECONDS = 1.0
_READ_SECONDS = 2.0
_TOTAL_SECONDS = 3.0
_MAX_BYTES = 64 * 1024  # a chain of four certificates takes 7 KiB
_HEADERS = {"Host": HOST, "Accept-Encoding": "identity", "Connection": "close"}


def chain_path(url: str) -> str:
    """Return the path of a chain, dots resolved, from the URL that a request names.

    Raises:
        RequestRefusedError: Amazon would not publish a chain there; the reason begins
            with ``"chain-url"``.
    """
    if not _URL.fullmatch(url):
        raise RequestRefusedError("chain-url")
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise RequestRefusedError("chain-url-scheme")
    if parts.hostname != HOST:
        raise RequestRefusedError("chain-url-host")
    path = posixpath.normpath(parts.path)
    if not path.startswith(_FOLDER):
        raise RequestRefusedError("chain-url-path")
    try:
        port = parts.port
    except ValueError as error:
        raise RequestRefusedError("chain-url-port") from error
    if port not in (None, _PORT):
        raise RequestRefusedError("chain-url-port")
    return path


class _BoundedSocket(ssl.SSLSocket):
    """A TLS socket whose time-out bounds all reads together, not each of them.

    Otherwise a server that sends a byte now and then would be listened to for ever.
    """

    _deadline: float | None = None

    def recv_into(
        self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0
    ) -> int:
        """Read as ``SSLSocket`` does, in what is left of the time."""
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + (self.gettimeout() or _READ_SECONDS)
        if now >= self._deadline:
            raise TimeoutError
        self.settimeout(self._deadline - now)
        return super().recv_into(buffer, nbytes, flags)


class Fetcher:
    """Fetches chains from Amazon: no redirects, no retries, no proxies, little patience."""

    def __init__(
        self,
        context: ssl.SSLContext,
        *,
        address: tuple[str, int] = (HOST, _PORT),
        seconds: float = _TOTAL_SECONDS,
    ) -> None:
        """Remember how to connect.

        Args:
            context: makes the TLS connection, to a server that proves to be
                s3.amazonaws.com; it is given a socket class of ours.
            address: the host and port to connect to, for a test that plays Amazon's part.
            seconds: how long a fetch may take, from connecting to the last byte.
        """
        context.sslsocket_class = _BoundedSocket
        self._context = context
        self._address = address
        self._seconds = seconds

    def __call__(self, path: str) -> bytes:
        """Return what lies at this path.

        Raises:
            RequestRefusedError: with reason ``"chain-fetch"`` when anything goes wrong.
        """
        try:
            with self._connections() as connections, closing(_ask(connections, path)) as answer:
                return _read(answer)
        except (HTTPError, OSError) as error:
            raise RequestRefusedError("chain-fetch") from error

    def _connections(self) -> urllib3.HTTPSConnectionPool:
        host, port = self._address
        return urllib3.HTTPSConnectionPool(
            host,
            port,
            ssl_context=self._context,
            server_hostname=HOST,
            timeout=urllib3.Timeout(self._seconds, _CONNECT_SECONDS, _READ_SECONDS),
        )


def _ask(connections: urllib3.HTTPSConnectionPool, path: str) -> urllib3.BaseHTTPResponse:
    return connections.urlopen(
        "GET",
        path,
        headers=_HEADERS,
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=False,
    )


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    if answer.status != HTTPStatus.OK:
        raise RequestRefusedError("chain-fetch")
    content = b""
    for piece in answer.stream(_MAX_BYTES):
        content += piece
        if len(content) > _MAX_BYTES:
            raise RequestRefusedError("chain-fetch")
    return content
