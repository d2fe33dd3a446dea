"""How a skill is called by its name, as Amazon documents it.

``open NAME``; ``ask NAME for something``; ``something from NAME``; or the name alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from skill.speaker.normal import Sentence
from skill.speaker.words import Calls


@dataclass(frozen=True)
class Call:
    """A sentence that calls the skill.

    Attributes:
        asks: what it is asked for, in the ways that it can be read; nothing means that it
            is to be opened.
    """

    asks: tuple[Sentence, ...] = ()


def find(sentence: Sentence, name: str, calls: Calls) -> Call | None:
    """Return how a sentence calls the skill of this name, or None if it does not.

    Args:
        sentence: the sentence, without what wakes the speaker.
        name: the invocation name in normal form.
        calls: how skills are called in the language.
    """
    texts, called = [word.text for word in sentence.words], name.split()
    for first in range(len(texts) - len(called) + 1):
        last = first + len(called)
        if texts[first:last] == called:
            return _call(sentence, first, last, calls)
    return None


def _call(sentence: Sentence, first: int, last: int, calls: Calls) -> Call | None:
    whole = len(sentence.words)
    before, after = sentence.part(0, first), sentence.part(last, whole)
    if not after.words or after.text in calls.itself:
        if not before.words or before.text in calls.launch | calls.ask:
            return Call()
        if first > 1 and before.words[-1].text in calls.sources:
            return Call(asks=(sentence.part(0, first - 1),))
    elif before.text in calls.ask:
        return Call(asks=_asked(sentence, last, calls.connectors))
    return None


def _asked(sentence: Sentence, start: int, connectors: Sequence[str]) -> tuple[Sentence, ...]:
    """Return what is asked for, without and with what connects it to the name."""
    rest = sentence.part(start, len(sentence.words))
    sizes = [len(c.split()) for c in connectors if f"{rest.text} ".startswith(f"{c} ")]
    starts = sorted({0, *(size for size in sizes if size < len(rest.words))}, reverse=True)
    return tuple(sentence.part(start + cut, len(sentence.words)) for cut in starts)
