"""Servers as processes of their own, each with one worker, as an operator would start them."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

from benchmarks.amazon import ROOT
from skill.settings import Settings

_START = 20.0
"""Seconds that a server has to come up, and to go."""


@dataclass(frozen=True)
class Server:
    """A WSGI server with one worker.

    Attributes:
        name: ``granian``, ``gunicorn`` or ``waitress``.
        threads: how many turns it works on at once.
    """

    name: str
    threads: int

    @property
    def installed(self) -> bool:
        """Say whether it can be measured here."""
        return find_spec(self.name) is not None

    def command(self, app: str, port: int) -> list[str]:
        """Return the command that serves an application factory of ``apps.py``."""
        target = f"benchmarks.apps:{app}"
        if self.name == "granian":
            return [sys.executable, str(ROOT / "benchmarks" / "serve.py"), target]
        address = f"127.0.0.1:{port}"
        module = [sys.executable, "-m", self.name]
        if self.name == "gunicorn":
            kind = ["--worker-class", "gthread", "--threads", str(self.threads)]
            return [*module, *kind, "--bind", address, f"{target}()"]
        return [*module, f"--threads={self.threads}", f"--listen={address}", "--call", target]

    @contextmanager
    def serving(
        self, app: str, folder: Path, environment: Mapping[str, str] | None = None
    ) -> Iterator["Serving"]:
        """Serve an application until the context ends.

        Args:
            app: a factory of ``apps.py``.
            folder: where its log goes.
            environment: settings that the application reads.
        """
        port = _free_port()
        own = {"HOST": "127.0.0.1", "PORT": str(port), "THREADS": str(self.threads)}
        log = folder / f"{self.name}-{self.threads}-{app}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(  # noqa: S603 - our own command
                self.command(app, port),
                stdout=file,
                stderr=file,
                env=_bare_environment() | own | dict(environment or {}),
            )
        serving = Serving(self, process, port, log)
        try:
            serving.wait_until_up()
            yield serving
        finally:
            serving.stop()


@dataclass(frozen=True)
class Serving:
    """A server at work.

    Attributes:
        server: which one.
        process: its main process.
        port: where it listens.
        log: what it writes.
    """

    server: Server
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def connect(self, patience: float = 5.0) -> socket.socket:
        """Return a new connection to it."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=patience)

    def health(self) -> bytes:
        """Return what it says about its health, which is the worker's process id.

        Raises:
            OSError: it cannot be reached, or says nothing.
        """
        with self.connect(1.0) as connection:
            connection.sendall(
                b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        if not answer.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(f"not healthy: {answer[:100]!r}")
        return answer.rpartition(b"\r\n\r\n")[2]

    def wait_until_up(self, seconds: float = _START) -> None:
        """Return as soon as it answers.

        Raises:
            TimeoutError: it does not come up; the message ends with its log.
        """
        limit = monotonic() + seconds
        while monotonic() < limit and self.process.poll() is None:
            try:
                self.health()
            except OSError:
                sleep(0.02)
            else:
                return
        tail = self.log.read_text(errors="replace")[-2000:]
        raise TimeoutError(f"{self.server.name} does not answer:\n{tail}")

    def stop(self) -> None:
        """Stop it as a service manager would."""
        self.process.terminate()
        try:
            self.process.wait(_START)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _bare_environment() -> dict[str, str]:
    """Return our environment without settings of the skill, which are for somebody else."""
    settings = {field.metadata["variable"] for field in fields(Settings)}
    return {name: value for name, value in os.environ.items() if name not in settings}
