"""SSML: what goes in stays words."""

import pytest
from hypothesis import given, strategies as st
from markupsafe import escape

from skill.speech import plain, slowly, speak, speakable


@given(st.text())
def test_anything_said_can_be_spoken(words: str) -> None:
    """Whatever a slot holds, cleaned and escaped it is well-formed and says the same."""
    cleaned = speakable(words)

    assert plain(speak(str(escape(cleaned)))) == " ".join(cleaned.split())


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("  Zoë \n Jo ", "Zoë Jo"),
        ("李", "李"),
        ("a\x00b\ud800c\uffff", "abc"),
        ("क्‍ष", "क्‍ष"),
        ("Mia <3", "Mia <3"),
    ],
)
def test_only_what_xml_refuses_is_dropped(said: str, spoken: str) -> None:
    """Controls and lone surrogates go; every script stays."""
    assert speakable(said) == spoken


def test_slow_speech_keeps_the_words() -> None:
    """Slower speech says the same words."""
    assert plain(speak(slowly('One. <break time="1s"/> Two.'))) == "One. Two."


@pytest.mark.parametrize("broken", ["<speak>a & b</speak>", "<speak><p></speak>", "words", ""])
def test_broken_ssml_is_found(broken: str) -> None:
    """What Alexa would refuse does not count as words."""
    with pytest.raises(ValueError, match="not well-formed"):
        plain(broken)
