"""Fetching a chain from a real TLS server that behaves, or does not."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest
from authority import CHAIN_PATH, Authority, Respond, send

from skill.errors import RequestRefusedError
from skill.verification import Fetcher, Trust


def _not_found(request: BaseHTTPRequestHandler) -> None:
    send(request, None)


def _moved(request: BaseHTTPRequestHandler) -> None:
    request.send_response(302)
    request.send_header("Location", CHAIN_PATH + "?again")
    request.end_headers()


def _huge(request: BaseHTTPRequestHandler) -> None:
    with suppress(OSError):  # the other side hangs up
        send(request, b"x" * (64 * 1024 + 1))


def _endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    with suppress(OSError):
        while True:
            request.wfile.write(b"x" * 1024)


def _too_short(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"x")


def _other_protocol(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"220 mail.example.com\r\n\r\n")


def _nothing(_: BaseHTTPRequestHandler) -> None:
    pass


def _drip(request: BaseHTTPRequestHandler, drops: Iterator[bytes]) -> None:
    with suppress(OSError):
        for drop in drops:
            request.wfile.write(drop)
            time.sleep(0.02)


def _slow_body(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    _drip(request, (b"-" for _ in range(150)))


def _slow_head(request: BaseHTTPRequestHandler) -> None:
    _drip(request, (bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"-" * 150))


MISBEHAVIOUR = {
    "not found": _not_found,
    "redirect to a good chain": _moved,
    "huge": _huge,
    "endless": _endless,
    "too short": _too_short,
    "another protocol": _other_protocol,
    "nothing": _nothing,
}


def _refused(fetch: Fetcher) -> None:
    with pytest.raises(RequestRefusedError, match=r"^chain-fetch$"):
        fetch(CHAIN_PATH)


def test_a_chain_is_fetched_as_it_lies_there(authority: Authority, trust: Trust) -> None:
    """The bytes that the server has are the bytes that come, in one request."""
    with authority.serve() as server:
        fetched = Fetcher(trust.context, address=server.address)(CHAIN_PATH)

    assert authority.chain == fetched
    assert server.requests == [CHAIN_PATH]


def test_the_server_is_asked_in_amazons_name(authority: Authority, trust: Trust) -> None:
    """S3 finds the bucket by the host in the request, whatever address is connected to."""
    hosts = []

    def respond(request: BaseHTTPRequestHandler) -> None:
        hosts.append(request.headers["Host"])
        send(request, b"")

    with authority.serve(respond) as server:
        Fetcher(trust.context, address=server.address)(CHAIN_PATH)

    assert hosts == ["s3.amazonaws.com"]


def test_a_chain_of_the_largest_size_is_fetched(authority: Authority, trust: Trust) -> None:
    """The limit is 64 KiB and not a byte less."""
    with authority.serve(lambda request: send(request, b"x" * 64 * 1024)) as server:
        fetched = Fetcher(trust.context, address=server.address)(CHAIN_PATH)

    assert len(fetched) == 64 * 1024


@pytest.mark.parametrize(
    "respond", [pytest.param(MISBEHAVIOUR[name], id=name) for name in MISBEHAVIOUR]
)
def test_misbehaviour_is_a_failed_fetch(
    respond: Respond, authority: Authority, trust: Trust
) -> None:
    """Whatever the server does wrong ends in one refusal, after one request."""
    with authority.serve(respond) as server:
        _refused(Fetcher(trust.context, address=server.address))

    assert server.requests == [CHAIN_PATH]


@pytest.mark.parametrize("respond", [_slow_body, _slow_head])
def test_a_slow_drip_ends_at_the_deadline(
    respond: Respond, authority: Authority, trust: Trust
) -> None:
    """A server that always sends a little more does not hold us past the deadline."""
    with authority.serve(respond) as server:
        began = time.monotonic()
        _refused(Fetcher(trust.context, address=server.address, seconds=0.2))
        took = time.monotonic() - began

    assert took < 1


def test_a_server_with_another_name_is_not_asked(authority: Authority, trust: Trust) -> None:
    """The server must prove to be s3.amazonaws.com, even under a trusted root."""
    with authority.serve(name="example.com") as server:
        _refused(Fetcher(trust.context, address=server.address))

    assert server.requests == []


def test_a_server_under_an_unknown_root_is_not_asked(impostor: Authority, trust: Trust) -> None:
    """The server's own certificate must lead to a trusted root."""
    with impostor.serve() as server:
        _refused(Fetcher(trust.context, address=server.address))

    assert server.requests == []


def test_a_closed_port_is_a_failed_fetch(trust: Trust) -> None:
    """A refused connection is a refused request."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = ("127.0.0.1", server.getsockname()[1])

    _refused(Fetcher(trust.context, address=address))


def test_a_server_that_never_answers_is_given_up(trust: Trust) -> None:
    """A server that takes the connection and stays silent is left at the deadline."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        began = time.monotonic()
        _refused(Fetcher(trust.context, address=server.getsockname(), seconds=0.2))
        took = time.monotonic() - began

    assert took < 1


def test_a_name_that_resolves_nowhere_is_a_failed_fetch(trust: Trust) -> None:
    """A resolver's error is a refused request."""
    _refused(Fetcher(trust.context, address=("nowhere.invalid", 443)))


def test_the_environment_redirects_nothing(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies and certificate files named in the environment are passed over."""
    for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    for variable in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(variable, "/nowhere")

    with authority.serve() as server:
        fetched = Fetcher(Trust(authority.root_pem).context, address=server.address)(CHAIN_PATH)

    assert authority.chain == fetched
