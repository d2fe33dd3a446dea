"""Opening: what a couple hears first, new, returning or interrupted."""

from datetime import timedelta

from skill.content import Starter
from skill.memory import Household, Place
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, offer, question

STALE = timedelta(days=7)
"""After a week a question is no longer what they were talking about."""


def launch(turn: Turn) -> Reply:
    """Welcome newcomers, and take everybody else back to where they were."""
    household = turn.household
    if not turn.remembers:
        return offer(Phrase("opening.no_memory"))
    household.opened += 1
    household.since = household.since or turn.now.date()
    if household.failed:
        return _sorry(household)
    place, starter = household.place, turn.starter()
    if place and starter and turn.now - place.at < STALE:
        return _carry_on(turn, place, starter)
    if household.opened == 1:
        return Reply(
            say=[Phrase("opening.welcome")],
            ask=Phrase("names.ask_again"),
            pending=Pending.NAMES,
        )
    return offer(_hello(turn))


def _sorry(household: Household) -> Reply:
    """Apologise for the meditation that a device could not play."""
    household.failed = False
    return Reply(
        say=[Phrase("opening.failed"), Phrase("opening.try_again")],
        ask=Phrase("opening.try_again_after_silence"),
        pending=Pending.RESUME,
    )


def _hello(turn: Turn) -> Phrase:
    names = turn.household.names
    return Phrase("opening.hello_names", names=names) if names else Phrase("opening.hello")


def _carry_on(turn: Turn, place: Place, starter: Starter) -> Reply:
    if place.cut_off:
        place.cut_off = False
        again = question(turn, starter)
        if place.followed:
            again = Phrase("starters.question", ask=starter.follow_up)
        return Reply(say=[Phrase("opening.cut_off"), again, Phrase("starters.close")])
    if place.followed:
        return offer(Phrase("opening.done_with_last"))
    return Reply(
        say=[Phrase("opening.carry_on", ask=starter.ask), Phrase("opening.further")],
        ask=Phrase("opening.further_again"),
        pending=Pending.FOLLOW_UP,
        starter=starter.id,
    )


routes = Routes({"LaunchRequest": launch, "SessionResumedRequest": launch})
