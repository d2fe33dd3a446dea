"""Where the time of one turn goes: stop-watches at the doors between the rooms.

Each stage is charged with its own time only, without that of stages inside it. The stages
are therefore a whole turn; how far their sum is from the time of turns without any
stop-watch says what the stop-watches themselves cost.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, redirect_stderr
from functools import wraps
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, cast
from unittest.mock import patch

from flask import Flask

from benchmarks.amazon import SKILL_ID, Authority, Device, turn
from skill import dispatch, envelope, webhook
from skill.dispatch.conversation import Conversation
from skill.dispatch.sdk import Sdk
from skill.memory.crypto import Keyring
from skill.memory.database import Database
from skill.memory.sql import SqlMemory
from skill.settings import Settings
from skill.verification import Verifier
from skill.webhook import create_app

if TYPE_CHECKING:
    from werkzeug.wsgi import ClosingIterator

Environ = dict[str, Any]
Write = Callable[[bytes], object]

DOORS: Sequence[tuple[str, object, str]] = (
    ("Flask and Werkzeug around it", Flask, "wsgi_app"),
    ("verify: headers, chain at hand, signature, age", Verifier, "verify"),
    ("read the body (verification and dispatch)", envelope, "read"),
    ("ask-sdk-core: dispatch, response, plain data", Sdk, "invoke"),
    ("turn: gather what a feature may know", Conversation, "turn"),
    ("memory: load, decode", SqlMemory, "load"),
    ("memory: statements (SELECT and UPDATE)", Database, "_run"),
    ("memory: decrypt", Keyring, "open"),
    ("feature: safety, route, draw a starter", Conversation, "_reply"),
    ("render: variants, templates, SSML", Conversation, "_render"),
    ("memory: compare, encode, save", SqlMemory, "save"),
    ("memory: encrypt", Keyring, "seal"),
    ("check the platform's limits", dispatch, "check"),
    ("encode as JSON, count", dispatch.Dispatcher, "answer"),
    ("log line", webhook, "_log_answer"),
)
"""Stages in the order of the walk, each with the function that is its door."""


_HOUSEHOLDS, _BLOCK = 300, 25


class Stage(NamedTuple):
    """One stage: its name, and the microseconds that it takes of a turn."""

    name: str
    microseconds: float


class Ledger:
    """Charges time to stages."""

    def __init__(self) -> None:
        """Start with nothing spent."""
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inside = [0.0]

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Put a stop-watch at every door until the context ends."""
        with ExitStack() as doors:
            for stage, owner, name in DOORS:
                door = self._watched(stage, getattr(owner, name))
                doors.enter_context(patch.object(owner, name, door))
            yield

    def _watched(self, stage: str, door: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(door)
        def watched(*args: Any, **options: Any) -> Any:
            self._inside.append(0.0)
            started = perf_counter()
            try:
                return door(*args, **options)
            finally:
                took = perf_counter() - started
                self.spent[stage] += took - self._inside.pop()
                self._inside[-1] += took

        return watched


def measure(authority: Authority, folder: Path, device: Device, rounds: int) -> list[Stage]:
    """Measure turns of many households in this process, without a server.

    Args:
        authority: signs the requests.
        folder: where memory and log go.
        device: what the requests come from.
        rounds: how often all households have a turn, with stop-watches and without.

    Returns:
        The stages, their sum, and at the end the whole turn without stop-watches; medians
        over many short blocks of turns, so that what interrupts them falls out.

    Raises:
        AssertionError: an answer was not right, or no turn went through some door.
    """
    folder.mkdir()
    with (folder / "log").open("w") as log:
        app = _app(authority, folder, log)
        signed = [_environ(authority, turn(number, device)) for number in range(_HOUSEHOLDS)]
        _answer_all(app, signed)
        blocks = [signed[first : first + _BLOCK] for first in range(0, _HOUSEHOLDS, _BLOCK)]
        ledgers, totals = [], []
        for block in blocks * rounds:
            totals.append(_answer_all(app, block))
            ledgers.append(ledger := Ledger())
            with ledger.watching():
                _answer_all(app, block)
    stages = [
        Stage(name, median(ledger.spent[name] for ledger in ledgers) / _BLOCK * 1e6)
        for name, _, _ in DOORS
    ]
    assert all(stage.microseconds for stage in stages), f"unused doors: {stages}"
    total = Stage("the whole turn, measured without stop-watches", median(totals) * 1e6)
    return [*stages, Stage("sum of the stages", sum(s.microseconds for s in stages)), total]


def _app(authority: Authority, folder: Path, log: TextIO) -> Flask:
    """Return the skill with an empty memory."""
    settings = Settings(skill_id=SKILL_ID, data_dir=folder)
    verifier = Verifier(SKILL_ID, roots=authority.root_pem, fetch=lambda _path: authority.chain)
    with redirect_stderr(log):
        return create_app(settings, verifier=verifier)


def _environ(authority: Authority, body: bytes) -> tuple[Environ, bytes]:
    """Return a signed request as granian hands it to an application."""
    headers = authority.sign(body)
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/alexa",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "application/json",
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    return environ, body


def _answer_all(app: Flask, signed: Sequence[tuple[Environ, bytes]]) -> float:
    """Answer all requests; return the seconds that one of them took.

    Raises:
        AssertionError: an answer was not the right one.
    """
    statuses: list[str] = []
    answers: list[bytes] = []

    def start_response(status: str, _headers: object, _error: object = None) -> Write:
        statuses.append(status)
        return answers.append

    started = perf_counter()
    for environ, body in signed:
        chunks = app(environ | {"wsgi.input": io.BytesIO(body)}, start_response)
        with closing(cast("ClosingIterator", chunks)):
            answers.append(b"".join(chunks))
    took = perf_counter() - started
    assert set(statuses) == {"200 OK"}
    assert all(b"<speak>" in answer for answer in answers)
    return took / len(signed)
