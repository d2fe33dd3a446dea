"""What the speaker knows about a language, whatever the skill: ``<language>/*.yaml``."""

from collections.abc import Mapping
from functools import cache, cached_property

import msgspec

from skill.content.loader import read
from skill.paths import PACKAGE

FOLDER = PACKAGE / "speaker"


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be a first name.

    Attributes:
        also: words that are names as well.
        endings: endings that no name has.
    """

    also: frozenset[str]
    endings: tuple[str, ...]


class Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How numbers and durations are said.

    Attributes:
        numbers: words for numbers.
        scales: words that multiply what was said before them.
        ordinals: words for ordinal numbers.
        units: words for spans of time, and their ISO 8601 designators with ``T`` before
            those of less than a day.
        half: the words for half of a unit.
        glue: words between numbers and units that mean nothing.
    """

    numbers: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    half: frozenset[str]
    glue: frozenset[str]


class Calls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a skill is called by its name.

    Attributes:
        wake: what wakes the speaker.
        launch: what stands before the name to open the skill.
        ask: what stands before the name of a skill that is asked for something.
        connectors: what stands between the name and what is asked for.
        sources: what stands between what is asked for and the name.
        itself: what may follow the name without asking for anything.
    """

    wake: tuple[str, ...]
    launch: frozenset[str]
    ask: frozenset[str]
    connectors: tuple[str, ...]
    sources: frozenset[str]
    itself: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """How a language is written, and how much its words say.

    Attributes:
        conjunction: what ``&`` is read as.
        courtesy: words that are left out wherever they stand.
        contractions: what is written together and spoken apart.
        endings: the same for endings of words.
        openers: what people start a sentence with without meaning anything by it.
        closers: what they end one with.
        fillers: words that say little.
        negations: words that turn a meaning round.
        persons: words for whom a sentence is about.
        joints: words that join what could be said by itself.
        suffixes: endings that do not change what a word is about.
        unstemmed: words that only look as if they had such an ending.
        families: words that stand for one another.
        sayings: plain words, and the turns of phrase that mean them; those under no words
            are figures of speech, which mean none of theirs.
        vital: intents that must rather be found once too often than missed.
        everyday: common words, which are nobody's name.
        calls: how a skill is called by its name.
        names: what can be a name.
        units: how numbers are said.
    """

    conjunction: str
    courtesy: frozenset[str]
    contractions: dict[str, str]
    endings: dict[str, str]
    openers: tuple[str, ...]
    closers: tuple[str, ...]
    fillers: frozenset[str]
    negations: frozenset[str]
    persons: frozenset[str]
    joints: frozenset[str]
    suffixes: tuple[str, ...]
    unstemmed: frozenset[str]
    families: tuple[tuple[str, ...], ...]
    sayings: dict[str, tuple[str, ...]]
    vital: frozenset[str]
    everyday: frozenset[str]
    calls: Calls
    names: Names
    units: Units

    def expand(self, word: str) -> list[str]:
        """Return the words that a written word, in lower case, stands for."""
        if whole := self.contractions.get(word):
            return whole.split()
        for ending, spoken in self.endings.items():
            if word.endswith(ending) and word != ending:
                return [*self.expand(word.removesuffix(ending)), spoken]
        return [word]

    def root(self, word: str) -> str:
        """Return what a word is about: its family, or its stem."""
        stem = self.stem(word)
        return self._family.get(stem, stem)

    @cached_property
    def known(self) -> frozenset[str]:
        """Return all words of the language that we know, in normal form or not."""
        turns = " ".join(turn for turns in self.sayings.values() for turn in turns).split()
        return self.fillers.union(turns, self.names.also, self.everyday, *self.families)

    @cached_property
    def _family(self) -> Mapping[str, str]:
        return {
            self.stem(word): self.stem(family[0]) for family in self.families for word in family
        }

    def stem(self, word: str) -> str:
        """Return a word without an ending that does not change what it is about."""
        if word in self.unstemmed:
            return word
        suffix = next(filter(word.endswith, self.suffixes), "")
        stem = word.removesuffix(suffix)
        if len(stem) < 3 or stem.isdigit():  # noqa: PLR2004 - shorter stems are no longer words
            return word
        stem = stem.removesuffix("e")
        stem = stem[:-1] if stem[-1] == stem[-2] else stem
        return stem[:-1] + "i" if stem.endswith("y") else stem


@cache
def load(language: str) -> Words:
    """Return what is known about a language.

    Raises:
        ContentError: nothing is known about it, or its file breaks the schema.
    """
    return read(FOLDER / language / "words.yaml", Words)


@cache
def builtins(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return what people say for each of Amazon's built-in intents.

    Raises:
        ContentError: nothing is known about the language, or its file breaks the schema.
    """
    return read(FOLDER / language / "builtins.yaml", dict[str, tuple[str, ...]])
