"""Finds what was said word for word: the samples of a model as a grammar of ``hassil``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hassil import Intents, RecognizeResult, recognize_all

from skill.speaker.normal import Sentence
from skill.speaker.samples import Sample
from skill.speaker.slots import SlotTypes, Value


@dataclass(frozen=True)
class Match:
    """A sample that a sentence fits.

    Attributes:
        sample: the sample.
        slots: what its slots hold, by name.
    """

    sample: Sample
    slots: Mapping[str, Value]


class Grammar:
    """All samples of a model."""

    def __init__(self, samples: Iterable[Sample], types: SlotTypes, language: str) -> None:
        """Make a grammar of samples in normal form."""
        self._types = types
        self._samples = {(sample.intent, sample.template): sample for sample in samples}
        sentences: dict[str, list[str]] = {}
        for intent, template in self._samples:
            sentences.setdefault(intent, []).append(template)
        self._intents = Intents.from_dict(
            {
                "language": language,
                "intents": {
                    name: {"data": [{"sentences": found}]} for name, found in sentences.items()
                },
                "lists": {
                    gap.type: self._list(gap.type)
                    for sample in self._samples.values()
                    for gap in sample.gaps
                },
            }
        )

    def _list(self, kind: str) -> dict[str, Any]:
        if values := self._types.lists.get(kind):
            return {"values": list(values)}
        return {"wildcard": True}

    def match(self, sentence: Sentence) -> Match | None:
        """Return the sample that a sentence fits best, or None."""
        return min(self._matches(sentence), key=self._rank, default=None)

    def _matches(self, sentence: Sentence) -> Iterator[Match]:
        for result in recognize_all(sentence.text, self._intents):
            slots = self._slots(result, sentence)
            if slots is not None and not self._is_guess(self._sample(result), sentence):
                yield Match(self._sample(result), slots)

    def _is_guess(self, sample: Sample, sentence: Sentence) -> bool:
        """Say whether several unknown words would be one name, with nothing else to go by."""
        bare = not sample.literals and all(self._types.is_open(gap.type) for gap in sample.gaps)
        several = len(sample.gaps) < len(sentence.words)
        return (
            bare
            and several
            and not all(sentence.source[word.start].isupper() for word in sentence.words)
        )

    def _sample(self, result: RecognizeResult) -> Sample:
        sentence = result.intent_sentence
        return self._samples[result.intent.name, (sentence and sentence.text) or ""]

    def _slots(self, result: RecognizeResult, sentence: Sentence) -> dict[str, Value] | None:
        """Return what the slots hold, or None where one cannot hold what was said."""
        slots: dict[str, Value] = {}
        kinds = {gap.name: gap.type for gap in self._sample(result).gaps}
        for entity in result.entities_list:
            start, end = entity.text_span or (0, 0)
            value = self._types.read(kinds[entity.name], sentence.between(start, end))
            if value is None:
                return None
            slots[entity.name] = value
        return slots

    def _rank(self, match: Match) -> tuple[int, int, int, int]:
        """Put fixed text before lists, lists before anything goes, and more words first."""
        gaps = match.sample.gaps
        return (
            sum(self._types.is_open(gap.type) for gap in gaps),
            len(gaps),
            -len(match.sample.literals),
            match.sample.order,
        )
