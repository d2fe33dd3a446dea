"""Household: what is kept about a couple, and how to make it vanish."""

from skill.memory import Household
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, no_memory


def receipt(turn: Turn) -> Reply:
    """Say exactly what is kept."""
    household = turn.household
    if not turn.remembers:
        return no_memory()
    if household.is_blank:
        return Reply(say=[Phrase("household.empty"), Phrase("household.promise")])
    say = [Phrase("household.receipt", **_kept(household))]
    if household.since:
        year = household.since.year != turn.now.year
        say.append(Phrase("household.since", day=household.since, with_year=year))
    return Reply(say=[*say, Phrase("household.promise"), Phrase("household.how_to_forget")])


def forget(turn: Turn) -> Reply:
    """Say what goes, and wait for the full yes."""
    if turn.household.is_blank and not turn.locked:
        return Reply(say=[Phrase("household.empty")]) if turn.remembers else no_memory()
    what = (
        Phrase("household.forget_locked")
        if turn.locked
        else Phrase("household.forget", **_kept(turn.household))
    )
    return Reply(
        say=[what, Phrase("household.sure")],
        ask=Phrase("household.sure_again"),
        pending=Pending.FORGET,
    )


def forgotten(turn: Turn) -> Reply:
    """Remove everything; the dispatcher says otherwise if that failed."""
    if not (turn.remembers or turn.locked):
        return no_memory()
    return Reply(say=[Phrase("household.forgotten")], forget=True)


def kept(_turn: Turn) -> Reply:
    """Remove nothing."""
    return Reply(say=[Phrase("household.kept")])


def _kept(household: Household) -> dict[str, object]:
    return {
        "names": household.names,
        "heard": household.heard_count,
        "blocked": len(household.blocked),
        "meditated": bool(household.plays),
    }


routes = Routes(
    {"PrivacyIntent": receipt, "ForgetEverythingIntent": forget},
    {
        Pending.FORGET: {
            "AMAZON.YesIntent": forgotten,
            "ForgetEverythingIntent": forgotten,
            **dict.fromkeys(
                (
                    "AMAZON.NoIntent",
                    "AMAZON.FallbackIntent",
                    "AMAZON.CancelIntent",
                    "SkipIntent",
                    "AMAZON.NextIntent",
                ),
                kept,
            ),
        }
    },
)
