"""The chains found good so far, and the fetching of new ones."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from threading import Lock

from skill.errors import RequestRefusedError
from skill.verification.trust import Chain

_CAPACITY = 16  # Amazon uses one URL at a time
_FETCHES = 2
_SECONDS = 3.0


class Chains:
    """Good chains by path, each kept until the first of its certificates ends.

    Only what was found good is kept, so nobody but Amazon can fill it or push an entry
    out. A path is fetched once for all threads that want it. Fetches run on threads of
    their own, since neither the resolver nor a list of dead addresses knows a time-out
    that would bound the wait; at most two run at once, so that a flood of made-up URLs
    cannot hold up every thread.
    """

    def __init__(
        self,
        fetch: Callable[[str], bytes],
        validate: Callable[[bytes, datetime], Chain],
        *,
        seconds: float = _SECONDS,
    ) -> None:
        """Start with no chain.

        Args:
            fetch: returns the PEM chain at a path, or raises RequestRefusedError.
            validate: returns the chain that a PEM text holds, found good at a moment, or
                raises RequestRefusedError.
            seconds: the longest that a request waits for a fetch.
        """
        self._fetch = fetch
        self._validate = validate
        self._seconds = seconds
        self._lock = Lock()
        self._kept: OrderedDict[str, Chain] = OrderedDict()
        self._coming: dict[str, Future[Chain]] = {}
        self._pool = ThreadPoolExecutor(_FETCHES, thread_name_prefix="chain")

    def get(self, path: str, now: datetime) -> Chain:
        """Return the chain at this path, good at this moment.

        Raises:
            RequestRefusedError: there is none, or it could not be had in time; the reason
                begins with ``"chain"``.
        """
        with self._lock:
            chain = self._kept.get(path)
            if chain and chain.covers(now):
                self._kept.move_to_end(path)
                return chain
            coming = self._coming.get(path) or self._start(path, now)
        try:
            chain = coming.result(self._seconds)
        except TimeoutError as error:
            raise RequestRefusedError("chain-fetch") from error
        if not chain.covers(now):
            raise RequestRefusedError("chain-dates")
        return chain

    def _start(self, path: str, now: datetime) -> "Future[Chain]":
        """Start a fetch; the caller holds the lock."""
        if len(self._coming) >= _FETCHES:
            raise RequestRefusedError("chain-busy")
        self._coming[path] = self._pool.submit(self._load, path, now)
        return self._coming[path]

    def _load(self, path: str, now: datetime) -> Chain:
        try:
            chain = self._validate(self._fetch(path), now)
            self._keep(path, chain)
            return chain
        finally:
            # Before anybody sees the outcome, so that a failure is never handed on to a
            # request that came later.
            with self._lock:
                del self._coming[path]

    def _keep(self, path: str, chain: Chain) -> None:
        with self._lock:
            self._kept[path] = chain
            self._kept.move_to_end(path)
            if len(self._kept) > _CAPACITY:
                self._kept.popitem(last=False)
