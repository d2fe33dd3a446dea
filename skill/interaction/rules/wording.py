"""How rules read words: which characters are allowed, and when two samples are the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

SLOT = re.compile(r"\{([^{}]*)\}")

_SILENT = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}.]")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+(?:'s)?")


def slots_in(sample: str) -> list[str]:
    """Return the names of the slots in a sample."""
    return SLOT.findall(sample)


def strange_characters(words: str) -> list[str]:
    """Return the characters that Alexa does not take in names and samples.

    She takes letters of any script with their marks, spaces, straight apostrophes, and
    periods in spelled abbreviations ("t.v."); no half-width and full-width forms.
    """
    strange = {char for char in words if not _allowed(char)}
    if any("." in word and not _ABBREVIATION.fullmatch(word) for word in words.split()):
        strange.add(".")
    return sorted(strange)


def _allowed(char: str) -> bool:
    letter = unicodedata.category(char)[0] in "LM"
    return char in " '." or (letter and unicodedata.east_asian_width(char) not in "FH")


def fold(words: str) -> str:
    """Return words as they sound: no case, apostrophes, periods or doubled spaces."""
    return " ".join(_SILENT.sub("", words).casefold().split())


def hole(kind: str) -> str:
    """Return the mark that stands for a slot of this type in a shape."""
    return fold(f"{{{kind}}}")


def shape(sample: str, types: Mapping[str, str]) -> tuple[str, ...]:
    """Return the folded words of a sample, its slots replaced by marks of their types.

    Args:
        sample: the sample.
        types: the type of each slot by the slot's name.
    """
    return tuple(fold(SLOT.sub(lambda slot: hole(types.get(slot[1], slot[1])), sample)).split())


def repeated(items: Iterable[str]) -> list[str]:
    """Return the items that come more than once, each once, in order."""
    return [item for item, count in Counter(items).items() if count > 1]
