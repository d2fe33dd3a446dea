"""Help, stop, repeat, yes and no, and what was not understood."""

from collections.abc import Callable
from datetime import datetime

import pytest
from msgspec.structs import replace
from replies import keys

from skill.memory import Household, Place
from skill.turn import Memo, Pending, Reply, Verbatim

Ask = Callable[..., Reply]


@pytest.mark.parametrize("intent", ["Stop", "Cancel", "NavigateHome"])
def test_stop_ends_at_once(ask: Ask, intent: str) -> None:
    """Stop, cancel and going home end with hardly a word."""
    reply = ask(f"AMAZON.{intent}Intent")

    assert keys(reply) == ["basics.bye"]
    assert reply.ask is None


@pytest.mark.parametrize(
    ("pending", "key"),
    [
        (None, "basics.help"),
        (Pending.NAMES, "basics.help_names"),
        (Pending.FORGET, "basics.help_forget"),
    ],
)
def test_help_depends_on_where_you_are(ask: Ask, pending: Pending | None, key: str) -> None:
    """Help speaks of what can be said here, and leaves the open question open."""
    reply = ask("AMAZON.HelpIntent", memo=Memo(pending=pending, asked="Shall I?"))

    assert keys(reply)[0] == key
    assert reply.pending is (pending or Pending.STARTER)


def test_help_with_a_place_speaks_of_the_question(ask: Ask, now: datetime) -> None:
    """After a starter, help says what can be done with it."""
    household = Household(opened=2, place=Place("play-01", now))

    assert keys(ask("AMAZON.HelpIntent", household=household))[0] == "basics.help_place"


def test_fallback_escalates_and_then_closes(ask: Ask) -> None:
    """Misunderstood once: ask again; twice: an example; three times: close, place kept."""
    replies = [ask("AMAZON.FallbackIntent", memo=Memo(misses=n)) for n in range(3)]

    assert [keys(r)[0] for r in replies] == [
        "basics.missed",
        "basics.example",
        "basics.give_up",
    ]
    assert [r.misses for r in replies[:2]] == [1, 2]
    assert replies[2].ask is None


@pytest.mark.parametrize("pending", [Pending.NAMES, Pending.FOLLOW_UP, Pending.BLOCK])
def test_fallback_keeps_the_open_question(ask: Ask, pending: Pending) -> None:
    """What was not understood is asked again, then helped with, and never thrown away."""
    memo = Memo(pending=pending, said="So. Shall I?", asked="Shall I?", starter="play-01")

    first = ask("AMAZON.FallbackIntent", memo=memo)
    second = ask("AMAZON.FallbackIntent", memo=replace(memo, misses=1))

    for reply in (first, second):
        assert reply.say[-1] == reply.ask == Verbatim("Shall I?")
        assert (reply.pending, reply.starter, reply.aside) == (pending, "play-01", True)
    assert keys(second)[0].startswith("basics.help_")


def test_repeat_says_the_very_same(ask: Ask) -> None:
    """Repeating changes neither words nor the question that is open."""
    memo = Memo(pending=Pending.FOLLOW_UP, said="So. Shall I?", asked="Shall I?")

    reply = ask("AMAZON.RepeatIntent", memo=memo)

    assert (reply.say, reply.ask) == ([Verbatim("So. Shall I?")], Verbatim("Shall I?"))
    assert reply.pending is Pending.FOLLOW_UP


@pytest.mark.parametrize("followed", [False, True])
def test_repeat_in_a_new_session_says_the_question(
    ask: Ask, followed: bool, now: datetime
) -> None:
    """Saying "Ask reviving romance to repeat that" says the last question again."""
    household = Household(opened=2, place=Place("play-01", now, followed=followed))

    reply = ask("AMAZON.RepeatIntent", household=household)

    assert reply.ask is None
    assert household.place == Place("play-01", now, followed=followed)


def test_slower_says_it_slowly(ask: Ask) -> None:
    """Saying "Slower" is a repeat at a slower rate."""
    assert ask("SlowerIntent", memo=Memo(said="Hello.", asked="Well?")).slow


def test_repeat_with_nothing_said_offers_something(ask: Ask) -> None:
    """There is nothing to repeat in a household that heard nothing."""
    assert keys(ask("AMAZON.RepeatIntent")) == ["basics.nothing_asked", "starters.offer"]


def test_yes_without_a_question_is_met_kindly(ask: Ask) -> None:
    """A yes that nobody asked for gets its own answer."""
    assert keys(ask("AMAZON.YesIntent")) == ["basics.nothing_asked", "starters.offer"]


def test_no_without_a_question_leaves_them_in_peace(ask: Ask) -> None:
    """A no that nobody asked for closes."""
    assert keys(ask("AMAZON.NoIntent")) == ["basics.no"]
