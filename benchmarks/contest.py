"""Applications on servers, side by side: the load goes from one to the next, in rounds.

All of them run at once and only one works at a time, so whatever else the machine does
hits all alike. What is compared is therefore compared within a round; what is reported are
medians over the rounds.
"""

import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from benchmarks import amazon
from benchmarks.amazon import SKILL_ID, Authority, ChainServer, Device, user
from benchmarks.apps import CHAIN_PORT
from benchmarks.load import Exchange, Tally, drive
from benchmarks.serving import Server, Serving
from skill.memory.opening import open_memory
from skill.settings import Settings

HOUSEHOLDS = 500
"""Enough that none of them has heard all starters at the end of a run."""

_WARM_UP = 0.3
"""Seconds of load before the first round: the chain is fetched, households are made."""


@dataclass(frozen=True)
class Contestant:
    """An application of ``apps.py`` on a server."""

    app: str
    server: Server

    @property
    def name(self) -> str:
        """Return its name, which its files have as well."""
        return f"{self.app}-{self.server.name}-{self.server.threads}"


@dataclass(frozen=True)
class Plan:
    """How a contest is run.

    Attributes:
        device: what the requests come from.
        connections: how many devices talk at once, in each heat of a round.
        rounds: how often everybody has a turn.
        seconds: how long each turn takes.
    """

    device: Device
    connections: Sequence[int]
    rounds: int
    seconds: float


@dataclass
class Results:
    """What came of a contest.

    Attributes:
        tallies: for each contestant and number of connections, that of the warm-up and
            those of the rounds.
        faults: answers that were not right, turns that were not remembered, and forged
            requests that were answered.
    """

    tallies: dict[tuple[Contestant, int], list[Tally]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def note(self, contestant: Contestant, connections: int, tally: Tally) -> None:
        """Write down a run."""
        self.tallies.setdefault((contestant, connections), []).append(tally)
        if tally.wrong:
            sample = tally.sample[:300].decode(errors="replace")
            self.faults.append(f"{contestant.name}: {tally.wrong} wrong answers: {sample}")

    def answered(self, contestant: Contestant) -> int:
        """Return how many turns of a contestant were answered, the warm-up included."""
        return sum(
            tally.turns
            for (each, _), tallies in self.tallies.items()
            if each == contestant
            for tally in tallies
        )

    def compare(self, contestant: Contestant, remembered: int) -> None:
        """Hold what is remembered against what was answered."""
        answered = self.answered(contestant)
        if remembered != answered:
            self.faults.append(f"{contestant.name}: {answered} turns, {remembered} remembered")

    def rate(self, contestant: Contestant, connections: int) -> float:
        """Return turns a second, the median of the rounds."""
        return median(tally.rate for tally in self._rounds(contestant, connections))

    def percentile(self, contestant: Contestant, connections: int, percent: int) -> float:
        """Return a percentile of the latencies in milliseconds, the median of the rounds."""
        tallies = self._rounds(contestant, connections)
        return median(tally.percentile(percent) for tally in tallies)

    def ratio(self, ours: Contestant, other: Contestant, connections: int) -> float:
        """Return how many of the other's turns ours makes, the median of the rounds."""
        rounds = zip(
            self._rounds(ours, connections), self._rounds(other, connections), strict=True
        )
        return median(mine.rate / theirs.rate for mine, theirs in rounds)

    def _rounds(self, contestant: Contestant, connections: int) -> list[Tally]:
        return self.tallies[contestant, connections][1:]


def compete(contestants: Sequence[Contestant], plan: Plan, folder: Path) -> Results:
    """Run a contest.

    Args:
        contestants: who takes part.
        plan: how long it takes.
        folder: an empty one, for logs, keys and databases.
    """
    authority, results = Authority(folder), Results()
    with ExitStack() as stack:
        crew = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        settings = _settings(authority, stack.enter_context(authority.serve()))
        ports = {
            each: stack.enter_context(_serving(each, folder, settings)).port
            for each in contestants
        }
        for number in range(plan.rounds + 1):
            seconds = plan.seconds if number else _WARM_UP
            requests = amazon.requests(authority, HOUSEHOLDS, plan.device)
            for connections, each in product(plan.connections, contestants):
                sent = _deal(requests, connections, each.app)
                tally = crew.submit(drive, ports[each], sent, seconds).result()
                results.note(each, connections, tally)
        forged = requests[0][:-1] + b" "
        for each in contestants:
            if each.app == "ours" and not _refuses(ports[each], forged):
                results.faults.append(f"{each.name}: a forged request was answered")
    for each in contestants:
        if each.app == "ours":
            results.compare(each, _remembered(folder / each.name))
    return results


def _settings(authority: Authority, chain: ChainServer) -> dict[str, str]:
    return {
        "SKILL_ID": SKILL_ID,
        "ALEXA_ROOTS": str(authority.root_pem),
        CHAIN_PORT: str(chain.address[1]),
    }


def _serving(
    contestant: Contestant, folder: Path, settings: Mapping[str, str]
) -> AbstractContextManager[Serving]:
    """Serve a contestant with a memory of its own."""
    own = {"DATA_DIR": str(folder / contestant.name)}
    return contestant.server.serving(contestant.app, folder, {**settings, **own})


def _deal(requests: Sequence[bytes], connections: int, app: str) -> list[list[Exchange]]:
    """Return what each connection sends; a household always speaks on the same one."""
    exchanges = [
        Exchange(request, request.partition(b"\r\n\r\n")[2] if app == "echo" else b"<speak>")
        for request in requests
    ]
    return [exchanges[first::connections] for first in range(connections)]


def _refuses(port: int, request: bytes) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        return connection.recv(4096).startswith(b"HTTP/1.1 400")


def _remembered(folder: Path) -> int:
    """Return how many starters all households together are remembered to have heard."""
    memory = open_memory(Settings(data_dir=folder))
    households = (memory.load(user(number)).household for number in range(HOUSEHOLDS))
    heard = sum(len(numbers) for each in households for numbers in each.heard.values())
    memory.close()
    return heard
