"""How the skill is called by its name."""

import pytest

from skill.speaker.understanding import Understanding


@pytest.mark.parametrize(
    "sentence",
    [
        "open reviving romance",
        "Alexa, open Reviving Romance.",
        "hey alexa start reviving romance please",
        "launch the... no",
        "reviving romance",
        "talk to reviving romance",
        "ask reviving romance",
        "open reviving romance again",
        "can you open reviving romance",
    ],
)
def test_the_skill_is_opened_by_its_name(sentence: str, small: Understanding) -> None:
    """A launch word and the name, or the name alone, open the skill."""
    call = small.call(sentence)

    assert (call is not None and not call.asks) == ("reviving" in sentence.lower())


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("ask reviving romance for a deeper one", ["a deeper one", "for a deeper one"]),
        ("tell reviving romance to go deeper", ["go deeper", "to go deeper"]),
        ("ask reviving romance about travel", ["travel", "about travel"]),
        ("tell Reviving Romance that we are Zoë and Jo", ["we are Zoë and Jo", None]),
        ("alexa, open reviving romance and go deeper", ["go deeper", "and go deeper"]),
        ("ask reviving romance what it knows", ["what it knows"]),
        ("a conversation starter from reviving romance", ["a conversation starter"]),
        ("ask reviving romance for", ["for"]),
    ],
)
def test_the_skill_is_asked_for_something(
    sentence: str, asks: list[str | None], small: Understanding
) -> None:
    """What is asked for is what stands after the name, with and without its connector."""
    call = small.call(sentence)

    assert call is not None
    assert [ask.said for ask in call.asks][: len(asks)] == [
        ask or found.said for ask, found in zip(asks, call.asks, strict=True)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "open the window",
        "reviving romance is hard work",
        "we talked about reviving romance",
        "from reviving romance",
        "romance reviving",
        "",
    ],
)
def test_the_name_in_passing_calls_nobody(sentence: str, small: Understanding) -> None:
    """A sentence that is not made like a call is none, with the name or without."""
    assert small.call(sentence) is None


def test_a_wake_word_is_heard(small: Understanding) -> None:
    """A sentence that starts with the wake word is told from one that does not."""
    assert small.wakes("Alexa, next one")
    assert not small.wakes("next one alexa")
