"""Names: what the two partners want to be called. Asked once, skippable, changeable."""

import re

from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, no_memory, offer

LONGEST = 40
"""Characters; longer than any spoken first name, shorter than a recognised sentence."""

PARTNERS = 2

_BETWEEN = re.compile(r"\s*(?:&|\+|,|\band\b|\bund\b|\bplus\b)\s*", re.IGNORECASE)


def given(turn: Turn) -> Reply:
    """Take the names they said; known ones change only after a yes, or when we asked."""
    names, known = _heard(turn), turn.household.names
    if not 0 < len(names) <= PARTNERS:
        return _ask("names.two_only" if names else "names.missed")
    if not turn.remembers:
        return no_memory()
    if turn.memo.pending is Pending.SECOND_NAME:
        return _keep(turn, _with_first(turn.memo.names, names))
    if _same(names, known):
        return offer(Phrase("names.kept", names=known))
    if turn.memo.pending is Pending.NAMES:
        return _keep(turn, names)
    return _offer_instead(names, known)


def accepted(turn: Turn) -> Reply:
    """Use the new names that were waiting for a yes."""
    return _keep(turn, list(turn.memo.names)) if turn.remembers else no_memory()


def left(turn: Turn) -> Reply:
    """Leave the names as they are, if there are any, and go on."""
    known = turn.household.names
    return offer(Phrase("names.kept", names=known) if known else Phrase("names.skipped"))


def change(turn: Turn) -> Reply:
    """Ask for names anew; until they are all said, the old ones stay."""
    return _ask("names.change") if turn.remembers else no_memory()


def which(_turn: Turn) -> Reply:
    """Ask for the names again when "yes" was all they said."""
    return _ask("names.missed")


def _heard(turn: Turn) -> list[str]:
    """Return the names as they were said; "Jo & Sam" in one slot are two."""
    said = (turn.words.get(slot, "") for slot in ("firstName", "secondName"))
    parts = [part for words in said for part in _BETWEEN.split(words) if part]
    return parts if all(len(part) <= LONGEST for part in parts) else []


def _with_first(first: tuple[str, ...], names: list[str]) -> list[str]:
    """Put the first name before the second, unless they now said both."""
    return names if len(names) == PARTNERS else [*first[:1], *names]


def _same(names: list[str], known: list[str]) -> bool:
    return [name.casefold() for name in names] == [name.casefold() for name in known]


def _offer_instead(names: list[str], known: list[str]) -> Reply:
    """Ask before names change that nobody asked for: they may have been misheard."""
    if len(names) < len(known):
        return _ask("names.both")
    return Reply(
        say=[
            Phrase("names.instead", names=names, known=known)
            if known
            else Phrase("names.shall_i", names=names)
        ],
        ask=Phrase("names.shall_i_again", names=names),
        pending=Pending.NEW_NAMES,
        names=tuple(names),
    )


def _keep(turn: Turn, names: list[str]) -> Reply:
    """Keep two names; keep one only beside none, and ask for the other."""
    if len(names) == PARTNERS or not turn.household.names:
        turn.household.names = names
    if len(names) == PARTNERS:
        return offer(Phrase("names.two", names=names))
    return Reply(
        say=[Phrase("names.one", name=names[0])],
        ask=Phrase("names.second_again"),
        pending=Pending.SECOND_NAME,
        names=tuple(names),
    )


def _ask(key: str) -> Reply:
    return Reply(say=[Phrase(key)], ask=Phrase("names.ask_again"), pending=Pending.NAMES)


# "Skip" alone is Amazon's own NextIntent as well.
_LEFT = dict.fromkeys(
    ("SkipIntent", "AMAZON.NextIntent", "AMAZON.NoIntent", "AMAZON.CancelIntent"), left
)

routes = Routes(
    {"NamesIntent": given, "ChangeNamesIntent": change},
    {
        Pending.NAMES: {**_LEFT, "AMAZON.YesIntent": which},
        Pending.SECOND_NAME: {**_LEFT, "AMAZON.YesIntent": which},
        Pending.NEW_NAMES: {**_LEFT, "AMAZON.YesIntent": accepted},
    },
)
