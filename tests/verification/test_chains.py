"""Keeping chains: once fetched for all, never longer than they are good, never too many."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier, Event, Semaphore

import pytest
from authority import CHAIN_PATH, NOW, Authority, pem
from cryptography.hazmat.primitives.asymmetric import rsa

from skill.errors import RequestRefusedError
from skill.verification import Fetcher, Trust
from skill.verification.chains import Chains
from skill.verification.trust import Chain

KEY = rsa.generate_private_key(65537, 2048).public_key()
DAY = timedelta(days=1)


class Source:
    """A place that chains come from; each is good for a day either way.

    Attributes:
        asked: the paths that were asked for so far.
        fault: the reason why nothing comes, if so.
        entered: counts the callers that came in and were not noticed yet.
        gate: closed while the source keeps its callers waiting.
    """

    def __init__(self) -> None:
        """Start with an open gate."""
        self.asked: list[str] = []
        self.fault = ""
        self.entered = Semaphore(0)
        self.gate = Event()
        self.gate.set()

    def fetch(self, path: str) -> bytes:
        """Return the path itself in place of a chain."""
        self.asked.append(path)
        self.entered.release()
        assert self.gate.wait(10)
        if self.fault:
            raise RequestRefusedError(self.fault)
        return path.encode()

    def validate(self, _: bytes, now: datetime) -> Chain:
        """Return a chain that is good around this moment."""
        return Chain(KEY, now - DAY, now + DAY)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep callers waiting inside the context."""
        self.gate.clear()
        try:
            yield
        finally:
            self.gate.set()


@pytest.fixture
def source() -> Source:
    """A source that answers."""
    return Source()


@pytest.fixture
def chains(source: Source) -> Chains:
    """No chain yet, and a source for them."""
    return Chains(source.fetch, source.validate)


def _reason(chains: Chains, path: str, now: datetime = NOW) -> str:
    with pytest.raises(RequestRefusedError) as refusal:
        chains.get(path, now)
    return refusal.value.reason


def test_a_chain_is_fetched_once(chains: Chains, source: Source) -> None:
    """Later requests find the chain that the first one fetched."""
    first = chains.get("/a", NOW)

    assert first is chains.get("/a", NOW + DAY)
    assert source.asked == ["/a"]


@pytest.mark.parametrize("now", [NOW + DAY * 1.001, NOW - DAY * 1.001])
def test_a_chain_is_fetched_anew_once_it_is_no_longer_good(
    now: datetime, chains: Chains, source: Source
) -> None:
    """The dates of a kept chain are looked at each time."""
    chains.get("/a", NOW)

    assert chains.get("/a", now).covers(now)
    assert source.asked == ["/a", "/a"]


def test_a_failure_is_not_kept(chains: Chains, source: Source) -> None:
    """A failed fetch refuses one request; the next one tries again."""
    source.fault = "chain-fetch"
    assert _reason(chains, "/a") == "chain-fetch"

    source.fault = ""

    assert chains.get("/a", NOW)


def test_an_invalid_chain_is_not_kept(authority: Authority, trust: Trust) -> None:
    """A chain that was not good is fetched again, and may be good by then."""
    answers = [b"garbage", pem(authority.leaf), authority.chain]
    chains = Chains(lambda _: answers.pop(0), trust.validate)

    assert _reason(chains, "/a") == "chain-pem"
    assert _reason(chains, "/a") == "chain"
    assert authority.key.public_key() == chains.get("/a", NOW).key


def test_sixteen_chains_are_kept(chains: Chains, source: Source) -> None:
    """Of more chains than that, the one longest unused goes."""
    for number in range(16):
        chains.get(f"/{number}", NOW)
    chains.get("/0", NOW)
    chains.get("/16", NOW)
    source.asked.clear()

    chains.get("/0", NOW)
    chains.get("/1", NOW)

    assert source.asked == ["/1"]


def test_twenty_threads_cause_one_fetch(authority: Authority, trust: Trust) -> None:
    """Threads that want the same chain at once share one fetch and its outcome."""
    together = Barrier(20)

    def get(chains: Chains) -> Chain:
        together.wait(10)
        return chains.get(CHAIN_PATH, NOW)

    with authority.serve() as server, ThreadPoolExecutor(20) as threads:
        shared = Chains(Fetcher(trust.context, address=server.address), trust.validate)
        found = list(threads.map(get, [shared] * 20))

    assert all(chain is found[0] for chain in found)
    assert server.requests == [CHAIN_PATH]


def test_a_third_fetch_at_once_is_refused(chains: Chains, source: Source) -> None:
    """A flood of made-up paths occupies two fetches; chains at hand are found all along."""
    known = chains.get("/known", NOW)
    assert source.entered.acquire(timeout=10)

    with ThreadPoolExecutor(2) as threads:
        with source.held():
            waiting = [threads.submit(chains.get, path, NOW) for path in ("/a", "/b")]
            for _ in waiting:
                assert source.entered.acquire(timeout=10)
            refused = [_reason(chains, f"/made-up/{number}") for number in range(5)]
            found = chains.get("/known", NOW)
        for request in waiting:
            request.result(10)

    assert refused == ["chain-busy"] * 5
    assert known is found
    assert chains.get("/made-up/1", NOW)


def test_nobody_waits_longer_than_the_deadline(source: Source) -> None:
    """A fetch that hangs refuses the request; when it ends after all, its chain is kept."""
    chains = Chains(source.fetch, source.validate, seconds=0.01)

    with source.held():
        assert _reason(chains, "/a") == "chain-fetch"
        assert _reason(chains, "/a") == "chain-fetch"
    chains._pool.shutdown(wait=True)

    assert chains.get("/a", NOW)
    assert source.asked == ["/a"]


def test_a_shared_fetch_is_good_only_for_its_own_time(chains: Chains) -> None:
    """A request that joins the fetch of another looks at the dates with its own clock."""
    coming: Future[Chain] = Future()
    coming.set_result(Chain(KEY, NOW - DAY, NOW + DAY))
    chains._coming["/a"] = coming

    assert chains.get("/a", NOW)
    assert _reason(chains, "/a", NOW + 2 * DAY) == "chain-dates"
