"""What the speaker knows about English."""

from collections import Counter

import pytest

from skill.errors import ContentError
from skill.speaker.words import Words, builtins, load

INTENTS = (
    *("Help", "Stop", "Cancel", "NavigateHome", "Yes", "No", "Repeat"),
    *("Pause", "Resume", "Next", "Previous", "StartOver"),
    *("LoopOn", "LoopOff", "ShuffleOn", "ShuffleOff"),
)


def test_a_word_stands_for_one_thing_only(words: Words) -> None:
    """No word is in two families, so that the order of families does not matter."""
    families = [{words.stem(word) for word in family} for family in words.families]

    assert [word for word, n in Counter(w for f in families for w in f).items() if n > 1] == []


def test_what_is_a_name_is_no_everyday_word(words: Words) -> None:
    """A word is taken either for a name or for none."""
    assert words.names.also & words.everyday == set()
    assert [name for name in words.names.also if name.endswith(words.names.endings)] == []


@pytest.mark.parametrize("name", INTENTS)
def test_built_in_intents_have_their_usual_utterances(name: str) -> None:
    """Each of the built-in intents can be said in six ways or more."""
    assert len(builtins("en")[f"AMAZON.{name}Intent"]) >= 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("questions", "question"),
        ("talking", "chat"),
        ("stopped", "stop"),
        ("stories", "story"),
        ("hits", "punched"),
        ("named", "names"),
    ],
)
def test_forms_of_a_word_have_one_root(one: str, other: str, words: Words) -> None:
    """Endings and near synonyms do not change what a word is about."""
    assert words.root(one) == words.root(other)


@pytest.mark.parametrize(("one", "other"), [("deep", "deeper"), ("light", "lighter")])
def test_a_comparative_has_a_root_of_its_own(one: str, other: str, words: Words) -> None:
    """What is "deeper" is not about "deep"."""
    assert words.root(one) != words.root(other)


def test_an_unknown_language_is_a_clear_error() -> None:
    """A language without words is an error that names the file."""
    with pytest.raises(ContentError, match=r"xx/words\.yaml"):
        load("xx")
