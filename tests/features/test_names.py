"""The two names: asked once, skippable, changeable, never cut."""

from collections.abc import Callable

import pytest
from replies import keys

from skill.features.names import LONGEST
from skill.memory import Household
from skill.turn import Memo, Pending, Reply

Ask = Callable[..., Reply]
ASKED = Memo(pending=Pending.NAMES)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("Zoë", "Jo", ["Zoë", "Jo"]),
        ("O'Neil", "D'Andre", ["O'Neil", "D'Andre"]),
        ("Jo & Sam", None, ["Jo", "Sam"]),
        ("jo and sam", None, ["jo", "sam"]),
        ("Anne Marie", "José", ["Anne Marie", "José"]),
        ("李", "Mia <3", ["李", "Mia <3"]),
        ("Sandy", "Andrea", ["Sandy", "Andrea"]),
    ],
)
def test_names_are_kept_as_they_were_said(
    ask: Ask, first: str, second: str | None, names: list[str]
) -> None:
    """Names of any script are kept whole; one slot may hold both."""
    household = Household(opened=1)
    words = {"firstName": first} | ({"secondName": second} if second else {})

    reply = ask("NamesIntent", words=words, memo=ASKED, household=household)

    assert household.names == names
    assert reply.claims


def test_one_name_asks_for_the_other(ask: Ask) -> None:
    """After one name we ask for the second, and put it beside the first."""
    household = Household(opened=1)

    first = ask("NamesIntent", words={"firstName": "Jo"}, memo=ASKED, household=household)
    ask(
        "NamesIntent",
        words={"firstName": "Sam"},
        memo=Memo(pending=first.pending),
        household=household,
    )

    assert household.names == ["Jo", "Sam"]


@pytest.mark.parametrize("intent", ["SkipIntent", "AMAZON.NoIntent", "AMAZON.CancelIntent"])
def test_names_can_be_skipped(ask: Ask, intent: str) -> None:
    """Skipping the names leads straight to a starter."""
    household = Household(opened=1)

    reply = ask(intent, memo=ASKED, household=household)

    assert reply.pending is Pending.STARTER
    assert household.names == []


def test_known_names_change_only_after_a_yes(ask: Ask) -> None:
    """Names said out of the blue are offered first: they may have been misheard."""
    household = Household(opened=5, names=["Zoë", "Jo"])
    words = {"firstName": "lighter", "secondName": "funnier"}

    offered = ask("NamesIntent", words=words, household=household)
    assert household.names == ["Zoë", "Jo"]

    memo = Memo(pending=offered.pending, names=offered.names)
    ask("AMAZON.NoIntent", memo=memo, household=household)
    assert household.names == ["Zoë", "Jo"]

    ask("AMAZON.YesIntent", memo=memo, household=household)
    assert household.names == ["lighter", "funnier"]


def test_changing_names_keeps_the_old_ones_until_new_ones_come(ask: Ask) -> None:
    """Saying "Change our names" alone changes nothing; the names that follow do."""
    household = Household(opened=5, names=["Zoë", "Jo"])

    reply = ask("ChangeNamesIntent", household=household)
    assert household.names == ["Zoë", "Jo"]

    words = {"firstName": "Zoe", "secondName": "Joe"}
    ask("NamesIntent", words=words, memo=Memo(pending=reply.pending), household=household)
    assert household.names == ["Zoe", "Joe"]


@pytest.mark.parametrize(
    "words",
    [{}, {"firstName": "a, b, c"}, {"firstName": "x" * (LONGEST + 1)}, {"firstName": " & "}],
)
def test_what_is_no_name_is_asked_again(ask: Ask, words: dict[str, str]) -> None:
    """Nothing, three names, or a whole sentence in place of a name is asked again."""
    household = Household(opened=1)

    assert ask("NamesIntent", words=words, memo=ASKED, household=household).pending
    assert household.names == []


def test_without_memory_names_are_not_promised(ask: Ask) -> None:
    """Nothing pretends to be saved."""
    reply = ask("NamesIntent", words={"firstName": "Jo"}, remembers=False)

    assert keys(reply) == ["household.no_memory"]
