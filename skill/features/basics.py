"""Basics: help, stop, repeat, yes and no, and everything that was not understood."""

from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, Verbatim, offer, question

MISSES = 2
"""How many misunderstandings in a row we ask about before we close and keep the place."""

_HELP = {
    Pending.NAMES: "basics.help_names",
    Pending.SECOND_NAME: "basics.help_names",
    Pending.NEW_NAMES: "basics.help_names",
    Pending.FORGET: "basics.help_forget",
}


def help_(turn: Turn) -> Reply:
    """Say what can be said here."""
    pending = turn.memo.pending
    if pending in _HELP:
        return _again(turn, [Phrase(_HELP[pending])])
    here = "basics.help_place" if turn.household.place else "basics.help"
    return offer(Phrase(here), Phrase("opening.notice"))


def stop(_turn: Turn) -> Reply:
    """Close at once, with hardly a word."""
    return Reply(say=[Phrase("basics.bye")])


def fallback(turn: Turn) -> Reply:
    """Ask again, then with an example, then close and keep the place."""
    misses = turn.memo.misses + 1
    if misses > MISSES:
        return Reply(say=[Phrase("basics.give_up")])
    if turn.memo.pending in _HELP:
        reply = _again(turn, [Phrase("basics.missed"), Phrase(_HELP[turn.memo.pending])])
    else:
        reply = offer(Phrase("basics.missed" if misses == 1 else "basics.missed_example"))
    reply.misses = misses
    return reply


def nothing_pending(_turn: Turn) -> Reply:
    """Answer a yes that had no question."""
    return offer(Phrase("basics.nothing_asked"))


def no(_turn: Turn) -> Reply:
    """Answer a no that nobody waits for: leave them in peace."""
    return Reply(say=[Phrase("basics.no")])


def repeat(turn: Turn) -> Reply:
    """Say the same again; nothing advances."""
    return _say_again(turn, slow=False)


def slower(turn: Turn) -> Reply:
    """Say the same again, slowly."""
    return _say_again(turn, slow=True)


def _say_again(turn: Turn, *, slow: bool) -> Reply:
    memo = turn.memo
    if memo.said:
        return _again(turn, [Verbatim(memo.said)], slow=slow)
    place = turn.household.place
    starter = turn.content.starter(place.starter) if place else None
    if place is None or starter is None:
        return nothing_pending(turn)
    if place.followed:
        again = Phrase("starters.question", ask=starter.follow_up)
    elif slow:  # a recording has its own pace
        again = Phrase("starters.question", ask=starter.ask)
    else:
        again = question(turn, starter)
    return Reply(say=[again, Phrase("starters.close")], slow=slow)


def _again(turn: Turn, say: list[Phrase | Verbatim], *, slow: bool = False) -> Reply:
    """Reply with the open question left as it is."""
    memo = turn.memo
    return Reply(
        say=say,
        ask=Verbatim(memo.asked),
        pending=memo.pending,
        slow=slow,
        names=memo.names,
        topic=memo.topic,
        track=memo.track,
    )


routes = Routes(
    {
        "AMAZON.HelpIntent": help_,
        "AMAZON.StopIntent": stop,
        "AMAZON.CancelIntent": stop,
        "AMAZON.NavigateHomeIntent": stop,
        "AMAZON.FallbackIntent": fallback,
        "AMAZON.YesIntent": nothing_pending,
        "AMAZON.NoIntent": no,
        "AMAZON.RepeatIntent": repeat,
        "SlowerIntent": slower,
    }
)
