"""What a server does when clients misbehave, when it is told to stop, and when it dies.

Each fault is really provoked, against a server that was just started; what comes back is
a few words for a table.
"""

import os
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from time import monotonic, perf_counter, sleep

from benchmarks.serving import Serving

_STALLED = 20
_OTHERS = 20
_TURNS = 50
_PATIENCE = 3.0
"""Seconds that a client waits for an answer."""

_COMEBACK = 15.0
"""Seconds that a killed worker has to come back."""

_HEAD = b"POST /alexa HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"


def stalled_heads(serving: Serving) -> str:
    """Stall many clients in the middle of their headers, and serve others."""
    return _beside_stalled(serving, _HEAD)


def stalled_bodies(serving: Serving) -> str:
    """Stall many clients in the middle of their bodies, and serve others."""
    return _beside_stalled(serving, _HEAD + b"\r\n" + b"x" * 10)


def short_body(serving: Serving) -> str:
    """Send less than the length that was announced, and end."""
    return _after(serving, _HEAD + b"\r\n" + b"x" * 10, ends=True)


def huge_header(serving: Serving) -> str:
    """Send a header of a megabyte."""
    return _after(serving, _HEAD + b"X-Huge: " + b"x" * 2**20 + b"\r\n\r\n" + b"x" * 100)


def nonsense(serving: Serving) -> str:
    """Send what is no HTTP request."""
    return _after(serving, b"\x16\x03\x01 WHAT IS THIS\r\n\r\n")


def stop(serving: Serving) -> str:
    """Tell it to stop while it works on many turns; count those that are answered."""
    with ExitStack() as stack:
        clients = [stack.enter_context(serving.connect(15.0)) for _ in range(_TURNS)]
        for client in clients:
            client.sendall(_HEAD + b"Connection: close\r\n\r\n" + b"x" * 100)
        sleep(0.5)
        started = perf_counter()
        serving.process.send_signal(signal.SIGTERM)
        answered = sum(_status(client) == "200" for client in clients)
        serving.process.wait(30)
    return f"{answered} of {_TURNS} answered, gone after {perf_counter() - started:.1f} s"


def kill(serving: Serving) -> str:
    """Kill the worker and wait for another."""
    worker = int(serving.health())
    os.kill(worker, signal.SIGKILL)
    started = monotonic()
    while monotonic() - started < _COMEBACK:
        try:
            if int(serving.health()) != worker:
                return f"another after {monotonic() - started:.1f} s"
        except OSError:
            sleep(0.02)
    return "stays down"


FAULTS: Mapping[str, tuple[str, Callable[[Serving], str]]] = {
    f"{_STALLED} clients stall in their headers": ("echo", stalled_heads),
    f"{_STALLED} clients stall in their bodies": ("echo", stalled_bodies),
    "a body shorter than its Content-Length": ("echo", short_body),
    "a header of 1 MiB": ("echo", huge_header),
    "no HTTP at all": ("echo", nonsense),
    f"SIGTERM during {_TURNS} turns of 0.3 s": ("slow", stop),
    "SIGKILL of the worker": ("echo", kill),
}
"""For each fault the application of ``apps.py`` that it is provoked on, and how."""


def _beside_stalled(serving: Serving, beginning: bytes) -> str:
    with ExitStack() as stack:
        for _ in range(_STALLED):
            stack.enter_context(serving.connect()).sendall(beginning)
        sleep(0.3)
        waits = [wait for _ in range(_OTHERS) if (wait := _wait(serving)) is not None]
    if not waits:
        return "nobody else is served"
    return f"{len(waits)} of {_OTHERS} others served, {max(waits) * 1000:.0f} ms at most"


def _wait(serving: Serving) -> float | None:
    """Return the seconds that a good client waits for its answer, None if in vain."""
    started = perf_counter()
    try:
        serving.health()
    except OSError:
        return None
    return perf_counter() - started


def _after(serving: Serving, request: bytes, *, ends: bool = False) -> str:
    """Send a bad request; return what is answered, and whether it hurt."""
    with serving.connect(_PATIENCE) as client:
        try:
            client.sendall(request)
            if ends:
                client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it may hang up before it has heard all
        answer = _status(client)
    return answer if _wait(serving) is not None else f"{answer}, then serves nobody"


def _status(client: socket.socket) -> str:
    """Return the status of the answer, or how there was none."""
    try:
        answer = client.recv(4096)
    except TimeoutError:
        return "no answer, waits on"
    except OSError:
        return "hangs up"
    return answer.split(b" ", 2)[1].decode() if answer else "hangs up"
