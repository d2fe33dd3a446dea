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
    assert reply.pending in {Pending.STARTER, Pending.SECOND_NAME}


def test_one_name_asks_for_the_other(ask: Ask) -> None:
    """After one name we ask for the second, and put it beside the first."""
    household = Household(opened=1)

    first = ask("NamesIntent", words={"firstName": "Jo"}, memo=ASKED, household=household)
    memo = Memo(pending=first.pending, names=first.names)
    assert household.names == ["Jo"]

    ask("NamesIntent", words={"firstName": "Sam"}, memo=memo, household=household)
    assert household.names == ["Jo", "Sam"]


def test_both_names_after_the_first_one_are_both(ask: Ask) -> None:
    """Asked for the second name, they may as well say both."""
    household = Household(opened=1, names=["Jo"])
    memo = Memo(pending=Pending.SECOND_NAME, names=("Jo",))

    ask("NamesIntent", words={"firstName": "Zoë and Jo"}, memo=memo, household=household)

    assert household.names == ["Zoë", "Jo"]


@pytest.mark.parametrize("intent", ["SkipIntent", "AMAZON.NoIntent", "AMAZON.CancelIntent"])
@pytest.mark.parametrize(
    ("pending", "known", "says"),
    [
        (Pending.NAMES, [], "names.skipped"),
        (Pending.SECOND_NAME, ["Jo"], "names.kept"),
        (Pending.NAMES, ["Zoë", "Jo"], "names.kept"),
        (Pending.SECOND_NAME, ["Zoë", "Jo"], "names.kept"),
        (Pending.NEW_NAMES, [], "names.skipped"),
    ],
)
def test_skipping_leaves_the_names_as_they_are(
    ask: Ask, intent: str, pending: Pending, known: list[str], says: str
) -> None:
    """Whatever was asked about names, skipping it changes none and says so."""
    household = Household(opened=1, names=known)

    reply = ask(intent, memo=Memo(pending=pending, names=("Mia",)), household=household)

    assert (keys(reply)[0], reply.pending) == (says, Pending.STARTER)
    assert household.names == known


@pytest.mark.parametrize("known", [[], ["Zoë", "Jo"]])
def test_names_out_of_the_blue_need_a_yes(ask: Ask, known: list[str]) -> None:
    """Names that nobody asked for are offered first: they may have been misheard."""
    household = Household(opened=5, names=known)
    words = {"firstName": "lighter", "secondName": "funnier"}

    offered = ask("NamesIntent", words=words, household=household)
    assert household.names == known

    memo = Memo(pending=offered.pending, names=offered.names)
    ask("AMAZON.NoIntent", memo=memo, household=household)
    assert household.names == known

    ask("AMAZON.YesIntent", memo=memo, household=household)
    assert household.names == ["lighter", "funnier"]


def test_known_names_said_again_are_no_change(ask: Ask) -> None:
    """The same names in other letters are the same names."""
    household = Household(opened=5, names=["Zoë", "Jo"])
    words = {"firstName": "zoë", "secondName": "jo"}

    assert keys(ask("NamesIntent", words=words, household=household))[0] == "names.kept"
    assert household.names == ["Zoë", "Jo"]


def test_changing_names_keeps_the_old_ones_until_both_came(ask: Ask) -> None:
    """Asked for new names, a couple keeps the old ones until both new ones are there."""
    household = Household(opened=5, names=["Zoë", "Jo"])

    asked = ask("ChangeNamesIntent", household=household)
    memo = Memo(pending=asked.pending)
    one = ask("NamesIntent", words={"firstName": "Zoe"}, memo=memo, household=household)
    assert household.names == ["Zoë", "Jo"]

    memo = Memo(pending=one.pending, names=one.names)
    ask("NamesIntent", words={"firstName": "Joe"}, memo=memo, household=household)
    assert household.names == ["Zoe", "Joe"]


def test_yes_is_no_name(ask: Ask) -> None:
    """A bare yes to "what should I call you" asks for the names again."""
    for pending in (Pending.NAMES, Pending.SECOND_NAME):
        assert keys(ask("AMAZON.YesIntent", memo=Memo(pending=pending))) == ["names.missed"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({}, "names.missed"),
        ({"firstName": "x" * (LONGEST + 1)}, "names.missed"),
        ({"firstName": " & "}, "names.missed"),
        ({"firstName": "Jo, Sam, Mia"}, "names.two_only"),
    ],
)
def test_what_is_not_two_names_is_asked_again(
    ask: Ask, words: dict[str, str], says: str
) -> None:
    """Nothing, a whole sentence, or three names in place of two are asked again."""
    household = Household(opened=1)

    assert keys(ask("NamesIntent", words=words, memo=ASKED, household=household)) == [says]
    assert household.names == []


def test_one_name_for_two_known_ones_asks_for_both(ask: Ask) -> None:
    """One name out of the blue could be either's, so we ask for both."""
    household = Household(opened=5, names=["Zoë", "Jo"])

    reply = ask("NamesIntent", words={"firstName": "Mia"}, household=household)

    assert keys(reply) == ["names.both"]


def test_without_memory_names_are_not_promised(ask: Ask) -> None:
    """Nothing pretends to be saved."""
    for intent in ("NamesIntent", "ChangeNamesIntent"):
        reply = ask(intent, words={"firstName": "Jo"}, remembers=False)
        assert keys(reply) == ["household.no_memory"]
