"""Typed content: what the YAML files may say.

Unknown keys are refused, so that a typing mistake is found when the skill starts.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

Slug = Annotated[str, msgspec.Meta(pattern="^[a-z]+(-[a-z]+)*$", max_length=30)]
Line = Annotated[str, msgspec.Meta(min_length=2, max_length=600)]


class Depth(StrEnum):
    """How personal a starter is."""

    LIGHT = "light"
    WARM = "warm"
    DEEP = "deep"

    def step(self, by: int) -> "Depth":
        """Return the depth this many steps deeper (or lighter), as far as there is one."""
        steps = list(Depth)
        return steps[min(max(steps.index(self) + by, 0), len(steps) - 1)]


class _Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all content."""


class Starter(_Content, frozen=True, kw_only=True):
    """One conversation starter.

    Attributes:
        number: unique within its deck and never used again, even if the starter goes.
        depth: how personal it is.
        tags: ids of the topics it touches, the main one first.
        ask: the question, 25 words or fewer.
        follow_up: one question that takes the answer further.
        deck: the id of its deck, filled in by the loader.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=999)]
    depth: Depth
    tags: Annotated[tuple[Slug, ...], msgspec.Meta(min_length=1, max_length=4)]
    ask: Line
    follow_up: Line
    deck: str = ""

    @property
    def id(self) -> str:
        """Return its stable id, such as ``memories-07``."""
        return f"{self.deck}-{self.number:02d}"

    def touches(self, topics: Collection[str]) -> bool:
        """Say whether it is about any of these topics."""
        return self.deck in topics or any(tag in topics for tag in self.tags)


class Deck(_Content, frozen=True, kw_only=True):
    """A deck of starters about one part of life together; its id is its file's name.

    Attributes:
        name: how the deck is spoken of, as in "one about everyday life".
        starters: its starters.
    """

    name: Line
    starters: tuple[Starter, ...]


class Topic(_Content, frozen=True, kw_only=True):
    """Something a couple can ask for, or never wants to be asked about.

    Attributes:
        id: its stable id: a deck's, or a tag of starters.
        name: how it is spoken of, as in "one about travel".
        said: other words for it, as people say them.
        deck: the deck that it leads to when its own starters are used up.
    """

    id: Slug
    name: Line
    said: tuple[Line, ...]
    deck: Slug


class Mood(_Content, frozen=True, kw_only=True):
    """What people say about themselves when a meditation may fit.

    Attributes:
        id: its stable id, which scripts of meditations name.
        name: how it is said back, as in "you said you can't sleep".
        said: how people say it.
    """

    id: Slug
    name: Line
    said: tuple[Line, ...]


class Helpline(_Content, frozen=True, kw_only=True):
    """One line that a couple can be sent to.

    Attributes:
        name: who answers, with whom it is for where it is not for everybody.
        number: how it is spoken, in groups.
        source: where number and name were read.
        checked: the day they were last checked there.
    """

    name: Line
    number: Line
    source: Line
    checked: date


class Helplines(_Content, frozen=True, kw_only=True):
    """The lines of one locale.

    Attributes:
        emergency: the emergency number, in groups.
        crisis: for somebody who may hurt themselves.
        abuse: for somebody who is hurt or threatened.
    """

    emergency: Line
    crisis: tuple[Helpline, ...]
    abuse: tuple[Helpline, ...]


class Alarms(_Content, frozen=True, kw_only=True):
    """What must stop everything else when it is said, as regular expressions.

    Attributes:
        harmless: figures of speech, taken out before the others are looked for.
        crisis: somebody may hurt themselves.
        abuse: somebody is hurt, threatened or afraid.
    """

    harmless: tuple[str, ...]
    crisis: tuple[str, ...]
    abuse: tuple[str, ...]
