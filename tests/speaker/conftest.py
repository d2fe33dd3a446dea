"""A small model, a skill that answers what it is told to, and a device between them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fakeskill import FakeSkill

from skill.speaker import words as language
from skill.speaker.clock import Clock
from skill.speaker.device import Device
from skill.speaker.understanding import Understanding
from skill.speaker.words import Words

EVENING = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def _intent(name: str, *samples: str, **slots: str) -> dict[str, Any]:
    kinds = [{"name": slot, "type": kind} for slot, kind in slots.items()]
    return {"name": name, "slots": kinds, "samples": list(samples)}


def _value(key: str, *said: str) -> dict[str, Any]:
    return {"id": key, "name": {"value": said[0], "synonyms": list(said[1:])}}


MODEL: dict[str, Any] = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "reviving romance",
            "intents": [
                *(
                    _intent(f"AMAZON.{name}Intent")
                    for name in ("Help", "Stop", "Cancel", "Fallback", "Yes", "No", "Next")
                ),
                _intent(
                    "Starter",
                    "a conversation starter",
                    "give us a question",
                    "ask us something",
                ),
                _intent(
                    "Topic",
                    "a question about {topic}",
                    "ask us about {topic}",
                    "something {depth} about {topic}",
                    topic="Topic",
                    depth="Depth",
                ),
                _intent(
                    "Block",
                    "never ask about {topic}",
                    "stop asking about {topic}",
                    topic="Topic",
                ),
                _intent("BlockThis", "never ask about that", "never ask about that again"),
                _intent("Deeper", "a deeper one", "go deeper", "something deeper"),
                _intent(
                    "Another", "another one", "next one", "one more", "that's too much for me"
                ),
                _intent(
                    "Names",
                    "{first} and {second}",
                    "we are {first} and {second}",
                    "my name is {first}",
                    first="AMAZON.FirstName",
                    second="AMAZON.FirstName",
                ),
                _intent(
                    "Win",
                    "we had a win {text}",
                    "remember that {text}",
                    text="AMAZON.SearchQuery",
                ),
                _intent("Minutes", "a meditation of {time}", time="AMAZON.DURATION"),
                _intent("Count", "give us {count} questions", count="AMAZON.NUMBER"),
                _intent("Which", "the {which} one", which="AMAZON.Ordinal"),
                _intent("Pin", "our code is {pin}", pin="AMAZON.FOUR_DIGIT_NUMBER"),
                _intent(
                    "CrisisIntent", "I want to kill myself", "I don't want to live anymore"
                ),
                _intent("AbuseIntent", "he hits me", "I'm scared of my partner"),
            ],
            "types": [
                {
                    "name": "Topic",
                    "values": [
                        _value("travel", "travel", "trips", "our holidays"),
                        _value("money", "money", "our budget"),
                        _value("stories", "books and films", "t. v. shows", "day-to-day life"),
                        _value("closeness", "us", "love"),
                    ],
                },
                {
                    "name": "Depth",
                    "values": [
                        _value("light", "light", "easy"),
                        _value("deep", "deep", "very deep"),
                    ],
                },
            ],
        }
    }
}


MakeDevice = Callable[..., Device]


@pytest.fixture(name="words", scope="session")
def _words() -> Words:
    return language.load("en")


@pytest.fixture(name="model", scope="session")
def _model() -> dict[str, Any]:
    return MODEL


@pytest.fixture(name="small", scope="session")
def _small() -> Understanding:
    """What the small model understands."""
    return Understanding.from_model(MODEL, "en")


@pytest.fixture(name="skill")
def _skill() -> FakeSkill:
    return FakeSkill()


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock(EVENING)


@pytest.fixture(name="make_device")
def _make_device(skill: FakeSkill, small: Understanding, clock: Clock) -> MakeDevice:
    """Return a maker of devices that talk to the fake skill."""

    def make(**changes: Any) -> Device:
        return Device(skill, understanding=lambda _locale: small, clock=clock, **changes)

    return make


@pytest.fixture(name="device")
def _device(make_device: MakeDevice) -> Device:
    return make_device()
