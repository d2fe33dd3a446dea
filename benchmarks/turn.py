"""Measure a verified, remembered turn beside a bare echo and the SDK's hello-world.

Run it as ``make bench``. The servers are set up as ``romance serve`` sets up its own, with
one worker. It ends with status 1 when an answer was wrong or a turn was not remembered.
"""

import argparse
import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import comparisons, stages
from benchmarks.amazon import Authority, Device, turn
from benchmarks.contest import HOUSEHOLDS, Contestant, Plan, Results, compete
from benchmarks.report import conditions, table
from benchmarks.serving import Server
from skill.settings import Settings

PACKAGES = ("granian", "flask", "ask-sdk-core", "cryptography", "msgspec", "sqlalchemy")
CONNECTIONS = (1, 8)
THREADS = sorted({1, 4, Settings().threads})
APPS = {
    "echo": "(a) bare Flask echo",
    "hello": "(b) ask-sdk-core hello-world",
    "ours": "ours: verified, remembered",
}
GOALS = {"echo": 0.3, "hello": 1.0}
"""How many of its turns ours should make at least, at the default number of threads."""


def main() -> int:
    """Measure and print; return the exit status."""
    arguments = _arguments()
    print(conditions(PACKAGES))
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        plan = Plan(arguments.device, CONNECTIONS, arguments.rounds, arguments.seconds)
        contestants = [Contestant(app, Server("granian", n)) for n in THREADS for app in APPS]
        results = compete(contestants, plan, folder)
        _print_results(results, plan)
        _print_stages(folder, plan)
        _print_comparisons(folder)
    for fault in results.faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if results.faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--device",
        type=Device,
        choices=list(Device),
        default=Device.SPEAKER,
        help="what the requests come from",
    )
    parser.add_argument("--rounds", type=int, default=7, help="how often everybody has a turn")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each turn takes")
    return parser.parse_args()


def _print_results(results: Results, plan: Plan) -> None:
    print(f"\nStarter turns of {HOUSEHOLDS} households, {plan.device} body, one worker;")
    print(f"medians of {plan.rounds} rounds of {plan.seconds:g} s, ratios at equal threads\n")
    headings = ["application", "threads", "connections", "turns/s", "p50 ms", "p99 ms"]
    rows = [
        _row(results, app, threads, connections)
        for connections in CONNECTIONS
        for threads in THREADS
        for app in APPS
    ]
    print(table([*headings, *(f"/ {APPS[app][:3]}" for app in GOALS)], rows))
    print()
    for (app, goal), connections in product(GOALS.items(), CONNECTIONS):
        _print_goal(results, app, goal, connections)
    if not results.faults:
        turns = sum(results.answered(Contestant("ours", Server("granian", n))) for n in THREADS)
        print(
            f"all {turns:,} turns of ours were right and remembered; forged ones were refused"
        )


def _row(results: Results, app: str, threads: int, connections: int) -> list[str]:
    server = Server("granian", threads)
    me = Contestant(app, server)
    ratios = [results.ratio(me, Contestant(other, server), connections) for other in GOALS]
    return [
        APPS[app],
        str(threads),
        str(connections),
        f"{results.rate(me, connections):,.0f}",
        f"{results.percentile(me, connections, 50):.2f}",
        f"{results.percentile(me, connections, 99):.2f}",
        *(f"{ratio:.0%}" for ratio in ratios),
    ]


def _print_goal(results: Results, app: str, goal: float, connections: int) -> None:
    server = Server("granian", Settings().threads)
    ours, other = Contestant("ours", server), Contestant(app, server)
    ratio = results.ratio(ours, other, connections)
    verdict = "reached" if ratio >= goal else "missed"
    print(f"goal {goal:.0%} of {APPS[app]}, {server.threads} threads, ", end="")
    print(f"{connections} connections: {ratio:.0%}, {verdict}")


def _print_stages(folder: Path, plan: Plan) -> None:
    print("\nWhere the time of one of our turns goes, in this process, without a server\n")
    authority = Authority(folder)
    measured = stages.measure(authority, folder / "stages", plan.device, plan.rounds)
    total = measured[-1].microseconds
    rows = [
        [name, f"{microseconds:.1f}", f"{microseconds / total:.1%}"]
        for name, microseconds in measured
    ]
    print(table(["stage", "us", "of the turn"], rows))


def _print_comparisons(folder: Path) -> None:
    print("\nChoices of the hot path, each beside what it replaced; us of a turn\n")
    measured = {
        f"read the {device} body ({len(turn(0, device)):,} bytes)":
            comparisons.deserialisers(device)
        for device in Device
    } | {"SELECT and UPDATE on SQLite": comparisons.statements(folder)}  # fmt: skip
    rows = []
    for what, ways in measured.items():
        (library, slow), (own, fast) = ways.items()
        rows.append([what, library, f"{slow:.1f}", own, f"{fast:.1f}", f"{slow / fast:.0f}"])
    print(table(["what", "replaced", "us", "by", "us", "times as fast"], rows))


if __name__ == "__main__":
    sys.exit(main())
