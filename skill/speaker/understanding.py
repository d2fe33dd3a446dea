"""Turns a sentence into an intent and slots, by means of an interaction model file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, Self

from skill.errors import ModelError
from skill.interaction import schema
from skill.paths import interaction_models
from skill.speaker.closeness import Closeness, Near
from skill.speaker.grammar import Grammar, Match
from skill.speaker.invocation import Call, find
from skill.speaker.normal import Sentence, normalise
from skill.speaker.phrasebook import Phrasebook
from skill.speaker.samples import collect
from skill.speaker.slots import SlotTypes, Value
from skill.speaker.trimming import Trimmer
from skill.speaker.words import builtins, load as load_words

FALLBACK = "AMAZON.FallbackIntent"

_TRIMMED = 0.95  # confidence where mere openers and closers were left out
_CLAUSE = 0.85  # the same where a whole clause was
_ENOUGH = 0.5
_ENOUGH_IF_VITAL = 0.45  # for what must rather be found once too often than missed
_BUILTIN = 0.03  # how far built-in intents stand back behind the model's own
_MARGIN = 0.01  # two intents nearer to one another than this are a guess


class Found(StrEnum):
    """How an intent was found."""

    EXACT = "exact"
    CLOSE = "close"
    FALLBACK = "fallback"


@dataclass(frozen=True)
class Understood:
    """What a sentence means.

    Attributes:
        sentence: the sentence as it was said.
        intent: the name of the intent.
        slots: what the filled slots hold, by name.
        empty: the names of the intent's other slots.
        found: how the intent was found.
        confidence: how sure that is, from 0 to 1.
    """

    sentence: str
    intent: str
    slots: Mapping[str, Value]
    empty: tuple[str, ...]
    found: Found
    confidence: float

    def as_alexa(self, skill_id: str) -> dict[str, Any]:
        """Return the intent as it stands in an IntentRequest."""
        empty: dict[str, dict[str, Any]] = {name: {} for name in self.empty}
        filled = {name: value.as_alexa(skill_id) for name, value in self.slots.items()}
        slots = {
            name: {"name": name, "confirmationStatus": "NONE", **value}
            for name, value in (empty | filled).items()
        }
        return {"name": self.intent, "confirmationStatus": "NONE", "slots": slots}

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data for people to read."""
        return {
            "sentence": self.sentence,
            "intent": self.intent,
            "slots": {name: value.as_json() for name, value in self.slots.items()},
            "found": self.found.value,
            "confidence": round(self.confidence, 2),
        }


class Understanding:
    """Everything that one interaction model understands.

    Attributes:
        words: what is known about the language.
        name: the invocation name.
    """

    def __init__(self, model: schema.LanguageModel, language: str) -> None:
        """Compile a model; ``from_model`` takes it as JSON."""
        self.words = load_words(language)
        self.name = normalise(model.invocation_name, self.words).text
        self._slots = {intent.name: tuple(intent.types) for intent in model.intents}
        samples = collect(model, builtins(language), self.words)
        types = SlotTypes(model, samples, self.words)
        self._grammar = Grammar(samples, types, language)
        book = Phrasebook(self.words)
        self._closeness = Closeness(samples, types, self.words, book)
        self._trimmer = Trimmer(self.words, book)

    @classmethod
    def from_model(cls, model: dict[str, Any], language: str) -> Self:
        """Compile the JSON of an interaction model file.

        Args:
            model: ``{"interactionModel": {"languageModel": ...}}``.
            language: the language of the model, such as ``en``.

        Raises:
            ModelError: it is no interaction model.
            ContentError: the speaker does not know the language.
        """
        return cls(schema.read(model).language_model, language)

    def understand(self, text: str) -> Understood:
        """Return what a sentence means; the fallback intent if it means nothing."""
        sentence = self._trimmer.awake(normalise(text, self.words))
        if match := self._grammar.match(sentence):
            return self._understood(text, match, Found.EXACT, 1.0)
        for shorter in self._trimmer.shorter(sentence):
            if match := self._grammar.match(shorter):
                return self._understood(text, match, Found.CLOSE, _TRIMMED)
        ranked = self._ranked(sentence)
        if ranked and self._is_clear(ranked):
            return self._understood(text, ranked[0].match, Found.CLOSE, ranked[0].score)
        return Understood(text, FALLBACK, {}, (), Found.FALLBACK, 0.0)

    def call(self, text: str) -> Call | None:
        """Return how a sentence calls the skill by its name, or None if it does not."""
        sentence = self._trimmer.awake(normalise(text, self.words))
        return find(sentence, self.name, self.words.calls)

    def wakes(self, text: str) -> bool:
        """Say whether a sentence starts with what wakes a speaker."""
        sentence = normalise(text, self.words)
        return len(self._trimmer.awake(sentence).words) < len(sentence.words)

    def _ranked(self, sentence: Sentence) -> list[Near]:
        """Return what a sentence or a clause of it is nearest to, the best of each intent."""
        *_, bare = [sentence, *self._trimmer.shorter(sentence)]
        best: dict[str, Near] = {}
        for near in chain(self._closeness.near(bare), self._clauses(sentence)):
            rival = best.setdefault(near.match.sample.intent, near)
            best[near.match.sample.intent] = max(near, rival, key=_fullness)
        return sorted(best.values(), key=self._rank, reverse=True)

    def _clauses(self, sentence: Sentence) -> Iterator[Near]:
        for clause in self._trimmer.clauses(sentence):
            pieces = [clause, *self._trimmer.shorter(clause)]
            match = next(filter(None, map(self._grammar.match, pieces)), None)
            found = [Near(match, 1.0)] if match else self._closeness.near(pieces[-1])
            yield from (replace(near, score=_CLAUSE * near.score) for near in found)

    @staticmethod
    def _rank(near: Near) -> tuple[float, int]:
        sample = near.match.sample
        return near.score - _BUILTIN * sample.builtin, -sample.order

    def _is_clear(self, ranked: list[Near]) -> bool:
        vital = ranked[0].match.sample.intent in self.words.vital
        first, second = [*(self._rank(near)[0] for near in ranked[:2]), 0.0][:2]
        return first >= (_ENOUGH_IF_VITAL if vital else _ENOUGH) and first - second >= _MARGIN

    def _understood(self, text: str, match: Match, found: Found, sure: float) -> Understood:
        intent = match.sample.intent
        empty = tuple(name for name in self._slots[intent] if name not in match.slots)
        return Understood(text, intent, match.slots, empty, found, sure)


def _fullness(near: Near) -> tuple[bool, int, float]:
    """Prefer, among what is near enough, the sample that leaves least of the slots empty."""
    return near.score >= _ENOUGH, len(near.match.slots), near.score


@cache
def load(locale: str) -> Understanding:
    """Return the understanding of the interaction model of a locale.

    Raises:
        ModelError: there is no model of this locale, or it is none.
        ContentError: the speaker does not know the language.
    """
    path = interaction_models() / f"{locale}.json"
    try:
        model = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name}: {error}") from error
    return Understanding.from_model(model, locale.partition("-")[0])
