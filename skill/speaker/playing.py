"""Plays dialogues: the same for ``romance talk --script`` and for the tests."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from skill.errors import DialogueError, RomanceError
from skill.speaker.clock import Clock
from skill.speaker.device import Device, Heard, Skill
from skill.speaker.dialogue import SILENCE, Change, Dialogue, Turn
from skill.speaker.understanding import Understanding, load

MakeSkill = Callable[[Clock, random.Random], Skill]
"""Builds a skill that takes the time and every choice from what it is given."""

EVENING = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
"""When a dialogue plays that sets no clock."""


@dataclass(frozen=True)
class Played:
    """A dialogue that went as written.

    Attributes:
        dialogue: the dialogue.
        heard: its turns, and what came of each.
    """

    dialogue: Dialogue
    heard: tuple[tuple[Turn, Heard], ...]


@dataclass
class _World:
    """The households, devices and time of one dialogue."""

    skill: Skill
    clock: Clock
    understanding: Callable[[str], Understanding]
    household: str = "home"
    name: str = "kitchen"
    locale: str = "en-US"
    devices: dict[tuple[str, str], Device] = field(default_factory=dict)

    def change(self, change: Change) -> None:
        match change.word:
            case "wait":
                self.clock.wait(change.value)
            case "clock":
                self.clock.now = change.value
            case "device":
                self.name = change.value
            case "household":
                self.household = change.value
            case "locale":
                self.locale = change.value

    def take(self, turn: Turn) -> Heard:
        device = self._device()
        if turn.request:
            return device.send(turn.request)
        return device.silence() if turn.said == SILENCE else device.say(turn.said)

    def _device(self) -> Device:
        key = self.household, self.name
        if key not in self.devices:
            self.devices[key] = Device(
                self.skill,
                understanding=self.understanding,
                clock=self.clock,
                household=self.household,
                name=self.name,
            )
        self.devices[key].locale = self.locale
        return self.devices[key]


def play(
    dialogue: Dialogue,
    make_skill: MakeSkill,
    *,
    understanding: Callable[[str], Understanding] = load,
) -> Played:
    """Play a dialogue against a skill.

    Args:
        dialogue: the dialogue.
        make_skill: builds the skill; called once, with the clock that the dialogue moves
            and with dice that start from its seed.
        understanding: returns what understands sentences in a locale.

    Raises:
        DialogueError: the skill did not answer as written; the message names file and
            line, what was expected and what was heard.
    """
    clock = Clock(EVENING)
    skill = make_skill(clock, random.Random(dialogue.seed))
    world = _World(skill, clock, understanding)
    heard: list[tuple[Turn, Heard]] = []
    for step in dialogue.steps:
        if isinstance(step, Change):
            world.change(step)
        else:
            heard.append((step, _take(world, step, dialogue.name)))
            _compare(*heard[-1], dialogue.name)
    return Played(dialogue, tuple(heard))


def _take(world: _World, turn: Turn, name: str) -> Heard:
    try:
        return world.take(turn)
    except RomanceError as error:
        raise DialogueError(f"{name}:{turn.line}: {error}") from error


def _compare(turn: Turn, heard: Heard, name: str) -> None:
    for line, difference in differences(turn, heard):
        raise DialogueError(f"{name}:{line}: {difference}")


def differences(turn: Turn, heard: Heard) -> list[tuple[int, str]]:
    """Return what a turn asks for and was not heard, each with the number of its line."""
    found: list[tuple[int, str]] = []
    if turn.spoken and not turn.spoken.fits(heard.speech):
        lines = _lines("expected", turn.spoken.text, heard)
        missing = turn.spoken.missing(heard.speech)
        found.append(
            (turn.spoken.line, f"something else was spoken\n{lines}\n  missing:  {missing}")
        )
    for pattern in turn.unspoken:
        if pattern.fits(heard.speech):
            lines = _lines("refused", pattern.text, heard)
            found.append((pattern.line, f"this was not to be spoken\n{lines}"))
    if turn.state:
        state, line = turn.state
        if not (heard.empty if state == "nothing" else heard.state == state):
            found.append((line, f"another state\n{_lines('expected', f'[{state}]', heard)}"))
    return found


def _lines(label: str, text: str, heard: Heard) -> str:
    spoken = heard.speech or heard.hint or "(nothing)"
    return f"  {label + ':':<9} {text}\n  heard:    {spoken} [{heard.state}]"
