"""Dialogues in plain text: what is said to the speaker, and what must be heard.

::

    # A comment.
    @clock 2026-11-22T18:00:00Z

    > open reviving romance
    < Welcome * What should I call the two of you?
    <! * error *
    [listening]

    @wait 1 day
    > (silence)
    ! AlexaSkillEvent.SkillDisabled {"eventCreationTime": "2026-11-22T18:00:00Z"}
    [nothing]

``>`` is said to the device and ``!`` is a raw request, with fields in JSON. Below either,
``<`` is what must be spoken (several lines are one), ``<!`` what must not, and the word in
brackets is what the device does then: it is ``listening``, ``waiting`` or ``closed``, or
there was ``nothing`` in the answer. In a pattern ``*`` stands for anything or nothing.
``@`` changes the world: ``@wait``, ``@clock``, ``@device``, ``@household``, ``@locale``,
and before the first turn ``@seed``.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from skill.errors import DialogueError
from skill.speaker.patterns import Pattern

SILENCE = "(silence)"
STATES = ("listening", "waiting", "closed", "nothing")

_SPAN = re.compile(r"(\d+) (second|minute|hour|day|week)s?")
_RAW = re.compile(r"(?P<type>[\w.]+)(?:\s+(?P<fields>\{.*\}))?")


@dataclass(frozen=True)
class Change:
    """A change of the world around the device.

    Attributes:
        line: the number of its line.
        word: what changes.
        value: the new value, or the time that passes.
    """

    line: int
    word: str
    value: Any


@dataclass
class Turn:
    """Something said to the device, and what must come of it.

    Attributes:
        line: the number of its line.
        said: the sentence; ``(silence)``, or nothing for a raw request.
        request: the type and fields of a raw request.
        spoken: what must be spoken.
        unspoken: what must not be.
        state: what the device must do then, and the number of that line.
    """

    line: int
    said: str = ""
    request: Mapping[str, Any] = field(default_factory=dict)
    spoken: Pattern | None = None
    unspoken: list[Pattern] = field(default_factory=list)
    state: tuple[str, int] | None = None


@dataclass(frozen=True)
class Dialogue:
    """A whole dialogue.

    Attributes:
        name: the name of its file.
        steps: its turns, and the changes between them.
        seed: what the dice of the skill start from.
    """

    name: str
    steps: tuple[Turn | Change, ...]
    seed: int = 0


def read(path: Path) -> Dialogue:
    """Read a dialogue file.

    Raises:
        DialogueError: it cannot be read, or a line is none of a dialogue.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise DialogueError(f"{path}: {error}") from error


def parse(text: str, name: str) -> Dialogue:
    """Parse the text of a dialogue.

    Args:
        text: the dialogue.
        name: what errors call it.

    Raises:
        DialogueError: a line is none of a dialogue; the message names file and line.
    """
    parser = _Parser()
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            parser.take(number, line.strip())
        except ValueError as error:
            raise DialogueError(f"{name}:{number}: {error}") from error
    return Dialogue(name, tuple(parser.steps), parser.seed)


class _Parser:
    """Takes one line after the other; a ValueError says what is wrong with one."""

    def __init__(self) -> None:
        self.steps: list[Turn | Change] = []
        self.seed = 0

    def take(self, number: int, line: str) -> None:
        if not line or line.startswith("#"):
            return
        mark = next((mark for mark in self._marks if line.startswith(mark)), None)
        if mark is None:
            raise ValueError("a line starts with one of > ! < <! [ @ #")
        self._marks[mark](self, number, line.removeprefix(mark).strip())

    def _say(self, number: int, text: str) -> None:
        if not text:
            raise ValueError(f"nothing is said; for silence write > {SILENCE}")
        self.steps.append(Turn(number, said=text))

    def _send(self, number: int, text: str) -> None:
        found = _RAW.fullmatch(text)
        if not found:
            raise ValueError("expected a type of request and perhaps fields in JSON")
        fields = json.loads(found["fields"] or "{}")
        self.steps.append(Turn(number, request={**fields, "type": found["type"]}))

    def _spoken(self, number: int, text: str) -> None:
        before = self._turn.spoken
        text = f"{before.text} {text}" if before else text
        self._turn.spoken = Pattern(text, before.line if before else number)

    def _unspoken(self, number: int, text: str) -> None:
        self._turn.unspoken.append(Pattern(text, number))

    def _state(self, number: int, text: str) -> None:
        state = text.removesuffix("]")
        if state not in STATES or state == text:
            raise ValueError(f"expected one of {', '.join(f'[{state}]' for state in STATES)}")
        self._turn.state = state, number

    def _change(self, number: int, text: str) -> None:
        word, _, value = text.partition(" ")
        if word == "seed" and not any(isinstance(step, Turn) for step in self.steps):
            self.seed = int(value)
        elif word in _CHANGES:
            self.steps.append(Change(number, word, _CHANGES[word](value.strip())))
        else:
            raise ValueError(f"no @{word} here")

    @property
    def _turn(self) -> Turn:
        if self.steps and isinstance(turn := self.steps[-1], Turn):
            return turn
        raise ValueError("nothing was said before this line")

    _marks: Mapping[str, Callable[["_Parser", int, str], None]] = {
        "<!": _unspoken,
        "<": _spoken,
        ">": _say,
        "!": _send,
        "[": _state,
        "@": _change,
    }


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError("expected a time such as 5 minutes or 1 day")
    return timedelta(**{f"{found[2]}s": int(found[1])})


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _word(text: str) -> str:
    if not text:
        raise ValueError("expected a name")
    return text


_CHANGES: Mapping[str, Callable[[str], Any]] = {
    "wait": _span,
    "clock": _moment,
    "device": _word,
    "household": _word,
    "locale": _word,
}
