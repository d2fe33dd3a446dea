"""Two choices of the hot path, each measured beside what it replaced."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from timeit import Timer
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from sqlalchemy import bindparam, select, update

from benchmarks.amazon import Device, turn
from skill import envelope
from skill.memory.database import Database
from skill.memory.engines import engine_for, parse
from skill.memory.schema import households, metadata
from skill.memory.statements import Statements

_REPEATS, _CALLS = 15, 200


def deserialisers(device: Device) -> dict[str, float]:
    """Return the microseconds that a body takes, with the SDK and with ours."""
    body = turn(0, device)
    text, sdk = body.decode(), DefaultSerializer()
    return _side_by_side(
        {
            "ask-sdk-core": lambda: sdk.deserialize(text, RequestEnvelope),
            "skill.envelope": lambda: envelope.read(body),
        }
    )


def statements(folder: Path) -> dict[str, float]:
    """Return the microseconds of a turn's SELECT and UPDATE, by two ways to the driver."""
    engine = engine_for(parse(f"sqlite:///{folder / 'comparison.db'}"))
    metadata.create_all(engine)
    sql, direct = Statements(engine.dialect), Database(engine)
    key, state = b"k" * 32, b"s" * 600
    day = datetime.now(UTC).date()
    create = {"key": key, "version": 1, "state": state, "seen": day.isoformat()}
    direct.change(sql.create, create)
    found = households.c.key == bindparam("household")
    load = select(households.c.version, households.c.state).where(found)
    save = update(households).where(found).values(version=1, state=state, seen=day)

    def through_connection() -> None:
        with engine.connect() as connection:
            connection.execute(load, {"household": key}).all()
        with engine.connect() as connection:
            connection.execute(save, {"household": key})

    def straight() -> None:
        direct.rows(sql.load, {"household": key})
        direct.change(sql.save, create | {"household": key, "loaded": 1})

    try:
        return _side_by_side(
            {
                "SQLAlchemy Connection": through_connection,
                "skill.memory.database": straight,
            }
        )
    finally:
        direct.close()


def _side_by_side(ways: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Return for each way the microseconds of a call, medians over interleaved rounds."""
    timers = {name: Timer(way) for name, way in ways.items()}
    rounds = [
        {name: timer.timeit(_CALLS) / _CALLS * 1e6 for name, timer in timers.items()}
        for _ in range(_REPEATS)
    ]
    return {name: median(each[name] for each in rounds) for name in ways}
