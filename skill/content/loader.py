"""Read and cross-check the content of one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec
import yaml

from skill.content.models import Alarms, Deck, Helplines, Mood, Starter, Topic
from skill.content.scripts import Script
from skill.errors import ContentError
from skill.paths import PACKAGE

FOLDER = PACKAGE / "content"
T = TypeVar("T")


@dataclass(frozen=True)
class Content:
    """Everything there is to say in one language that is not a phrase.

    Attributes:
        decks: for each deck, its starters by number.
        names: how each deck is spoken of.
        topics: what a couple can ask for or block, by id.
        about: for each topic, the starters that touch it.
        helplines: the lines of each locale of this language.
        alarms: what must stop everything else.
        meditations: the script of each meditation, by id.
        moods: what people say about themselves, by id.
    """

    decks: Mapping[str, Mapping[int, Starter]]
    names: Mapping[str, str]
    topics: Mapping[str, Topic]
    about: Mapping[str, tuple[Starter, ...]]
    helplines: Mapping[str, Helplines]
    alarms: Alarms
    meditations: Mapping[str, Script]
    moods: Mapping[str, Mood]

    def starter(self, starter_id: str) -> Starter | None:
        """Return the starter of this id, or None if it was taken out since."""
        deck, _, number = starter_id.rpartition("-")
        return self.decks.get(deck, {}).get(int(number)) if number.isdigit() else None


def read(path: Path, kind: type[T]) -> T:
    """Read one YAML file as the given type.

    Raises:
        ContentError: naming the file, and the place in it that breaks the schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), kind)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise ContentError(f"{path.parent.name}/{path.name}: {error}") from error


@cache
def load(language: str = "en", folder: Path = FOLDER) -> Content:
    """Load the content of a language and hold its parts against each other.

    Raises:
        ContentError: a file breaks its schema, or names what is not there.
    """
    home = folder / language
    decks = {path.stem: read(path, Deck) for path in sorted(home.glob("starters/*.yaml"))}
    topics = {topic.id: topic for topic in read(home / "topics.yaml", list[Topic])}
    numbered = {name: _numbered(name, deck) for name, deck in decks.items()}
    _check(numbered, topics)
    scripts = {p.stem: read(p, Script) for p in sorted(home.glob("meditations/*.yaml"))}
    moods = {mood.id: mood for mood in read(home / "moods.yaml", list[Mood])}
    _check_moods(scripts, moods)
    return Content(
        decks=MappingProxyType(numbered),
        names=MappingProxyType({name: deck.name for name, deck in decks.items()}),
        topics=MappingProxyType(topics),
        about=MappingProxyType({topic: _about(topic, numbered) for topic in topics}),
        helplines=MappingProxyType(read(home / "helplines.yaml", dict[str, Helplines])),
        alarms=read(home / "alarms.yaml", Alarms),
        meditations=MappingProxyType(scripts),
        moods=MappingProxyType(moods),
    )


def _numbered(name: str, deck: Deck) -> Mapping[int, Starter]:
    starters = {s.number: msgspec.structs.replace(s, deck=name) for s in deck.starters}
    if len(starters) != len(deck.starters):
        raise ContentError(f"starters/{name}.yaml: a number is used twice")
    return MappingProxyType(starters)


def _about(topic: str, decks: Mapping[str, Mapping[int, Starter]]) -> tuple[Starter, ...]:
    return tuple(
        starter
        for name, deck in decks.items()
        for starter in deck.values()
        if topic == name or topic in starter.tags
    )


def _check(decks: Mapping[str, Mapping[int, Starter]], topics: Mapping[str, Topic]) -> None:
    for topic in topics.values():
        if topic.deck not in decks:
            raise ContentError(f"topics.yaml: {topic.id} leads to no deck ({topic.deck})")
    for name, deck in decks.items():
        if name not in topics:
            raise ContentError(f"topics.yaml: the deck {name} has no topic of its own")
        for starter in deck.values():
            unknown = set(starter.tags) - topics.keys()
            if unknown:
                raise ContentError(
                    f"starters/{name}.yaml: {starter.number}: no topic {unknown}"
                )


def _check_moods(scripts: Mapping[str, Script], moods: Mapping[str, Mood]) -> None:
    for name, script in scripts.items():
        if unknown := set(script.moods) - moods.keys():
            raise ContentError(f"meditations/{name}.yaml: no mood {unknown}")
    if unused := moods.keys() - {mood for script in scripts.values() for mood in script.moods}:
        raise ContentError(f"moods.yaml: no meditation for {unused}")
