"""Measure WSGI servers beside one another: speed with a bare echo and with the skill; faults.

Run it as ``.venv/bin/python benchmarks/servers.py``. What is not installed is left out.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.amazon import Device
from benchmarks.contest import Contestant, Plan, Results, compete
from benchmarks.faults import FAULTS
from benchmarks.report import conditions, table
from benchmarks.serving import Server

SERVERS = (
    Server("granian", 1),
    Server("granian", 2),
    Server("granian", 4),
    Server("gunicorn", 4),
    Server("waitress", 4),
)
APPS = {"echo": "bare Flask echo", "ours": "the skill"}
CONNECTIONS = 8


def main() -> int:
    """Measure and print; return the exit status."""
    arguments = _arguments()
    servers = [server for server in SERVERS if server.installed]
    for name in sorted({server.name for server in SERVERS} - {each.name for each in servers}):
        print(f"{name} is not installed and left out: pip install {name}\n")
    print(conditions(("granian", "gunicorn", "waitress", "flask")))
    contestants = [Contestant(app, server) for app in APPS for server in servers]
    plan = Plan(Device.SPEAKER, (CONNECTIONS,), arguments.rounds, arguments.seconds)
    with TemporaryDirectory(prefix="bench-") as folder:
        results = compete(contestants, plan, Path(folder))
        _print_speed(results, contestants, plan)
        _print_faults([server for server in servers if server.threads == 4], Path(folder))  # noqa: PLR2004 - all servers with as many
    for fault in results.faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if results.faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often everybody has a turn")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long each turn takes")
    return parser.parse_args()


def _print_speed(results: Results, contestants: list[Contestant], plan: Plan) -> None:
    print(f"\nOne worker, {CONNECTIONS} connections; medians of {plan.rounds} rounds of")
    print(f"{plan.seconds:g} s; the share is of the same application on the first server\n")
    headings = ["application", "server", "threads", "turns/s", "p50 ms", "p99 ms", "share"]
    print(table(headings, [_row(results, each, contestants) for each in contestants]))


def _row(results: Results, me: Contestant, contestants: list[Contestant]) -> list[str]:
    first = next(each for each in contestants if each.app == me.app)
    return [
        APPS[me.app],
        me.server.name,
        str(me.server.threads),
        f"{results.rate(me, CONNECTIONS):,.0f}",
        f"{results.percentile(me, CONNECTIONS, 50):.2f}",
        f"{results.percentile(me, CONNECTIONS, 99):.2f}",
        f"{results.ratio(me, first, CONNECTIONS):.0%}",
    ]


def _print_faults(servers: list[Server], folder: Path) -> None:
    print(f"\nFaults, each with {servers[0].threads} threads\n")
    rows = []
    for title, (app, provoke) in FAULTS.items():
        cells = [title]
        for server in servers:
            with server.serving(app, folder) as serving:
                cells.append(provoke(serving))
        rows.append(cells)
    print(table(["fault", *(server.name for server in servers)], rows))


if __name__ == "__main__":
    sys.exit(main())
