"""What built-in slot types make of spoken numbers."""

import pytest

from skill.speaker.readers import readers
from skill.speaker.words import Words


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("NUMBER", "five", "5"),
        ("NUMBER", "twenty five", "25"),
        ("NUMBER", "12", "12"),
        ("NUMBER", "a hundred and one", "101"),
        ("NUMBER", "two thousand three hundred", "2300"),
        ("NUMBER", "one hundred thousand", "100000"),
        ("NUMBER", "five six", None),
        ("NUMBER", "some", None),
        ("NUMBER", "hundred", "100"),
        ("Ordinal", "first", "1"),
        ("Ordinal", "twenty second", "22"),
        ("Ordinal", "3rd", "3"),
        ("Ordinal", "last", None),
        ("Ordinal", "and", None),
        ("FOUR_DIGIT_NUMBER", "six oh four five", "6045"),
        ("FOUR_DIGIT_NUMBER", "nineteen eighty four", "1984"),
        ("FOUR_DIGIT_NUMBER", "twenty twenty six", "2026"),
        ("FOUR_DIGIT_NUMBER", "two thousand and five", "2005"),
        ("FOUR_DIGIT_NUMBER", "1234", "1234"),
        ("FOUR_DIGIT_NUMBER", "one two three", None),
        ("DURATION", "ten minutes", "PT10M"),
        ("DURATION", "half an hour", "PT30M"),
        ("DURATION", "an hour and a half", "PT1H30M"),
        ("DURATION", "one and a half hours", "PT1H30M"),
        ("DURATION", "two days and three hours", "P2DT3H"),
        ("DURATION", "zero seconds", "PT0S"),
        ("DURATION", "half a week", None),
        ("DURATION", "ten", None),
        ("DURATION", "minutes", None),
        ("DURATION", "ten minutes please", None),
    ],
)
def test_numbers_are_read_as_amazon_gives_them(
    kind: str, said: str, value: str | None, words: Words
) -> None:
    """A number word becomes digits or ISO 8601; what is none becomes nothing."""
    assert readers(words.units)[f"AMAZON.{kind}"](said.split()) == value
