"""The server under the webhook: nothing answered is lost, nothing accepted is dropped."""

import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
import urllib3
from authority import Authority
from bodies import body
from served import serve

from skill import settings
from skill.memory.opening import open_memory

pytestmark = pytest.mark.slow

TURNS = 1_000
AT_ONCE = 50
Signed = tuple[bytes, dict[str, str]]


@pytest.fixture(name="pool")
def _pool() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(maxsize=AT_ONCE, retries=False, timeout=30) as pool:
        yield pool


def post(pool: urllib3.PoolManager, url: str, request: Signed) -> int | None:
    """Post a request; return the status, or None where the server hung up."""
    content, headers = request
    try:
        return pool.request("POST", f"{url}/alexa", body=content, headers=headers).status
    except urllib3.exceptions.HTTPError:
        return None


def signed(authority: Authority, users: list[str]) -> dict[str, Signed]:
    """Return a signed request for a starter for each user."""
    now = datetime.now(UTC)
    bodies = {user: body(intent="StarterIntent", user=user, at=now) for user in users}
    return {user: (content, authority.sign(content)) for user, content in bodies.items()}


def test_killed_server_loses_nothing_it_answered(
    tmp_path: Path, authority: Authority, pool: urllib3.PoolManager
) -> None:
    """Killed in the middle of 1,000 turns: every answered turn is there, the file is clean."""
    users = [f"user-{number}" for number in range(TURNS)]
    requests = signed(authority, users)
    answered: list[str] = []
    enough = Event()

    def send(user: str) -> None:
        if post(pool, server.url, requests[user]) == 200:
            answered.append(user)
        if len(answered) >= TURNS // 3:
            enough.set()

    with serve(authority, tmp_path) as server, ThreadPoolExecutor(AT_ONCE) as couples:
        turns = [couples.submit(send, user) for user in users]
        assert enough.wait(60)
        server.signal(signal.SIGKILL)
        for turn in turns:
            turn.result()

    with sqlite3.connect(tmp_path / "households.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    file.close()
    memory = open_memory(settings.load({"DATA_DIR": str(tmp_path)}))
    lost = [user for user in answered if not memory.load(user).household.place]
    memory.close()
    assert TURNS // 3 <= len(answered) < TURNS
    assert lost == []


def test_stopped_server_finishes_what_it_accepted(
    tmp_path: Path, authority: Authority, pool: urllib3.PoolManager
) -> None:
    """Told to stop under load, the server ends by itself, and what it answered is kept."""
    users = [f"user-{number}" for number in range(300)]
    requests = signed(authority, users)
    statuses: dict[str, int] = {}

    def send(user: str) -> None:
        status = post(pool, server.url, requests[user])
        if status:
            statuses[user] = status

    with serve(authority, tmp_path) as server, ThreadPoolExecutor(8) as couples:
        turns = [couples.submit(send, user) for user in users]
        while len(statuses) < 50:
            turns[0].result()
        server.signal(signal.SIGTERM)
        for turn in turns:
            turn.result()
        assert server.process.wait(20) == 0

    assert set(statuses.values()) == {200}
    memory = open_memory(settings.load({"DATA_DIR": str(tmp_path)}))
    assert all(memory.load(user).household.place for user in statuses)
    memory.close()
