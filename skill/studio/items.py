"""What a library consists of: tracks, talk timers, sounds, and clips of starters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import msgspec

from skill import content
from skill.content.loader import FOLDER, read
from skill.content.models import Line
from skill.content.scripts import Script
from skill.studio import beds, chimes
from skill.studio.manifest import digest
from skill.studio.mixing import VERSION
from skill.studio.score import Score, of_clip, of_script, of_sound, of_timer, steps_of
from skill.studio.voices import Pace

TIMERS = (3, 5, 10)
"""Minutes that a talk timer gives each of the two."""

_RECIPE = (VERSION, beds.VERSION, chimes.VERSION)


class Item(Protocol):
    """One file that a library has."""

    @property
    def path(self) -> str:
        """Return its path within the library."""

    @property
    def title(self) -> str:
        """Return its title."""

    @property
    def pace(self) -> Pace:
        """Return how its lines are spoken."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines that are spoken in it, in order."""

    @property
    def minutes(self) -> int | None:
        """Return how many minutes it promises to last, if it promises."""

    @property
    def script(self) -> str:
        """Return a hash of all it is made from besides the voice."""

    def score(self, lengths: Mapping[str, float]) -> Score:
        """Lay it out, given the seconds that each line takes.

        Raises:
            TimingError: it cannot be made as long as it promises.
        """


@dataclass(frozen=True)
class Track:
    """A meditation at one of its lengths."""

    id: str
    meditation: Script
    minutes: int
    pace: Pace = Pace.CALM

    @property
    def path(self) -> str:
        """Return its path within the library."""
        return f"{self.id}-{self.minutes}.mp3"

    @property
    def title(self) -> str:
        """Return the name of the meditation."""
        return self.meditation.name

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the phrases that it has at this length."""
        return tuple(step.say for step in steps_of(self.meditation, self.minutes) if step.say)

    @cached_property
    def script(self) -> str:
        """Return a hash of what is said and rung at this length, and of the bed."""
        steps = [
            (step.say, step.bell, step.pause, step.stretch)
            for step in steps_of(self.meditation, self.minutes)
        ]
        return _hash(self.title, self.meditation.bed, self.minutes, steps)

    def score(self, lengths: Mapping[str, float]) -> Score:
        """Lay out the meditation."""
        return of_script(self.meditation, self.minutes, lengths)


@dataclass(frozen=True)
class Timer:
    """A talk timer: as many minutes for each of the two."""

    each: int
    word: str
    title: str
    pace: Pace = Pace.CALM

    @property
    def path(self) -> str:
        """Return its path within the library."""
        return f"timer-{self.each}.mp3"

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the word at the change."""
        return (self.word,)

    @property
    def minutes(self) -> int:
        """Return the minutes of both turns."""
        return 2 * self.each

    @property
    def script(self) -> str:
        """Return a hash of the minutes and the word."""
        return _hash(self.title, self.each, self.word)

    def score(self, lengths: Mapping[str, float]) -> Score:
        """Lay out both turns."""
        return of_timer(self.each, self.word, lengths)


@dataclass(frozen=True)
class Clip:
    """A conversation starter, read aloud."""

    id: str
    ask: str
    title: str
    pace: Pace = Pace.PLAIN
    minutes: None = None

    @property
    def path(self) -> str:
        """Return its path within the library."""
        return f"starters/{self.id}.mp3"

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the question."""
        return (self.ask,)

    @property
    def script(self) -> str:
        """Return a hash of the question."""
        return _hash(self.title, self.ask)

    def score(self, lengths: Mapping[str, float]) -> Score:
        """Lay out the question."""
        return of_clip(self.ask, lengths)


@dataclass(frozen=True)
class Sound:
    """A bell, or a sound of a game."""

    id: str
    pace: Pace = Pace.PLAIN
    minutes: None = None
    lines: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Return its path within the library."""
        return f"sounds/{self.id}.mp3"

    @property
    def title(self) -> str:
        """Return what it is for."""
        return chimes.TITLES[self.id]

    @property
    def script(self) -> str:
        """Return a hash of its name; what it sounds like is code."""
        return _hash(self.title, self.id)

    def score(self, lengths: Mapping[str, float]) -> Score:  # noqa: ARG002 - it has no lines
        """Lay out the sound by itself."""
        return of_sound(self.id, chimes.seconds(self.id))


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the studio says and writes itself."""

    timer: Line
    timer_title: Line
    starter_title: Line


def all_items(language: str = "en", folder: Path = FOLDER) -> tuple[Item, ...]:
    """Return everything that a library in this language has.

    Raises:
        ContentError: a file of the content breaks its schema.
    """
    words = read(Path(__file__).with_name(f"{language}.yaml"), _Words)
    scripts = sorted((folder / language).glob("meditations/*.yaml"))
    decks = content.load(language, folder).decks
    return (
        *(
            Track(path.stem, script, minutes)
            for path in scripts
            for script in [read(path, Script)]
            for minutes in script.minutes
        ),
        *(Timer(each, words.timer, words.timer_title.format(minutes=each)) for each in TIMERS),
        *(Sound(id_) for id_ in chimes.TITLES),
        *(
            Clip(starter.id, starter.ask, words.starter_title.format(id=starter.id))
            for deck in decks.values()
            for starter in deck.values()
        ),
    )


def _hash(*parts: object) -> str:
    return digest(msgspec.json.encode((_RECIPE, parts)))
