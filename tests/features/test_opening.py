"""Opening the skill: new, returning, interrupted."""

from collections.abc import Callable
from datetime import datetime, timedelta

from replies import keys, values

from skill.content import Content
from skill.memory import Household, Place
from skill.turn import Pending, Reply

Ask = Callable[..., Reply]


def test_newcomers_are_welcomed_and_asked_for_names(ask: Ask, now: datetime) -> None:
    """The first opening says what this is, that it is no therapy, and asks the names."""
    household = Household()

    reply = ask("LaunchRequest", household=household)

    assert keys(reply) == ["opening.welcome"]
    assert reply.pending is Pending.NAMES
    assert household.opened == 1
    assert household.since == now.date()


def test_names_are_asked_once(ask: Ask) -> None:
    """A couple that never gave names is not asked again."""
    household = Household(opened=1)

    assert keys(ask("LaunchRequest", household=household)) == [
        "opening.hello",
        "starters.offer",
    ]


def test_couples_are_greeted_by_name(ask: Ask) -> None:
    """A returning couple hears its names."""
    reply = ask("LaunchRequest", household=Household(opened=3, names=["Zoë", "Jo"]))

    assert values(reply)["names"] == ["Zoë", "Jo"]


def test_opening_carries_on_from_the_last_starter(ask: Ask, now: datetime) -> None:
    """Within a week the last question is said again, with its follow-up on offer."""
    household = Household(opened=3, place=Place("dreams-01", now - timedelta(days=6)))

    assert ask("LaunchRequest", household=household).pending is Pending.FOLLOW_UP


def test_after_a_week_the_old_question_rests(ask: Ask, now: datetime) -> None:
    """A question older than a week is not brought up again."""
    household = Household(opened=3, place=Place("dreams-01", now - timedelta(days=7)))

    assert ask("LaunchRequest", household=household).pending is Pending.STARTER


def test_after_the_follow_up_the_next_one_is_offered(ask: Ask, now: datetime) -> None:
    """Once both halves were asked, opening offers a fresh one."""
    household = Household(opened=3, place=Place("dreams-01", now, followed=True))

    reply = ask("LaunchRequest", household=household)

    assert reply.pending is Pending.STARTER


def test_cut_off_starter_is_said_again(ask: Ask, now: datetime) -> None:
    """If the device broke off, the next opening says the question again, once."""
    household = Household(opened=3, place=Place("dreams-01", now, cut_off=True))

    first = ask("LaunchRequest", household=household)
    second = ask("LaunchRequest", household=household)

    assert "opening.cut_off" in keys(first)
    assert first.ask is None
    assert "opening.cut_off" not in keys(second)


def test_cut_off_follow_up_is_said_again_as_the_follow_up(
    ask: Ask, english: Content, now: datetime
) -> None:
    """If the follow-up was cut off, the next opening says the follow-up."""
    place = Place("dreams-01", now, followed=True, cut_off=True)

    reply = ask("LaunchRequest", household=Household(opened=3, place=place))

    asked = getattr(reply.say[1], "values", {})["ask"]
    assert asked == english.decks["dreams"][1].follow_up


def test_opening_goes_on_for_those_who_began_with_a_one_shot(ask: Ask, now: datetime) -> None:
    """Whoever was asked a starter before ever opening us is taken back to it."""
    household = Household(place=Place("dreams-01", now))

    assert ask("LaunchRequest", household=household).starter == "dreams-01"


def test_blocked_question_is_not_brought_up_again(
    ask: Ask, english: Content, now: datetime
) -> None:
    """A question about a topic that was blocked since is as if it had never been asked."""
    starter = english.about["money"][0]
    household = Household(opened=3, place=Place(starter.id, now), blocked=["money"])

    assert ask("LaunchRequest", household=household).pending is Pending.STARTER
    for intent in ("FollowUpIntent", "AMAZON.RepeatIntent"):
        assert ask(intent, household=household).pending is Pending.STARTER


def test_starter_that_was_deleted_is_passed_over(ask: Ask, now: datetime) -> None:
    """A place whose starter was taken out of the content is no place."""
    household = Household(opened=3, place=Place("dreams-998", now))

    assert keys(ask("LaunchRequest", household=household)) == [
        "opening.hello",
        "starters.offer",
    ]


def test_without_memory_starters_are_still_offered(ask: Ask) -> None:
    """When the memory is away, we say so and still offer what works."""
    reply = ask("LaunchRequest", remembers=False, household=Household())

    assert keys(reply) == ["opening.no_memory", "starters.offer"]
