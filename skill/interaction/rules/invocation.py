"""Rules for the name that people open the skill by.

Source of the word lists: Amazon's invocation name requirements, as quoted by skill
developers whose names were refused.
"""

from collections.abc import Iterator

from skill.interaction.rules.wording import strange_characters
from skill.interaction.schema import InteractionModel

_LENGTHS = range(2, 51)
_LAUNCH_WORDS = frozenset(
    {
        *("run", "start", "play", "resume", "use", "launch"),
        *("ask", "open", "tell", "load", "begin", "enable"),
    }
)
_CONNECTORS = frozenset(
    {
        *("to", "from", "in", "using", "with", "about", "for"),
        *("that", "by", "if", "and", "whether"),
    }
)
_WAKE_WORDS = frozenset({"alexa", "amazon", "echo", "computer", "skill", "app"})
_LITTLE_WORDS = frozenset(
    {
        *("a", "an", "the"),
        *("after", "at", "before", "between", "into", "near", "of", "off", "on"),
        *("out", "over", "through", "under", "up", "without"),
    }
)


def length(model: InteractionModel) -> Iterator[str]:
    """It has 2 to 50 characters. Source: remembered from the developer console."""
    name = model.language_model.invocation_name
    if len(name) not in _LENGTHS:
        yield f"invocation name: {len(name)} characters; 2 to 50 are allowed"


def characters(model: InteractionModel) -> Iterator[str]:
    """It has lower-case letters, spaces, apostrophes and abbreviations only.

    Source: Amazon's invocation name requirements; digits are to be spelled out.
    """
    name = model.language_model.invocation_name
    if name != name.lower():
        yield f'invocation name: "{name}" is not in lower case'
    if strange := strange_characters(name):
        yield f'invocation name: "{name}" has {strange}'


def launch_words(model: InteractionModel) -> Iterator[str]:
    """It has no word that opens skills. Source: Amazon's invocation name requirements."""
    return _forbid(model, _LAUNCH_WORDS, "opens skills")


def connectors(model: InteractionModel) -> Iterator[str]:
    """It has no word that leads to a request. Source: Amazon's requirements, as above."""
    return _forbid(model, _CONNECTORS, "connects a name with a request")


def wake_words(model: InteractionModel) -> Iterator[str]:
    """It has no wake word, nor "skill" or "app". Source: Amazon's requirements, as above."""
    return _forbid(model, _WAKE_WORDS, "belongs to Alexa")


def little_words(model: InteractionModel) -> Iterator[str]:
    """A name of two words has no article or preposition. Source: Amazon, as above."""
    if len(model.language_model.invocation_name.split()) == 2:  # noqa: PLR2004 - the rule itself
        yield from _forbid(model, _LITTLE_WORDS, "is an article or preposition")


def _forbid(model: InteractionModel, words: frozenset[str], reason: str) -> Iterator[str]:
    name = model.language_model.invocation_name
    for word in name.lower().split():
        if word.removesuffix("'s") in words:
            yield f'invocation name: "{word}" in "{name}" {reason}'
