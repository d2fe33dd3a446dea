"""Household: what is kept about a couple, and how to make it vanish."""

from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, no_memory


def receipt(turn: Turn) -> Reply:
    """Say exactly what is kept."""
    household = turn.household
    if not turn.remembers:
        return no_memory()
    heard = sum(map(len, household.heard.values()))
    if not (household.names or heard or household.blocked or household.plays):
        return Reply(say=[Phrase("household.empty"), Phrase("household.promise")])
    say = [Phrase("household.receipt", names=household.names, heard=heard)]
    if household.blocked:
        say.append(Phrase("household.receipt_blocked", count=len(household.blocked)))
    if household.plays:
        say.append(Phrase("household.receipt_meditations"))
    if household.since:
        say.append(Phrase("household.receipt_since", day=household.since))
    return Reply(say=[*say, Phrase("household.promise"), Phrase("household.how_to_forget")])


def forget(turn: Turn) -> Reply:
    """Say what goes, and wait for the full yes."""
    if not turn.remembers:
        return no_memory()
    heard = sum(map(len, turn.household.heard.values()))
    return Reply(
        say=[Phrase("household.forget", heard=heard), Phrase("household.sure")],
        ask=Phrase("household.sure_again"),
        pending=Pending.FORGET,
    )


def forgotten(turn: Turn) -> Reply:
    """Remove everything, and say so only if it is true."""
    if not turn.remembers:
        return no_memory()
    return Reply(say=[Phrase("household.forgotten")], forget=True, claims=True)


def kept(_turn: Turn) -> Reply:
    """Remove nothing."""
    return Reply(say=[Phrase("household.kept")])


routes = Routes(
    {
        "PrivacyIntent": receipt,
        "ForgetEverythingIntent": forget,
    },
    {
        Pending.FORGET: {
            "AMAZON.YesIntent": forgotten,
            "ForgetEverythingIntent": forgotten,
            "AMAZON.NoIntent": kept,
            "SkipIntent": kept,
            "AMAZON.NextIntent": kept,
            "AMAZON.CancelIntent": kept,
            "AMAZON.FallbackIntent": kept,
        }
    },
)
