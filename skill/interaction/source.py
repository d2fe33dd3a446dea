"""The source of the interaction models: one YAML file a language, for all its locales.

Written as a person reads it; ``build`` turns it into what Alexa takes.
"""

from pathlib import Path

import msgspec

from skill.content import loader
from skill.content.models import Mood, Topic
from skill.content.scripts import Script
from skill.errors import ContentError, ModelError
from skill.interaction.schema import Sensitivity, Text


class _Source(msgspec.Struct, forbid_unknown_fields=True):
    """Base of all parts; a key that is mistyped is refused."""


class Locale(_Source):
    """What one locale changes.

    Attributes:
        words: a word of the shared samples and values, and what this locale has instead.
    """

    words: dict[Text, Text] = {}


class Value(_Source):
    """One value of a slot type.

    Attributes:
        id: what the skill reads.
        name: how it is spoken of.
        said: other words for it.
    """

    id: Text
    name: Text
    said: tuple[Text, ...]


class Intent(_Source, kw_only=True):
    """Something people mean.

    Attributes:
        name: the intent's name.
        slots: the type of each slot by the slot's name.
        samples: how people say it, in every locale.
        only: by locale, how people say it there besides.
    """

    name: Text
    slots: dict[Text, Text] = {}
    samples: tuple[Text, ...]
    only: dict[Text, tuple[Text, ...]] = {}


class Source(_Source, kw_only=True):
    """Everything people can say to the skill in one language.

    Attributes:
        invocation: the name that people open the skill by.
        sensitivity: how readily words that fit badly become the fallback intent; none in
            languages where Alexa does not let us choose.
        locales: the locales to build, with what each changes.
        builtins: Amazon's own intents.
        types: the values of each slot type that is not made of content.
        intents: our own intents.
    """

    invocation: Text
    sensitivity: Sensitivity | None = None
    locales: dict[Text, Locale]
    builtins: tuple[Text, ...]
    types: dict[Text, tuple[Value, ...]] = {}
    intents: tuple[Intent, ...]


def languages(folder: Path) -> list[str]:
    """Return the languages that this folder has a source for."""
    return sorted(path.stem for path in folder.glob("*.yaml"))


def read(path: Path) -> Source:
    """Read the source of one language.

    Raises:
        ModelError: it is missing, is not YAML or breaks the schema; the message names the
            file and the place.
    """
    try:
        source = loader.read(path, Source)
    except ContentError as error:
        raise ModelError(str(error)) from error
    for intent in source.intents:
        if strangers := sorted(set(intent.only) - set(source.locales)):
            raise ModelError(f"{path.name}: {intent.name} has samples only for {strangers}")
    return source


def content_types(language: str) -> dict[str, list[Value]]:
    """Return the values of the slot types that are made of the content of a language.

    Raises:
        ContentError: a file is missing, is not YAML or breaks its schema.
    """
    home = loader.FOLDER / language
    topics = loader.read(home / "topics.yaml", list[Topic])
    moods = loader.read(home / "moods.yaml", list[Mood])
    scripts = {p.stem: loader.read(p, Script) for p in sorted(home.glob("meditations/*.yaml"))}
    return {
        "Topic": [Value(id=topic.id, name=topic.name, said=topic.said) for topic in topics],
        "Meditation": [
            Value(id=name, name=script.name, said=script.said)
            for name, script in scripts.items()
        ],
        # The first thing people say is the value; how it is said back is no sentence.
        "Mood": [Value(id=mood.id, name=mood.said[0], said=mood.said[1:]) for mood in moods],
    }
