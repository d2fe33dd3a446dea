"""The ways to read a sentence: which of its words say what is meant, and which fill slots.

"Could you ask us about money again" can be read as its bare words, and as "could you ask
us about {Topic} again" with money for the topic.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, groupby, pairwise

from skill.speaker.normal import Sentence
from skill.speaker.phrasebook import Token
from skill.speaker.slots import FIRST_NAME, SlotTypes, Value
from skill.speaker.words import Words

Roots = tuple[str, ...]
Shape = tuple[str, ...]

_LONGEST_UNKNOWN = 3
_SPANS_OF_A_TYPE = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Words that can fill a slot.

    Attributes:
        first: the number of the first token.
        last: the number after the last token.
        value: what they would be in the slot.
        unknown: whether they can be it only because nobody knows them.
    """

    first: int
    last: int
    value: Value
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a sentence.

    Attributes:
        roots: what its words are about, with marks where slots are.
        spans: what fills the slots, in the order it was said.
    """

    roots: Roots
    spans: tuple[Span, ...] = ()

    @property
    def shape(self) -> Shape:
        """Return the types of its slots, sorted."""
        return tuple(sorted(span.value.type for span in self.spans))

    @property
    def unknown(self) -> bool:
        """Say whether a slot holds words that nobody knows."""
        return any(span.unknown for span in self.spans)


def mark(kind: str) -> str:
    """Return what stands for a slot of a type."""
    return f"{{{kind}}}"


def is_mark(root: str) -> bool:
    """Say whether a root is what stands for a slot."""
    return root.startswith("{")


class Readings:
    """Reads sentences with the slot types of one model in mind."""

    def __init__(self, types: SlotTypes, words: Words) -> None:
        """Index the values of the custom types by their stems."""
        self._types = types
        self._words = words
        self._values: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        for kind, values in types.lists.items():
            for text in values:
                for stems in self._short(text.split()):
                    self._values[stems].setdefault(kind, text)
        self._longest = max(map(len, self._values), default=0)

    def _short(self, text: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Return the stems of a value, whole and without fillers such as "our" before it.

        A value of mere fillers, such as "us", is only found word for word.
        """
        telling = [n for n, word in enumerate(text) if word not in self._words.fillers]
        for first in sorted({0, *telling[:1]} if telling else ()):
            yield tuple(self._words.stem(word) for word in text[first:])

    def of(
        self,
        sentence: Sentence,
        tokens: Sequence[Token],
        strange: Sequence[bool],
        shapes: Container[Shape],
    ) -> Iterator[Reading]:
        """Return all ways to read a sentence, the bare words first.

        Args:
            sentence: the sentence.
            tokens: what its words are about.
            strange: for each token, whether nobody knows the word.
            shapes: the types of slots that go together in some sample.
        """
        roots = tuple(token.root for token in tokens)
        yield Reading(roots)
        spans = [
            *_likely(self._listed(sentence, tokens)),
            *_likely(self._unknown(sentence, tokens, strange)),
        ]
        spans.sort(key=lambda span: (span.first, span.last))
        for chosen in chain(combinations(spans, 1), combinations(spans, 2)):
            if all(one.last <= two.first for one, two in pairwise(chosen)):
                reading = Reading(_marked(roots, chosen), chosen)
                if reading.shape in shapes:
                    yield reading

    def _listed(self, sentence: Sentence, tokens: Sequence[Token]) -> Iterator[Span]:
        """Find values of custom types in a sentence."""
        stems = [self._words.stem(word.text) for word in sentence.words]
        for first, last in combinations(range(len(tokens) + 1), 2):
            if last - first > self._longest:
                continue
            begin, end = tokens[first].first, tokens[last - 1].last
            part = sentence.part(begin, end)
            for kind, alike in self._values.get(tuple(stems[begin:end]), {}).items():
                # "parenting" has the stem of "parents", and is a value of its own.
                text = part.text if part.text in self._types.lists[kind] else alike
                yield Span(first, last, self._types.resolved(kind, text, part.said))

    def _unknown(
        self, sentence: Sentence, tokens: Sequence[Token], strange: Sequence[bool]
    ) -> Iterator[Span]:
        """Find words that nobody knows: names, or values that are on no list."""
        for is_strange, run in groupby(range(len(tokens)), key=strange.__getitem__):
            numbers = list(run)
            first, last = numbers[0], numbers[-1] + 1
            if not is_strange or len(numbers) > _LONGEST_UNKNOWN:
                continue
            part = sentence.part(tokens[first].first, tokens[last - 1].last)
            if len(numbers) == 1 and self._types.is_name(part):
                yield Span(first, last, Value(FIRST_NAME, part.said), unknown=True)
            for kind in self._types.lists:
                yield Span(first, last, Value(kind, part.said, listed=True), unknown=True)


def _likely(spans: Iterable[Span]) -> Iterator[Span]:
    """Return a few spans of each type: the longest, and the last of equally long ones."""
    by_type: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_type[span.value.type].append(span)
    for found in by_type.values():
        found.sort(key=lambda span: (span.first - span.last, -span.first))
        yield from found[:_SPANS_OF_A_TYPE]


def _marked(roots: Roots, spans: Sequence[Span]) -> Roots:
    marked: list[str] = []
    place = 0
    for span in spans:
        marked += [*roots[place : span.first], mark(span.value.type)]
        place = span.last
    return (*marked, *roots[place:])
