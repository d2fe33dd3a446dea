"""Leaves out of a sentence what people say without meaning anything by it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from skill.speaker.normal import Sentence
from skill.speaker.phrasebook import Phrasebook
from skill.speaker.words import Words

Phrase = tuple[str, ...]

_SHORTEST_CLAUSE = 3  # words, with the one that joins it


class Trimmer:
    """Knows how sentences begin, end and are joined in a language."""

    def __init__(self, words: Words, book: Phrasebook) -> None:
        """Index the openers and closers."""
        self._book = book
        self._wake = _phrases(words.calls.wake)
        self._openers = _phrases(words.openers)
        self._closers = _phrases(" ".join(reversed(text.split())) for text in words.closers)
        self._joints = words.joints

    def awake(self, sentence: Sentence) -> Sentence:
        """Leave out what wakes the speaker."""
        return sentence.part(_cuts(_texts(sentence), self._wake)[-1], len(sentence.words))

    def shorter(self, sentence: Sentence) -> Iterator[Sentence]:
        """Return a sentence without its openers and closers, the longest first."""
        texts = _texts(sentence)
        for end in _cuts(texts[::-1], self._closers):
            for start in _cuts(texts[: len(texts) - end], self._openers):
                if start or end:
                    yield sentence.part(start, len(texts) - end)

    def clauses(self, sentence: Sentence) -> Iterator[Sentence]:
        """Return the parts of a sentence that could be said by themselves."""
        texts = _texts(sentence)
        joints = [n for n, _ in self._book.cut(texts) if n and texts[n] in self._joints]
        for start, end in pairwise([0, *joints, len(texts)]):
            if joints and end - start >= _SHORTEST_CLAUSE:
                yield sentence.part(start, end)


def _texts(sentence: Sentence) -> list[str]:
    return [word.text for word in sentence.words]


def _phrases(texts: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(tuple(text.split()) for text in texts)


def _cuts(texts: Sequence[str], phrases: frozenset[Phrase]) -> list[int]:
    """Return how many words can be left out at the start, none first.

    The last word always stays.
    """
    cuts = [0]
    longest = max(map(len, phrases), default=0)
    while True:
        rest = texts[cuts[-1] : -1][:longest]
        size = next((n for n in range(len(rest), 0, -1) if tuple(rest[:n]) in phrases), 0)
        if not size:
            return cuts
        cuts.append(cuts[-1] + size)
