"""The webhook in a process of its own, around a private authority."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import urllib3
from authority import SKILL_ID, Authority
from flask import Flask

from skill import settings
from skill.verification import Verifier
from skill.webhook import create_app

HERE = Path(__file__).resolve().parent


def app() -> Flask:
    """Build the webhook as it is, but for where the chain comes from: a file."""
    read = settings.load()
    chain = Path(os.environ["CHAIN"]).read_bytes()
    verifier = Verifier(read.skill_id, roots=read.alexa_roots, fetch=lambda _path: chain)
    audio = os.environ.get("AUDIO")
    return create_app(read, verifier=verifier, audio=Path(audio) if audio else None)


@dataclass
class Served:
    """A webhook at work.

    Attributes:
        url: where it listens.
        process: its main process, which leads its own group.
    """

    url: str
    process: subprocess.Popen[bytes]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all its processes."""
        os.killpg(self.process.pid, number)


@contextmanager
def serve(authority: Authority, data: Path, **environ: str) -> Iterator[Served]:
    """Serve the webhook as ``romance serve`` does, on a free port, until the context ends."""
    chain = data / "chain.pem"
    chain.write_bytes(authority.chain)
    port = _free_port()
    variables = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(HERE),
        "SKILL_ID": SKILL_ID,
        "ALEXA_ROOTS": str(authority.root_pem),
        "DATA_DIR": str(data),
        "PORT": str(port),
        "CHAIN": str(chain),
        **environ,
    }
    code = "from skill import server, settings; server.serve(settings.load(), 'served:app')"
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own code
            [sys.executable, "-c", code],
            env=variables,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    served = Served(f"http://127.0.0.1:{port}", process)
    try:
        _wait_until_up(served, data / "log")
        yield served
    finally:
        if process.poll() is None:
            served.signal(signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(served: Served, log: Path) -> None:
    for _ in range(400):
        try:
            if urllib3.request("GET", f"{served.url}/healthz", retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
        if served.process.poll() is not None:
            break
    raise AssertionError(f"the webhook did not come up:\n{log.read_text()}")
