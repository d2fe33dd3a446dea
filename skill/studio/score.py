"""Scores: what is heard in a file, and when; scripts are stretched to their exact length."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skill.content.scripts import Bed, Script, Step
from skill.studio.chimes import ROOM
from skill.studio.errors import TimingError

LEAD_IN = 0.48
"""Seconds of the bed alone before a script begins."""

LEAD_OUT = 3.0
"""Seconds in which the bed fades out after it has ended."""

FRAME = 0.024
"""Seconds of one frame of MP3. Phrases begin on one, so that a line that was encoded by itself
without clipping is encoded the same way here."""

_SHORT = 10  # minutes: up to here the shorter limit of silence holds
_SLACK = 1.0  # seconds by which a track may miss its length


def longest_silence(minutes: float) -> float:
    """Return how many seconds may pass without a phrase or a bell (product facts, 3)."""
    return 40.0 if minutes <= _SHORT else 75.0


@dataclass(frozen=True)
class Mark:
    """A phrase or a bell in a score.

    Attributes:
        start: seconds from the beginning.
        length: seconds; a bell's tail rings on after them.
        say: the phrase; empty for a bell.
        ring: the bell or sound; empty for a phrase.
    """

    start: float
    length: float
    say: str = ""
    ring: str = ""

    @property
    def end(self) -> float:
        """Return when it has ended."""
        return self.start + self.length


@dataclass(frozen=True)
class Score:
    """Everything that is heard in a file.

    Attributes:
        marks: phrases and bells in order.
        length: seconds in all.
        bed: the sound under them, if any.
        alone: whether a sound is the whole file, and as loud as one.
    """

    marks: tuple[Mark, ...]
    length: float
    bed: Bed | None = None
    alone: bool = False


def steps_of(script: Script, minutes: int) -> tuple[Step, ...]:
    """Return the steps that a script has at this length."""
    return tuple(step for step in script.steps if not step.minutes or minutes in step.minutes)


def of_script(script: Script, minutes: int, lengths: Mapping[str, float]) -> Score:
    """Lay out a script so that it lasts as many minutes as it says.

    Args:
        script: the script.
        minutes: one of the lengths it is offered in.
        lengths: for each line, the seconds it takes to say.

    Raises:
        TimingError: its words and least pauses are too long, or its silences cannot be
            stretched far enough.
    """
    steps = steps_of(script, minutes)
    taken = [_length(step, lengths) for step in steps]
    left = 60 * minutes - LEAD_IN - LEAD_OUT - sum(taken) - sum(step.pause for step in steps)
    pauses = _pauses(
        steps, left, longest_silence(minutes), f"{script.name} ({minutes} minutes)"
    )
    marks, at = [], LEAD_IN
    for step, length, pause in zip(steps, taken, pauses, strict=True):
        at = FRAME * round(at / FRAME)
        marks.append(Mark(at, length, say=step.say or "", ring=step.bell or ""))
        at += length + pause
    return Score(tuple(marks), at + LEAD_OUT, script.bed)


def of_timer(minutes: int, word: str, lengths: Mapping[str, float]) -> Score:
    """Lay out a talk timer: a chime and a word at the change, and a chime at the end."""
    half, end = 60.0 * minutes, 120.0 * minutes
    marks = (
        Mark(half - ROOM["soft"], ROOM["soft"], ring="soft"),
        Mark(half, lengths[word], say=word),
        Mark(end - ROOM["close"] - LEAD_OUT, ROOM["close"], ring="close"),
    )
    return Score(marks, end, Bed.BROWN)


def of_clip(line: str, lengths: Mapping[str, float]) -> Score:
    """Lay out a line by itself, with a breath before and after."""
    return Score((Mark(6 * FRAME, lengths[line], say=line),), lengths[line] + 0.4)


def of_sound(ring: str, length: float) -> Score:
    """Lay out a sound by itself."""
    return Score((Mark(0.0, length, ring=ring),), length, alone=True)


def _length(step: Step, lengths: Mapping[str, float]) -> float:
    return ROOM[step.bell] if step.bell else lengths[step.say or ""]


def _pauses(steps: Sequence[Step], left: float, most: float, title: str) -> list[float]:
    """Return the silence after each step when what is left has been shared out."""
    if left < -_SLACK:
        raise TimingError(
            f"{title}: its words and least pauses are {-left:.0f} seconds too long; "
            "leave out steps at this length, or shorten pauses"
        )
    rooms = [max(most - step.pause, 0.0) for step in steps]
    shares = share(max(left, 0.0), [step.stretch for step in steps], rooms)
    if left - sum(shares) > _SLACK:
        raise TimingError(
            f"{title}: {left - sum(shares):.0f} seconds of silence find no room, for none may "
            f"be longer than {most:.0f}; add a step, a bell, or a stretch"
        )
    return [step.pause + more for step, more in zip(steps, shares, strict=True)]


def share(amount: float, weights: Sequence[float], rooms: Sequence[float]) -> list[float]:
    """Share an amount by weight; what one has no room for goes to the others."""
    shares = [0.0] * len(weights)
    unfilled = [i for i, weight in enumerate(weights) if weight > 0]
    while unfilled:
        unit = amount / sum(weights[i] for i in unfilled)
        full = [i for i in unfilled if weights[i] * unit >= rooms[i]]
        for i in full or unfilled:
            shares[i] = min(weights[i] * unit, rooms[i])
            amount -= shares[i]
        unfilled = [i for i in unfilled if i not in full] if full else []
    return shares
