"""Many listeners at once, slow ones, while turns go on."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3
from authority import Authority
from bodies import body
from recordings import record
from served import serve

from skill.content import Content

LISTENERS = 200
TEN_MINUTES = 3_600_000
"""Bytes of ten minutes at 48 kbit a second."""


@contextmanager
def listening(url: str) -> Iterator[socket.socket]:
    """Ask for a recording, and wait."""
    place = urlsplit(url)
    with socket.create_connection((place.hostname or "", place.port or 80)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        asked = (
            "GET /audio/en-US/breath-10.mp3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        )
        listener.sendall(asked.encode())
        yield listener


def received(listener: socket.socket) -> int:
    """Return how many bytes come until the end."""
    return sum(len(part) for part in iter(lambda: listener.recv(1 << 20), b""))


@pytest.mark.slow
def test_two_hundred_slow_listeners_leave_turns_alone(
    tmp_path: Path, authority: Authority, english: Content
) -> None:
    """While 200 listeners have asked and do not read, turns are answered at once."""
    audio = record(tmp_path, english)
    (audio / "en-US" / "breath-10.mp3").write_bytes(bytes(TEN_MINUTES))
    with serve(authority, tmp_path, AUDIO=str(audio)) as server, ExitStack() as waiting:
        listeners = [waiting.enter_context(listening(server.url)) for _ in range(LISTENERS)]
        slowest = 0.0
        for _ in range(20):
            content = body(intent="StarterIntent", at=datetime.now(UTC))
            started = time.monotonic()
            answer = urllib3.request(
                "POST",
                f"{server.url}/alexa",
                body=content,
                headers=authority.sign(content),
                retries=False,
                timeout=20,
            )
            slowest = max(slowest, time.monotonic() - started)
            assert answer.status == 200

        assert slowest < 5
        assert all(received(listener) > TEN_MINUTES for listener in listeners)
