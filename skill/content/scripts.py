"""Typed meditation scripts: ``skill/content/<language>/meditations/<id>.yaml``."""

from enum import StrEnum
from typing import Annotated

import msgspec

from skill.content.models import Line, Slug, _Content


class Bed(StrEnum):
    """The sound under the voice; made from code and a seed."""

    RAIN = "rain"
    OCEAN = "ocean"
    BROWN = "brown"
    DRONE = "drone"


class Bell(StrEnum):
    """A bell; ``soft`` marks time within a silence, ``open`` and ``close`` the two ends."""

    OPEN = "open"
    SOFT = "soft"
    CLOSE = "close"


class Step(_Content, frozen=True, kw_only=True):
    """One step of a script: a phrase to be spoken, or a bell, and the silence after it.

    Attributes:
        say: what is spoken, one breath of a reader; exclusive with ``bell``.
        bell: which bell is rung; exclusive with ``say``.
        pause: seconds of silence after it, at the least.
        stretch: its share of the silence that is left when all steps have their least;
            0 keeps the pause as it is.
        minutes: the lengths that have this step; all that the script offers, if empty.
    """

    say: Line | None = None
    bell: Bell | None = None
    pause: Annotated[float, msgspec.Meta(ge=0, le=30)] = 1.0
    stretch: Annotated[float, msgspec.Meta(ge=0, le=10)] = 0.0
    minutes: tuple[int, ...] = ()


class Script(_Content, frozen=True, kw_only=True):
    """A meditation for two.

    Attributes:
        name: its title, as it is spoken and shown.
        about: what it is, as in "a practice of ...": half a sentence.
        said: other names people may call it by.
        moods: what people say when it fits: ids of moods.
        bed: the sound under it.
        minutes: the lengths it is offered in.
        steps: what is said and rung, in order.
        question: one optional question to share afterwards.
    """

    name: Line
    about: Line
    said: tuple[Line, ...]
    moods: tuple[Slug, ...]
    bed: Bed
    minutes: tuple[int, ...]
    steps: tuple[Step, ...]
    question: Line
