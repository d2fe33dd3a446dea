"""The normal form of sentences."""

import pytest
from hypothesis import given, strategies as st

from skill.speaker.normal import normalise
from skill.speaker.words import Words, load


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Give us a Conversation Starter!", "give us a conversation starter"),
        ("Jo & Sam", "jo and sam"),
        ("we\u2019d like \u201csomething light\u201d, please", "we would like something light"),
        ("don't, can't, WON'T", "do not can not will not"),
        ("day-to-day life", "day to day life"),
        ("a question about T.V. shows", "a question about tv shows"),
        ("t. v. shows", "tv shows"),
        ("  two\twords \n", "two words"),
        ("Zoe\u0308", "zoë"),
        ("O'Neil", "o'neil"),
        ("李 और प्रिया", "李 और प्रिया"),
        ("…?!", ""),
    ],
)
def test_case_punctuation_and_contractions_do_not_matter(
    typed: str, normal: str, words: Words
) -> None:
    """However a sentence is typed, its normal form is one."""
    assert normalise(typed, words).text == normal


def test_parts_are_handed_on_as_typed(words: Words) -> None:
    """The words of a part come back with the case, hyphens and accents they were typed with."""
    sentence = normalise("I'm Anne-Marie O\u2019Neil, and that's Zoë.", words)

    assert sentence.text == "i am anne marie o'neil and that is zoë"
    assert sentence.part(2, 5).said == "Anne-Marie O'Neil"
    assert sentence.part(8, 9).said == "Zoë"
    assert sentence.part(3, 3).said == ""


def test_characters_of_the_normal_form_lead_back_to_words(words: Words) -> None:
    """A stretch of characters, with or without the spaces around it, is the words in it."""
    sentence = normalise("call us Zoë & Jo", words)
    start = sentence.text.index("zoë")

    assert sentence.between(start, start + 3).said == "Zoë"
    assert sentence.between(start, start + 4).said == "Zoë"
    assert sentence.between(0, len("call us")).said == "call us"


@given(st.text())
def test_any_text_has_a_normal_form(text: str) -> None:
    """No text breaks the normal form, and a normal form is its own."""
    once = normalise(text, load("en")).text

    assert normalise(once, load("en")).text == once
