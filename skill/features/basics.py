"""Basics: help, stop, repeat, yes and no, and everything that was not understood."""

from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, Verbatim, leave, offer, question

MISSES = 2
"""How many misunderstandings in a row we ask about before we close and keep the place."""

_HELP = {
    Pending.NAMES: "basics.help_names",
    Pending.SECOND_NAME: "basics.help_names",
    Pending.NEW_NAMES: "basics.help_new_names",
    Pending.FORGET: "basics.help_forget",
    Pending.FOLLOW_UP: "basics.help_follow_up",
    Pending.BLOCK: "basics.help_topic",
    Pending.ALLOW: "basics.help_topic",
}
"""What can be said to a question; the other questions are helped by help in general."""


def help_(turn: Turn) -> Reply:
    """Say what can be said here."""
    if help_here := _HELP.get(turn.memo.pending or Pending.STARTER):
        return _aside(turn, Phrase(help_here))
    here = "basics.help_place" if turn.starter() else "basics.help"
    return offer(Phrase(here), Phrase("basics.notice"))


def stop(_turn: Turn) -> Reply:
    """Close at once, with hardly a word."""
    return Reply(say=[Phrase("basics.bye")])


def fallback(turn: Turn) -> Reply:
    """Ask again, then with an example, then close and keep the place."""
    pending, misses = turn.memo.pending, turn.memo.misses + 1
    if misses > MISSES:
        return Reply(say=[Phrase("basics.give_up")])
    if misses == 1:
        lead = Phrase("basics.missed")
    else:
        lead = Phrase(_HELP.get(pending or Pending.STARTER, "basics.example"))
    reply = _aside(turn, lead) if pending else offer(lead)
    reply.misses = misses
    return reply


def nothing_pending(_turn: Turn) -> Reply:
    """Answer a yes that had no question."""
    return offer(Phrase("basics.nothing_asked"))


def repeat(turn: Turn) -> Reply:
    """Say the same again; nothing advances."""
    return _say_again(turn, slow=False)


def slower(turn: Turn) -> Reply:
    """Say the same again, slowly."""
    return _say_again(turn, slow=True)


def _say_again(turn: Turn, *, slow: bool) -> Reply:
    if turn.memo.said:
        reply = _aside(turn)
        reply.say, reply.slow = [Verbatim(turn.memo.said)], slow
        return reply
    place, starter = turn.household.place, turn.starter()
    if place is None or starter is None:
        return nothing_pending(turn)
    if place.followed:
        again = Phrase("starters.question", ask=starter.follow_up)
    elif slow:  # a recording has its own pace
        again = Phrase("starters.question", ask=starter.ask)
    else:
        again = question(turn, starter)
    return Reply(say=[again, Phrase("starters.close")], slow=slow)


def _aside(turn: Turn, *lead: Phrase) -> Reply:
    """Reply with the open question asked again and left as it is."""
    memo = turn.memo
    return Reply(
        say=[*lead, Verbatim(memo.asked)],
        ask=Verbatim(memo.asked),
        pending=memo.pending,
        aside=True,
        names=memo.names,
        starter=memo.starter,
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
        "AMAZON.NoIntent": leave,
        "AMAZON.RepeatIntent": repeat,
        "SlowerIntent": slower,
    }
)
