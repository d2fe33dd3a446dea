"""How rules read words."""

import pytest
from hypothesis import given, strategies as st

from skill.interaction.rules.wording import fold, hole, repeated, shape, strange_characters


@pytest.mark.parametrize(
    "words",
    ["a question for us", "we'd rather not", "zoë's t.v.", "お茶 ください", "हिन्दी", "شاي"],
)
def test_letters_of_any_script_are_allowed(words: str) -> None:
    """Letters with their marks, apostrophes and abbreviations are not strange."""
    assert strange_characters(words) == []


@pytest.mark.parametrize(
    ("words", "strange"),
    [
        ("well-being", ["-"]),
        ("yes, 2", [",", "2"]),
        ("end.", ["."]),
        ("tab\there", ["\t"]),
        ("half \N{HALFWIDTH KATAKANA LETTER KA}", ["\N{HALFWIDTH KATAKANA LETTER KA}"]),
        ("wide\N{IDEOGRAPHIC SPACE}space", ["\N{IDEOGRAPHIC SPACE}"]),
    ],
)
def test_other_characters_are_strange(words: str, strange: list[str]) -> None:
    """Digits, other punctuation and forms of another width are named, sorted."""
    assert strange_characters(words) == strange


def test_words_that_sound_alike_fold_alike() -> None:
    """Case, apostrophes of both kinds, periods and spaces make no difference."""
    assert fold("Don\N{RIGHT SINGLE QUOTATION MARK}t  watch T.V.") == fold("don't watch tv")


@given(st.text())
def test_folding_twice_changes_nothing(words: str) -> None:
    """Folded words are folded for good."""
    assert fold(fold(words)) == fold(words)


def test_slots_are_compared_by_type() -> None:
    """Two samples have one shape when only the names of their slots differ."""
    one = shape("A {drink} please", {"drink": "Drink"})
    other = shape("a {beverage} please", {"beverage": "Drink"})

    assert one == other == ("a", hole("Drink"), "please")


def test_a_slot_of_another_type_makes_another_shape() -> None:
    """The type of a slot tells two samples apart."""
    assert shape("a {x}", {"x": "Drink"}) != shape("a {x}", {"x": "Size"})


def test_repeated_items_come_once_and_in_order() -> None:
    """Items that come more than once are returned once, in order of appearance."""
    assert repeated("abcbad") == ["a", "b"]
