"""Patterns of what is spoken, in which ``*`` stands for anything or nothing."""

import re
from dataclasses import dataclass

_STAR = re.compile(r"( ?\*[ *]*)")


@dataclass(frozen=True)
class Pattern:
    """What is to be spoken, or not to be.

    Attributes:
        text: the pattern; white space in it counts as one space.
        line: the number of its line in a dialogue.
    """

    text: str
    line: int = 0

    def fits(self, speech: str) -> bool:
        """Say whether a speech is as the pattern says, white space folded."""
        return re.fullmatch(_expression(_folded(self.text)), _folded(speech)) is not None

    def missing(self, speech: str) -> str:
        """Return the first words of the pattern that a speech lacks where they belong."""
        pieces = [piece for piece in _STAR.split(_folded(self.text))[::2] if piece]
        speech = rest = _folded(speech)
        for piece in pieces:
            _, found, rest = rest.partition(piece)
            if not found:
                return piece
        begins = self.text.startswith("*") or not pieces or speech.startswith(pieces[0])
        return "".join(pieces[-1:] if begins else pieces[:1])


def _folded(text: str) -> str:
    return " ".join(text.split())


def _expression(pattern: str) -> str:
    """Make a pattern a regular expression.

    A star between words may stand for nothing, and for the space beside it then.
    """
    first, *rest = _STAR.split(pattern)
    found = re.escape(first)
    for number in range(0, len(rest), 2):
        star, piece = rest[number : number + 2]
        left, right = star.startswith(" "), star.endswith(" ")
        if left and (right or (number + 2 == len(rest) and not piece)):
            found += "(?: .*)?" + " " * right
        elif right and not found:
            found += "(?:.* )?"
        else:
            found += " " * left + ".*" + " " * right
        found += re.escape(piece)
    return found
