"""How much a word tells about what is meant."""

from collections import defaultdict
from collections.abc import Sequence
from math import log

from skill.speaker.phrasebook import Phrasebook
from skill.speaker.readings import Roots, is_mark
from skill.speaker.samples import Sample

_FILLER = 0.4  # of the weight that a filler has by its rarity
_UNUSED_FILLER = 0.1
_RARITY = 0.8  # exponent: below 1, rare words stand out less
_OTHER_TALK = 1.75  # of an everyday word that no sample uses
_SLOT, _UNKNOWN_SLOT = 0.4, 0.5


class Weights:
    """The weights of roots: from 0, which tells nothing, to 1 and more.

    A root weighs more the fewer intents use it (inverse document frequency); a filler
    weighs less. A word that no sample uses weighs as much as the rarest, and an everyday
    one among them more, for then it is probably other talk.
    """

    def __init__(
        self, samples: Sequence[Sample], roots: Sequence[Roots], book: Phrasebook
    ) -> None:
        """Count in how many intents each root is used."""
        intents: defaultdict[str, set[str]] = defaultdict(set)
        for sample, found in zip(samples, roots, strict=True):
            for root in found:
                intents[root].add(sample.intent)
        count = len({sample.intent for sample in samples})
        self._everyday = book.everyday
        self._weights = dict.fromkeys(book.fillers, _UNUSED_FILLER)
        for root, users in intents.items():
            rarity = (log(1 + count / len(users)) / log(1 + count)) ** _RARITY
            self._weights[root] = rarity * (_FILLER if root in book.fillers else 1)

    def __contains__(self, root: str) -> bool:
        """Say whether a root is used in samples, or a filler."""
        return root in self._weights

    def __call__(self, root: str) -> float:
        """Return the weight of a root, or of a slot."""
        if is_mark(root):
            return _SLOT
        return self._weights.get(root, _OTHER_TALK if root in self._everyday else 1.0)


def even(root: str) -> float:
    """Return the weight of a root where a slot holds a word that nobody knows.

    Only the words around the slot can tell then, so that fillers count in full.
    """
    return _UNKNOWN_SLOT if is_mark(root) else 1.0
