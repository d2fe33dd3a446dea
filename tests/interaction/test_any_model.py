"""The rules come to an end on whatever they are given."""

from typing import Any

from hypothesis import given, settings, strategies as st

from skill.interaction import schema
from skill.interaction.rules import LOCALE_RULES, RULES, problems

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["AIntent", "BIntent", "AMAZON.YesIntent", "A", "B", "AMAZON.SearchQuery"]
)
# Letters, what slots are made of, a digit, and half a surrogate pair, as JSON can hold it.
WORDS = st.text("ab {}'.AB\N{RIGHT SINGLE QUOTATION MARK}1は\ud800", min_size=1, max_size=12)
SAMPLES = st.lists(
    WORDS | st.sampled_from(["{A}", "a {A} b", "a {A} {B}", "a b b"]), max_size=4
)
SLOTS = st.lists(st.builds(schema.Slot, name=NAMES, type=NAMES, samples=SAMPLES), max_size=3)
SPOKEN = st.builds(schema.Words, value=WORDS, synonyms=st.lists(WORDS, min_size=1, max_size=3))
VALUES = st.lists(st.builds(schema.Value, id=WORDS, name=SPOKEN), max_size=3)
PROMPTS = st.builds(schema.DialogPrompts, elicitation=st.none() | NAMES)
ASKED = st.builds(
    schema.DialogSlot, name=NAMES, type=NAMES, prompts=PROMPTS, validations=st.just([])
)
MODELS = st.builds(
    schema.InteractionModel,
    language_model=st.builds(
        schema.LanguageModel,
        invocation_name=WORDS,
        intents=st.lists(
            st.builds(schema.Intent, name=NAMES, slots=SLOTS, samples=SAMPLES),
            min_size=1,
            max_size=4,
        ),
        types=st.lists(st.builds(schema.SlotType, name=NAMES, values=VALUES), max_size=3),
    ),
    dialog=st.none()
    | st.builds(
        schema.Dialog,
        intents=st.lists(
            st.builds(schema.DialogIntent, name=NAMES, slots=st.lists(ASKED, max_size=2)),
            min_size=1,
            max_size=2,
        ),
    ),
    prompts=st.just([]),
)


@given(
    st.dictionaries(st.text(max_size=8), JSON)
    | st.fixed_dictionaries({"interactionModel": JSON})
)
def test_any_json_is_answered_with_problems(model: dict[str, Any]) -> None:
    """Nothing that JSON can hold makes the rules fail; what is no model has a problem."""
    assert problems(model)


@settings(max_examples=200)
@given(MODELS, st.sampled_from(["en-US", "fr-FR", "de-DE", ""]))
def test_any_model_of_the_right_shape_is_answered(
    model: schema.InteractionModel, locale: str
) -> None:
    """Whatever the words are, the rules come to an end and say lines of text."""
    found = [line for rule in RULES for line in rule(model)]
    found += [line for rule in LOCALE_RULES for line in rule(model, locale)]

    assert all(line and isinstance(line, str) for line in found)
