"""Whole conversations, as plain text: every file in tests/dialogues is played."""

import random
from pathlib import Path

import pytest

from skill.content.library import Libraries
from skill.dispatch import Dispatcher
from skill.memory import Memory
from skill.speaker.clock import Clock
from skill.speaker.device import Skill
from skill.speaker.dialogue import read
from skill.speaker.playing import play

DIALOGUES = sorted((Path(__file__).parent / "dialogues").glob("*.txt"))


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
def test_conversation_goes_as_written(path: Path, memory: Memory, recorded: Libraries) -> None:
    """The conversation goes as its file says, from what is said to what is heard."""

    def skill(clock: Clock, dice: random.Random) -> Skill:
        dispatcher = Dispatcher(memory, clock=clock, dice=dice, libraries=recorded)
        return lambda body: dispatcher.answer(body).body

    assert play(read(path), skill).heard
