"""Which starter comes next: fresh, allowed, and as deep as this couple has got.

Depth is earned and revocable: three lighter starters come before a deep one, and "too
much" starts that count again (product rule 4 in docs/architecture.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from skill.content import Depth, Starter, Topic
from skill.memory import Household, Place
from skill.turn import Turn

EARNED = 3
"""How many light or warm starters come before the first deep one."""

SITTING = timedelta(hours=3)
"""After this long without a starter, the next one begins a new sitting."""

L, W, D = Depth
PACE = (L, L, W, W, D, L, W, D)
"""How deep starters go when nobody asks for a depth: near the decks' own mix of 40, 35
and 25 percent, the lighter ones first."""

NEAREST: Mapping[Depth, tuple[Depth, ...]] = {L: (L, W, D), W: (W, L, D), D: (D, W, L)}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a couple asked for, as far as they said."""

    topic: Topic | None = None
    deck: str | None = None
    depth: Depth | None = None


@dataclass(frozen=True)
class Drawn:
    """A starter, and what was special about drawing it.

    Attributes:
        starter: the starter.
        beyond: whether the topic they named had no more, so that it is about another.
        renewed: whether everything had been heard, so that old ones come again.
    """

    starter: Starter
    beyond: bool = False
    renewed: bool = False


def draw(turn: Turn, wish: Wish) -> Drawn | None:
    """Draw a starter and write it down in the household.

    Returns:
        What was drawn; None when every topic is blocked.
    """
    _sit_down(turn)
    drawn = _choose(turn, wish)
    if drawn is None:
        _renew(turn.household)
        again = _choose(turn, wish)
        drawn = again and Drawn(again.starter, again.beyond, renewed=True)
    if drawn:
        _write_down(turn, drawn.starter)
    return drawn


def may_go_deep(household: Household) -> bool:
    """Say whether this couple has earned a deep starter."""
    return household.lighter >= EARNED


def _sit_down(turn: Turn) -> None:
    """Begin a new sitting when the last one is over."""
    household = turn.household
    if household.place and turn.now - household.place.at > SITTING:
        household.sitting = household.warned = False


def _choose(turn: Turn, wish: Wish) -> Drawn | None:
    """Choose evenly among the best starters that there are for this wish."""
    fresh = partial(_is_fresh, turn.household)
    depths = _depths(wish, turn.household)
    for beyond, pools, depth in _places_to_look(turn, wish, depths):
        for pool in pools:
            found = [s for s in pool if s.depth is depth and fresh(s)]
            if found:
                return Drawn(turn.dice.choice(found), beyond)
    return None


def _depths(wish: Wish, household: Household) -> list[Depth]:
    """Return the depths that will do, best first.

    A deep one has to be earned, and who asks for a light one never gets it.
    """
    refused = wish.depth is Depth.LIGHT or not may_go_deep(household)
    best_first = NEAREST[wish.depth or _paced(household)]
    return [depth for depth in best_first if not (refused and depth is Depth.DEEP)]


def _places_to_look(
    turn: Turn, wish: Wish, depths: list[Depth]
) -> Iterator[tuple[bool, list[Iterable[Starter]], Depth]]:
    """Yield where to look, best first: a topic matters more than depth, depth than deck."""
    decks = turn.content.decks
    every: list[Iterable[Starter]] = [decks[name].values() for name in _least_heard(turn)]
    if wish.topic:
        home = decks[wish.topic.deck].values()
        for depth in depths:
            yield False, [turn.content.about[wish.topic.id]], depth
        for depth in depths:
            yield True, [home, *every], depth
    elif wish.deck and wish.deck in decks:
        for depth in depths:
            yield False, [decks[wish.deck].values(), *every], depth
    else:
        for depth in depths:
            yield False, every, depth


def _least_heard(turn: Turn) -> list[str]:
    """Return the decks, those least heard first, in random order among equals."""
    heard = turn.household.heard
    dice = turn.dice.random
    return sorted(turn.content.decks, key=lambda d: (len(heard.get(d, ())), dice()))


def _paced(household: Household) -> Depth:
    """Return how deep to go when nobody said; a sitting never opens with a deep one."""
    depth = PACE[household.heard_count % len(PACE)]
    return Depth.WARM if depth is Depth.DEEP and not household.sitting else depth


def _is_fresh(household: Household, starter: Starter) -> bool:
    """Say whether a household has not heard a starter and does not block it."""
    heard = starter.number in household.heard.get(starter.deck, ())
    return not heard and not (household.blocked and starter.touches(household.blocked))


def _renew(household: Household) -> None:
    """Let the older half of every deck come again; what was heard last stays away."""
    for deck, numbers in household.heard.items():
        household.heard[deck] = numbers[(len(numbers) + 1) // 2 :]


def _write_down(turn: Turn, starter: Starter) -> None:
    household = turn.household
    household.heard.setdefault(starter.deck, []).append(starter.number)
    household.place = Place(starter.id, turn.now)
    household.sitting = True
    household.lighter += starter.depth is not Depth.DEEP
