"""Patterns of speech."""

import pytest
from hypothesis import given, strategies as st

from skill.speaker.patterns import Pattern


@pytest.mark.parametrize(
    ("pattern", "speech", "fits"),
    [
        ("Hello there.", "Hello there.", True),
        ("Hello  there.", " Hello\nthere. ", True),
        ("Hello there.", "Hello there. Again.", False),
        ("*", "", True),
        ("*", "anything at all", True),
        ("Hello *", "Hello", True),
        ("Hello *", "Hello you two", True),
        ("Hello *", "Hellow", False),
        ("* you?", "you?", True),
        ("* you?", "And you?", True),
        ("* you?", "thank-you?", False),
        ("One * two", "One two", True),
        ("One * two", "One and two", True),
        ("One * two", "Onetwo", False),
        ("One * two", "One more. Two", False),
        ("*Zoë and Jo*", "Well, Zoë and Jo.", True),
        ("a* b", "abc b", True),
        ("a *b", "a cab", True),
        ("a * * b", "a b", True),
        ("(really?) [yes]", "(really?) [yes]", True),
        ("", "", True),
        ("", "something", False),
    ],
)
def test_a_star_stands_for_anything_or_nothing(pattern: str, speech: str, fits: bool) -> None:
    """A pattern fits the whole speech; a star between words may be nothing at all."""
    assert Pattern(pattern).fits(speech) is fits


@pytest.mark.parametrize(
    ("pattern", "speech", "missing"),
    [
        ("Welcome * names? *", "Welcome both.", "names?"),
        ("Welcome *", "Hello.", "Welcome"),
        ("b * a", "a b", "a"),
        ("Welcome *", "Oh, Welcome back.", "Welcome"),
        ("* names?", "Your names? Now.", "names?"),
        ("", "Hello.", ""),
    ],
)
def test_what_is_missing_is_named(pattern: str, speech: str, missing: str) -> None:
    """The first words that are not where they belong are told."""
    assert Pattern(pattern).missing(speech) == missing


@given(st.text(alphabet="ab* \\[("), st.text(alphabet="ab ("))
def test_any_pattern_can_be_compared(pattern: str, speech: str) -> None:
    """No pattern breaks the comparison, and a speech fits itself."""
    Pattern(pattern).fits(speech)
    Pattern(pattern).missing(speech)

    assert Pattern(speech).fits(speech)
