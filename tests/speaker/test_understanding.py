"""Sentences to intents, on a small model."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from skill.errors import ContentError, ModelError
from skill.speaker.understanding import FALLBACK, Found, Understanding, load


def _slots(understood: Any) -> dict[str, str]:
    return {name: value.said for name, value in understood.slots.items()}


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("a conversation starter", "Starter"),
        ("Give us a question, please!", "Starter"),
        ("Alexa, go deeper", "Deeper"),
        ("that\u2019s too much for me", "Another"),
        ("never ask about that", "BlockThis"),
        ("stop", "AMAZON.StopIntent"),
        ("what can you do", "AMAZON.HelpIntent"),
    ],
)
def test_samples_are_found_exactly(sentence: str, intent: str, small: Understanding) -> None:
    """What is a sample but for case, punctuation and courtesy is found exactly."""
    understood = small.understand(sentence)

    assert (understood.intent, understood.found) == (intent, Found.EXACT)
    assert understood.confidence == 1.0


@pytest.mark.parametrize(
    ("sentence", "intent", "slots"),
    [
        ("ask us about trips", "Topic", {"topic": "trips"}),
        ("something very deep about day to day life", "Topic", None),
        ("never ask about our budget", "Block", {"topic": "our budget"}),
        ("Zoë & O\u2019Neil", "Names", {"first": "Zoë", "second": "O'Neil"}),
        ("we are Mary Jane and 李", "Names", {"first": "Mary Jane", "second": "李"}),
        ("my name is anne-marie", "Names", {"first": "anne-marie"}),
        ("Hope and Will", "Names", {"first": "Hope", "second": "Will"}),
        ("remember that I'm proud of Jo", "Win", {"text": "I'm proud of Jo"}),
        ("a meditation of ten minutes", "Minutes", {"time": "PT10M"}),
        ("give us twenty one questions", "Count", {"count": "21"}),
        ("the second one", "Which", {"which": "2"}),
        ("our code is one two three four", "Pin", {"pin": "1234"}),
    ],
)
def test_slots_hold_what_was_said(
    sentence: str, intent: str, slots: dict[str, str] | None, small: Understanding
) -> None:
    """Slots hold the words as typed, or the number that they stand for."""
    understood = small.understand(sentence)

    assert (understood.intent, understood.found) == (intent, Found.EXACT)
    assert slots is None or _slots(understood) == slots


def test_values_resolve_to_their_ids(small: Understanding) -> None:
    """A synonym resolves to the id and the name of its value, as Alexa tells it."""
    understood = small.understand("something easy about T.V. shows")

    depth = understood.as_alexa("amzn1.ask.skill.x")["slots"]["depth"]
    assert depth == {
        "name": "depth",
        "confirmationStatus": "NONE",
        "value": "easy",
        "source": "USER",
        "resolutions": {
            "resolutionsPerAuthority": [
                {
                    "authority": "amzn1.er-authority.echo-sdk.amzn1.ask.skill.x.Depth",
                    "status": {"code": "ER_SUCCESS_MATCH"},
                    "values": [{"value": {"name": "light", "id": "light"}}],
                }
            ]
        },
    }
    assert understood.as_json()["slots"]["topic"] == {"value": "T.V. shows", "id": "stories"}


def test_a_value_that_is_on_no_list_does_not_resolve(small: Understanding) -> None:
    """Alexa fills a slot with words that are on no list, and says so."""
    slots = small.understand("ask us about llamas").as_alexa("x")["slots"]

    authority = slots["topic"]["resolutions"]["resolutionsPerAuthority"][0]
    assert slots["topic"]["value"] == "llamas"
    assert authority["status"] == {"code": "ER_SUCCESS_NO_MATCH"}
    assert "values" not in authority


def test_empty_slots_are_sent_as_well(small: Understanding) -> None:
    """A request holds all slots of its intent, those without a value too."""
    slots = small.understand("ask us about money").as_alexa("x")["slots"]

    assert slots["depth"] == {"name": "depth", "confirmationStatus": "NONE"}


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("next one", "Another"),
        ("skip ahead", "AMAZON.NextIntent"),
        ("never ask about that again", "BlockThis"),
        ("repeat that", FALLBACK),
    ],
)
def test_the_models_own_samples_come_before_built_in_ones(
    sentence: str, intent: str, small: Understanding
) -> None:
    """A built-in intent is meant where the model declares it and has no such sample itself."""
    assert small.understand(sentence).intent == intent


@pytest.mark.parametrize(
    "sentence",
    [
        "deeper and easier",
        "you and me",
        "what and why",
        "tired and hungry",
        "Jo and Sam and Max",
    ],
)
def test_common_words_are_no_names(sentence: str, small: Understanding) -> None:
    """Any two words with "and" between them are not yet two names."""
    assert small.understand(sentence).intent != "Names"


@pytest.mark.parametrize(
    ("sentence", "intent", "slots"),
    [
        ("um could you ask us something", "Starter", {}),
        ("can we go a bit deeper please", "Deeper", {}),
        ("well that was nice so let's have one more", "Another", {}),
        ("hi i'm asking for a question about trips tonight", "Topic", {"topic": "trips"}),
        (
            "we'd rather you stopped asking about our holidays",
            "Block",
            {"topic": "our holidays"},
        ),
        ("hello we are priya and arjun", "Names", {"first": "priya", "second": "arjun"}),
        ("a conversaton startr", "Starter", {}),
        ("I am thinking of killing myself", "CrisisIntent", {}),
        ("she slapped me", "AbuseIntent", {}),
        ("i'm afraid of my husband", "AbuseIntent", {}),
    ],
)
def test_close_paraphrases_are_found(
    sentence: str, intent: str, slots: dict[str, str], small: Understanding
) -> None:
    """What is near to a sample is taken for it, slots included."""
    understood = small.understand(sentence)

    assert (understood.intent, understood.found) == (intent, Found.CLOSE)
    assert _slots(understood) == slots
    assert 0.4 < understood.confidence <= 1.0


@pytest.mark.parametrize(
    "sentence",
    ["", "?", "purple helicopter seventeen", "set a timer for ten minutes", "i'm afraid so",
     "this heat is killing me", "my phone is dead", "alexa"],
)  # fmt: skip
def test_other_talk_is_left_to_fallback(sentence: str, small: Understanding) -> None:
    """Unrelated talk and figures of speech mean nothing to the skill."""
    understood = small.understand(sentence)

    assert (understood.intent, understood.found) == (FALLBACK, Found.FALLBACK)
    assert understood.as_json() == {
        "sentence": sentence,
        "intent": FALLBACK,
        "slots": {},
        "found": "fallback",
        "confidence": 0.0,
    }


@given(st.text(max_size=60))
def test_any_text_is_understood_as_something(small: Understanding, text: str) -> None:
    """No text breaks understanding, and the same text always means the same."""
    assert small.understand(text) == small.understand(text)


@pytest.mark.parametrize(
    "model",
    [{}, {"interactionModel": {}}, {"interactionModel": {"languageModel": {"intents": "all"}}}],
)
def test_what_is_no_model_is_a_clear_error(model: dict[str, Any]) -> None:
    """JSON of another shape is refused."""
    with pytest.raises(ModelError):
        Understanding.from_model(model, "en")


def test_a_sample_with_an_undeclared_slot_is_a_clear_error() -> None:
    """A slot in a sample must be one of its intent's."""
    intent = {"name": "A", "slots": [], "samples": ["about {topic}"]}
    model = {"invocationName": "reviving romance", "intents": [intent]}

    with pytest.raises(ModelError, match=r"A: a sample with \{topic\}"):
        Understanding.from_model({"interactionModel": {"languageModel": model}}, "en")


def test_a_model_in_an_unknown_language_is_a_clear_error(model: dict[str, Any]) -> None:
    """A model cannot be understood in a language that the speaker does not know."""
    with pytest.raises(ContentError):
        Understanding.from_model(model, "xx")


def test_a_locale_without_a_model_is_a_clear_error() -> None:
    """A device of a locale that has no model cannot be talked to."""
    with pytest.raises(ModelError, match=r"xx-XX\.json"):
        load("xx-XX")
