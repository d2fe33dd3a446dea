"""Slot types: which words can be a value, and what Alexa makes of them.

A type is read in one of four ways: custom types are lists, numbers and durations have a
reader, AMAZON.FirstName takes what can be a name, and AMAZON.SearchQuery takes anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from skill.interaction import schema
from skill.speaker.normal import Sentence, normalise
from skill.speaker.readers import Reader, readers
from skill.speaker.samples import Sample
from skill.speaker.words import Words

FIRST_NAME = "AMAZON.FirstName"
_LONGEST_NAME = 3


@dataclass(frozen=True)
class Entry:
    """One value of a custom type."""

    id: str
    name: str


@dataclass(frozen=True)
class Value:
    """What a slot holds.

    Attributes:
        type: the slot type.
        said: the words as they were typed, or the number or duration they stand for.
        entry: the value of a custom type that they resolve to.
        listed: whether the type is custom, so that Alexa tells about its resolution.
    """

    type: str
    said: str
    entry: Entry | None = None
    listed: bool = False

    def as_alexa(self, skill_id: str) -> dict[str, Any]:
        """Return the value and its resolution as they stand in a request."""
        sent: dict[str, Any] = {"value": self.said, "source": "USER"}
        if self.listed:
            sent["resolutions"] = {"resolutionsPerAuthority": [self._authority(skill_id)]}
        return sent

    def as_json(self) -> dict[str, str | None]:
        """Return the value and the id it resolves to, for people to read."""
        return {"value": self.said, "id": self.entry.id if self.entry else None}

    def _authority(self, skill_id: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            "authority": f"amzn1.er-authority.echo-sdk.{skill_id}.{self.type}",
            "status": {"code": "ER_SUCCESS_NO_MATCH"},
        }
        if self.entry:
            found["status"] = {"code": "ER_SUCCESS_MATCH"}
            found["values"] = [{"value": {"name": self.entry.name, "id": self.entry.id}}]
        return found


class SlotTypes:
    """All slot types of a model.

    Attributes:
        lists: the texts of each custom type, in normal form, and what they resolve to.
        vocabulary: all words of samples and of custom types.
    """

    def __init__(
        self, model: schema.LanguageModel, samples: Iterable[Sample], words: Words
    ) -> None:
        """Bring the values of the custom types into normal form."""
        self._words = words
        self._readers: Mapping[str, Reader] = readers(words.units)
        self.lists: dict[str, dict[str, Entry]] = {
            kind.name: {
                normalise(said, words).text: Entry(value.id, value.name.value)
                for value in kind.values
                for said in (*value.name.synonyms, value.name.value)
            }
            for kind in model.types
        }
        texts = chain.from_iterable(self.lists.values())
        self.vocabulary = frozenset(
            chain(
                chain.from_iterable(sample.literals for sample in samples),
                chain.from_iterable(text.split() for text in texts),
            )
        )

    def is_open(self, kind: str) -> bool:
        """Say whether a type takes words that nobody has listed."""
        return kind not in self.lists and kind not in self._readers

    def read(self, kind: str, part: Sentence) -> Value | None:
        """Return the value that these words are for this type, or None if they are none."""
        if kind in self.lists:
            return Value(kind, part.said, self.lists[kind].get(part.text), listed=True)
        if reader := self._readers.get(kind):
            number = reader([word.text for word in part.words])
            return None if number is None else Value(kind, number)
        if kind == FIRST_NAME and not self.is_name(part):
            return None
        return Value(kind, part.said)

    def resolved(self, kind: str, text: str, said: str) -> Value:
        """Return the value of a custom type that is listed as ``text``, said otherwise."""
        return Value(kind, said, self.lists[kind][text], listed=True)

    def is_name(self, part: Sentence) -> bool:
        """Say whether these words can be somebody's first name."""
        return 0 < len(part.words) <= _LONGEST_NAME and all(
            self._can_name(
                word.text, capital=word.start > 0 and part.source[word.start].isupper()
            )
            for word in part.words
        )

    def _can_name(self, word: str, *, capital: bool) -> bool:
        names, fillers = self._words.names, self._words.fillers
        if word in names.also:
            return True
        if word in fillers or word == self._words.conjunction or not word[0].isalpha():
            return False
        common = (
            word in self.vocabulary
            or word in self._words.everyday
            or word.endswith(names.endings)
        )
        return capital or not common
