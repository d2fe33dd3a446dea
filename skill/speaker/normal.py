"""Sentences in one normal form, which still knows what was typed.

A sentence of a person and a sample of the interaction model meet in the same form: no
case, no punctuation, no hyphens, contractions taken apart, ``&`` spoken as "and", words
of mere courtesy left out. Each word remembers which characters it came from, so that a
name or a free text is handed on exactly as it was typed.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from skill.speaker.words import Words

_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u00b4`", "'''''")
_PUNCTUATION = (
    r"\s!-%'-/:-@\[-`{-~\xa1-\xa9\xab-\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    r"\u2010-\u2060\u3000-\u303f\uff01-\uff20"
)
_TOKEN = re.compile(
    rf"""
      (?P<abbreviation> (?<!\w) (?:[^\W\d_]\.\s?){{2,}} )   # "t. v."
    | (?P<and> & | \+ )
    | (?P<word> [^&{_PUNCTUATION}]+ (?: '+ [^&{_PUNCTUATION}]+ )* )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word in normal form.

    Attributes:
        text: the word.
        start: where what it comes from starts in the sentence as typed.
        end: where that ends; both parts of a contraction share one place.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence as typed and in normal form.

    Attributes:
        source: as typed, with straight apostrophes.
        words: its words in normal form.
    """

    source: str
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """Return the normal form, its words with one space between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def _starts(self) -> list[int]:
        starts, position = [], 0
        for word in self.words:
            starts.append(position)
            position += len(word.text) + 1
        return starts

    def between(self, start: int, end: int) -> "Sentence":
        """Return the words of the normal form's characters from ``start`` to ``end``."""
        return self.part(bisect_right(self._starts, start) - 1, bisect_left(self._starts, end))

    def part(self, first: int, last: int) -> "Sentence":
        """Return the words from number ``first`` up to but not including ``last``."""
        return Sentence(self.source, self.words[first:last])

    @property
    def said(self) -> str:
        """Return what was typed for these words."""
        if not self.words:
            return ""
        return " ".join(self.source[self.words[0].start : self.words[-1].end].split())


def normalise(text: str, words: Words) -> Sentence:
    """Bring what a person typed, or a piece of a sample, into normal form."""
    source = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    found = [
        Word(part, match.start(), match.start() + len(match.group().rstrip()))
        for match in _TOKEN.finditer(source)
        for part in _parts(match, words)
    ]
    return Sentence(source, tuple(word for word in found if word.text not in words.courtesy))


def _parts(match: re.Match[str], words: Words) -> list[str]:
    if match["and"]:
        return [words.conjunction]
    if match["abbreviation"]:
        return ["".join(match["abbreviation"].split()).replace(".", "").casefold()]
    return words.expand(match["word"].casefold())
