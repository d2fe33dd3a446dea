"""What is kept, and making it vanish."""

from collections.abc import Callable
from datetime import date

import pytest
from replies import keys, values

from skill.memory import Household
from skill.turn import Memo, Pending, Reply

Ask = Callable[..., Reply]
SURE = Memo(pending=Pending.FORGET)


def test_receipt_counts_what_is_kept(ask: Ask) -> None:
    """The receipt names the names and counts the questions."""
    household = Household(
        opened=2,
        names=["Zoë", "Jo"],
        heard={"play": [1, 2], "dreams": [3]},
        since=date(2026, 3, 3),
        blocked=["money"],
    )

    reply = ask("PrivacyIntent", household=household)

    assert values(reply) == {
        "names": ["Zoë", "Jo"],
        "heard": 3,
        "blocked": 1,
        "meditated": False,
    }


def test_empty_household_hears_that_nothing_is_kept(ask: Ask) -> None:
    """A couple we know nothing about hears just that, and there is nothing to forget."""
    assert keys(ask("PrivacyIntent", household=Household()))[0] == "household.empty"
    assert keys(ask("ForgetEverythingIntent", household=Household())) == ["household.empty"]


def test_receipt_owns_up_to_every_row(ask: Ask) -> None:
    """Whoever opened us once hears that this is kept, and on which day, with an old year."""
    household = Household(opened=1, since=date(2025, 3, 3))

    reply = ask("PrivacyIntent", household=household)

    assert keys(reply)[:2] == ["household.receipt", "household.since"]
    assert getattr(reply.say[1], "values", {})["with_year"]


def test_forgetting_wants_a_yes(ask: Ask) -> None:
    """Saying "Forget everything" says what goes, and removes nothing yet."""
    reply = ask("ForgetEverythingIntent")

    assert reply.pending is Pending.FORGET
    assert not reply.forget


@pytest.mark.parametrize("intent", ["AMAZON.YesIntent", "ForgetEverythingIntent"])
def test_yes_forgets(ask: Ask, intent: str) -> None:
    """Right after the question, yes or "yes, forget everything" does it."""
    assert ask(intent, memo=SURE).forget


@pytest.mark.parametrize(
    "intent", ["AMAZON.NoIntent", "AMAZON.FallbackIntent", "AMAZON.CancelIntent", "SkipIntent"]
)
def test_anything_else_removes_nothing(ask: Ask, intent: str) -> None:
    """No, nonsense or cancel removes nothing and says so."""
    reply = ask(intent, memo=SURE)

    assert keys(reply) == ["household.kept"]
    assert not reply.forget


def test_stale_yes_forgets_nothing(ask: Ask) -> None:
    """A yes in any other state never forgets."""
    for pending in (None, Pending.STARTER, Pending.FOLLOW_UP, Pending.MOOD):
        assert not ask("AMAZON.YesIntent", memo=Memo(pending=pending)).forget


def test_without_memory_nothing_pretends_to_be_forgotten(ask: Ask) -> None:
    """While the memory is away, forgetting is not promised."""
    blank = Household()
    for intent, memo in (
        ("PrivacyIntent", Memo()),
        ("ForgetEverythingIntent", Memo()),
        ("AMAZON.YesIntent", SURE),
    ):
        reply = ask(intent, memo=memo, household=blank, remembers=False)
        assert keys(reply) == ["household.no_memory"]
