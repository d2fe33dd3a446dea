"""Plain tables, and a line about what they were measured on."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns also line up in a terminal."""
    lines = [headings, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in [lines[0], rule, *lines[1:]]
    )


def conditions(packages: Iterable[str]) -> str:
    """Return date, machine and versions, for what is measured depends on them."""
    found = [f"Python {platform.python_version()}"]
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"no {package}")
    machine = f"{os.cpu_count()} x {_processor()}, {platform.system()}{_busy()}"
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {machine}\n{', '.join(found)}"


def _processor() -> str:
    """Return the processor's name, which Linux keeps in a file and others tell."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _busy() -> str:
    """Say how busy the machine is with other things, where it tells."""
    if not hasattr(os, "getloadavg"):
        return ""
    return f"; load {os.getloadavg()[0]:.1f} before the run"
