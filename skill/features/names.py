"""Names: what the two partners want to be called. Asked once, skippable, changeable."""

import re

from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, no_memory, offer

LONGEST = 40
"""Characters; longer than any spoken first name, shorter than a recognised sentence."""

_BETWEEN = re.compile(r"\s*(?:&|\+|,|\band\b|\bund\b|\bplus\b)\s*", re.IGNORECASE)


def given(turn: Turn) -> Reply:
    """Take the names they said."""
    names, known = _heard(turn), turn.household.names
    if not names:
        return _ask("names.missed")
    if not turn.remembers:
        return no_memory()
    if turn.memo.pending is Pending.SECOND_NAME and len(known) == 1 and len(names) == 1:
        return _keep(turn, [*known, names[0]])
    if turn.memo.pending is Pending.NAMES or known in ([], names):
        return _keep(turn, names)
    return _offer_instead(names, known)


def _offer_instead(names: list[str], known: list[str]) -> Reply:
    """Ask before known names change: new ones out of the blue may have been misheard."""
    if len(names) == 1:
        return _ask("names.both")
    return Reply(
        say=[Phrase("names.instead", names=names, known=known)],
        ask=Phrase("names.instead_again", names=names),
        pending=Pending.NEW_NAMES,
        names=tuple(names),
    )


def accepted(turn: Turn) -> Reply:
    """Use the new names that were waiting for a yes."""
    return _keep(turn, list(turn.memo.names)) if turn.remembers else no_memory()


def kept(turn: Turn) -> Reply:
    """Leave the names as they were."""
    return offer(Phrase("names.kept", names=turn.household.names))


def skipped(turn: Turn) -> Reply:
    """Go on without (more) names; never ask again."""
    turn.household.names_asked = True
    return offer(Phrase("names.skipped"))


def change(turn: Turn) -> Reply:
    """Ask for names anew; until they are said, the old ones stay."""
    return _ask("names.change") if turn.remembers else no_memory()


def _heard(turn: Turn) -> list[str]:
    """Return one or two names as they were said; "Jo & Sam" in one slot is two."""
    parts = [
        part
        for slot in ("firstName", "secondName")
        for part in _BETWEEN.split(turn.words.get(slot, ""))
        if part
    ]
    return parts if 0 < len(parts) <= 2 and max(map(len, parts)) <= LONGEST else []  # noqa: PLR2004 - partners


def _keep(turn: Turn, names: list[str]) -> Reply:
    turn.household.names = names
    turn.household.names_asked = True
    if len(names) == 1:
        return Reply(
            say=[Phrase("names.one", name=names[0])],
            ask=Phrase("names.second_again"),
            pending=Pending.SECOND_NAME,
            claims=True,
        )
    return offer(Phrase("names.two", names=names), claims=True)


def _ask(key: str) -> Reply:
    return Reply(say=[Phrase(key)], ask=Phrase("names.ask_again"), pending=Pending.NAMES)


# "Skip" alone is Amazon's own NextIntent as well.
_SKIP = {
    "SkipIntent": skipped,
    "AMAZON.NextIntent": skipped,
    "AMAZON.NoIntent": skipped,
    "AMAZON.CancelIntent": skipped,
}

routes = Routes(
    {"NamesIntent": given, "ChangeNamesIntent": change},
    {
        Pending.NAMES: {**_SKIP, "AMAZON.YesIntent": change},
        Pending.SECOND_NAME: _SKIP,
        Pending.NEW_NAMES: {
            "AMAZON.YesIntent": accepted,
            "AMAZON.NoIntent": kept,
            "SkipIntent": kept,
            "AMAZON.NextIntent": kept,
            "AMAZON.CancelIntent": kept,
        },
    },
)
