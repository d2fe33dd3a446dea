"""What the words of a sentence are about, turns of phrase and figures of speech included."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from skill.speaker.normal import normalise
from skill.speaker.words import Words

FIGURE = "#"


@dataclass(frozen=True, slots=True)
class Token:
    """What one or several words of a sentence are about.

    Attributes:
        root: the root of a word, or the mark of a figure of speech.
        first: the number of the first word.
        last: the number after the last word.
    """

    root: str
    first: int
    last: int


class Phrasebook:
    """Takes words for what they stand for."""

    def __init__(self, words: Words) -> None:
        """Index the turns of phrase of a language."""
        self._words = words
        self._turns: Mapping[tuple[str, ...], tuple[str, ...]] = {
            self._plain(turn): self._plain(meaning)
            for meaning, turns in words.sayings.items()
            for turn in turns
        }
        self._longest = max(map(len, self._turns), default=0)
        self.fillers = frozenset(map(words.root, words.fillers))
        self.everyday = frozenset(map(words.root, words.everyday))
        self.persons = frozenset(map(words.root, words.persons))
        self.negations = frozenset(map(words.root, words.negations))

    def _plain(self, text: str) -> tuple[str, ...]:
        return tuple(word.text for word in normalise(text, self._words).words)

    def tokens(self, said: Sequence[str]) -> list[Token]:
        """Return what words in normal form are about."""
        return [
            Token(root, first, last)
            for first, last in self.cut(said)
            for root in self._roots(tuple(said[first:last]))
        ]

    def cut(self, said: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Return where the turns of phrase and other words of a sentence start and end."""
        place = 0
        while place < len(said):
            sizes = range(min(self._longest, len(said) - place), 0, -1)
            turns = (size for size in sizes if tuple(said[place : place + size]) in self._turns)
            size = next(turns, 1)
            yield place, place + size
            place += size

    def _roots(self, turn: tuple[str, ...]) -> list[str]:
        meaning = self._turns.get(turn, turn)
        return [self._words.root(word) for word in meaning] or [FIGURE]
