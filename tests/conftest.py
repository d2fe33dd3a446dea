"""What every room's tests share."""

import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from authority import SKILL_ID, Authority
from recordings import libraries

from skill import content
from skill.content import Content
from skill.content.library import Libraries
from skill.memory import Household, Memory
from skill.memory.opening import open_memory
from skill.settings import Settings
from skill.turn import Memo, Turn

# Nothing is timed, and CI draws the same examples every time; at a desk they are new ones.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

EVENING = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)

MakeTurn = Callable[..., Turn]


@pytest.fixture(name="now")
def _now() -> datetime:
    return EVENING


@pytest.fixture(name="english", scope="session")
def _english() -> Content:
    return content.load("en")


@pytest.fixture(name="recorded", scope="session")
def _recorded(english: Content, tmp_path_factory: pytest.TempPathFactory) -> Libraries:
    """A library with all meditations, of no sound."""
    return libraries(tmp_path_factory.mktemp("recorded"), english)


@pytest.fixture(name="make_turn", scope="session")
def _make_turn(english: Content) -> MakeTurn:
    """Return a maker of turns; everything has a default but the intent."""

    def make(intent: str, **changes: Any) -> Turn:
        fields: dict[str, Any] = {
            "intent": intent,
            "words": {},
            "ids": {},
            "locale": "en-US",
            "memo": Memo(),
            "household": Household(opened=9),
            "remembers": True,
            "locked": False,
            "content": english,
            "now": EVENING,
            "dice": random.Random(7),
        }
        return Turn(**(fields | changes))

    return make


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The authority that we trust in place of Amazon's."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    """Settings of an embedded memory of its own."""
    return Settings(skill_id=SKILL_ID, data_dir=tmp_path)


@pytest.fixture(name="memory")
def _memory(settings: Settings) -> Iterator[Memory]:
    """An empty embedded memory."""
    memory = open_memory(settings)
    yield memory
    memory.close()
