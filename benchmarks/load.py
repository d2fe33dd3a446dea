"""A load generator: keep-alive connections, each sending as soon as it is answered.

It costs little, so that what it measures is the server: requests are rendered beforehand,
sockets are raw, and all it looks at in a response is what proves it right.
"""

import gc
import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

_PATIENCE = 20.0
"""Seconds without any answer after which a run is over."""


class Exchange(NamedTuple):
    """A request as bytes, and what a right answer to it holds beside status 200."""

    request: bytes
    proof: bytes


@dataclass
class Tally:
    """What came of a run.

    Attributes:
        latencies: seconds from sending a request to the last byte of its answer.
        wrong: how many answers were not the right ones.
        sample: the first of them.
        seconds: how long the run took.
    """

    latencies: list[float] = field(default_factory=list)
    wrong: int = 0
    sample: bytes = b""
    seconds: float = 0.0

    @property
    def turns(self) -> int:
        """How many requests were answered."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.turns / self.seconds

    def percentile(self, percent: int) -> float:
        """Return this percentile of the latencies, in milliseconds."""
        return quantiles(self.latencies, n=100, method="inclusive")[percent - 1] * 1000


class _Connection:
    """One device: a question, its answer, the next question."""

    def __init__(self, port: int, exchanges: Sequence[Exchange]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._exchanges: Iterator[Exchange] = cycle(exchanges)
        self._received = b""

    def send(self) -> None:
        request, self._proof = next(self._exchanges)
        self._sent = perf_counter()
        self.socket.sendall(request)

    def receive(self, tally: Tally) -> bool:
        """Take in what came; say whether the answer is complete."""
        piece = self.socket.recv(65536)
        self._received += piece
        if piece and not _complete(self._received):
            return False
        answer, self._received = self._received, b""
        tally.latencies.append(perf_counter() - self._sent)
        if not answer.startswith(b"HTTP/1.1 200 ") or self._proof not in answer:
            tally.wrong += 1
            tally.sample = tally.sample or answer
        if not piece:
            raise ConnectionError(f"the server hung up after {answer[:200]!r}")
        return True


def _complete(answer: bytes) -> bool:
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    _, named, length = head.lower().partition(b"\r\ncontent-length:")
    return not named or len(body) >= int(length.partition(b"\r\n")[0])


def drive(port: int, exchanges: Sequence[Sequence[Exchange]], seconds: float) -> Tally:
    """Put a server on this machine under load; meant for a process of its own.

    Args:
        port: where it listens.
        exchanges: for each connection what it sends, over and over.
        seconds: how long new requests are sent; all that were sent are waited for.

    Raises:
        ConnectionError: the server hung up.
        TimeoutError: it stopped answering.
    """
    gc.disable()
    tally = Tally()
    with selectors.DefaultSelector() as selector:
        connections = [_Connection(port, each) for each in exchanges]
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        started = perf_counter()
        for connection in connections:
            connection.send()
        _converse(selector, tally, started + seconds)
        tally.seconds = perf_counter() - started
    for connection in connections:
        connection.socket.close()
    gc.enable()
    return tally


def _converse(selector: selectors.BaseSelector, tally: Tally, until: float) -> None:
    """Answer each answer with the next request until it is time, then let them finish."""
    while selector.get_map():
        ready = selector.select(_PATIENCE)
        if not ready:
            raise TimeoutError(f"no answer in {_PATIENCE} s")
        for key, _ in ready:
            if not key.data.receive(tally):
                continue
            if perf_counter() < until:
                key.data.send()
            else:
                selector.unregister(key.fileobj)
