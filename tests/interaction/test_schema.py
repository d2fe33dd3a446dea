"""A model of the wrong shape is refused with the place of the fault."""

from typing import Any

import pytest

from skill.errors import ModelError
from skill.interaction import schema
from skill.interaction.rules import problems

Model = dict[str, Any]


def _language(model: Model) -> Model:
    language: Model = model["interactionModel"]["languageModel"]
    return language


@pytest.mark.parametrize("field", ["invocationName", "intents"])
def test_a_required_field_is_missed(good: Model, field: str) -> None:
    """Without a name or intents there is no language model."""
    del _language(good)[field]

    assert problems(good) == [
        f"Object missing required field `{field}` - at `$.interactionModel.languageModel`"
    ]


@pytest.mark.parametrize("part", ["name", "samples"])
def test_an_intent_has_a_name_and_samples(good: Model, part: str) -> None:
    """An intent without a name, or without even an empty list of samples, is refused."""
    del _language(good)["intents"][0][part]

    with pytest.raises(ModelError, match=f"`{part}`.*languageModel.intents"):
        schema.read(good)


@pytest.mark.parametrize("part", ["name", "type"])
def test_a_slot_has_a_name_and_a_type(good: Model, part: str) -> None:
    """A slot without a name or a type is refused."""
    del _language(good)["intents"][6]["slots"][0][part]

    with pytest.raises(ModelError, match=f"`{part}`.*slots"):
        schema.read(good)


@pytest.mark.parametrize("part", ["id", "name"])
def test_a_value_has_an_id_and_a_name(good: Model, part: str) -> None:
    """A value without an id or a name is refused."""
    del _language(good)["types"][0]["values"][0][part]

    with pytest.raises(ModelError, match=f"`{part}`.*values"):
        schema.read(good)


@pytest.mark.parametrize("synonyms", [[], [""], None])
def test_a_value_has_a_synonym(good: Model, synonyms: object) -> None:
    """A value without any synonym is refused, as Amazon's schema asks for one."""
    _language(good)["types"][0]["values"][0]["name"]["synonyms"] = synonyms

    with pytest.raises(ModelError, match="synonyms"):
        schema.read(good)


@pytest.mark.parametrize("field", ["invocationName", "intents"])
def test_a_name_or_a_list_of_intents_is_not_empty(good: Model, field: str) -> None:
    """An empty name and an empty list of intents are refused."""
    _language(good)[field] = type(_language(good)[field])()

    with pytest.raises(ModelError, match="length >= 1"):
        schema.read(good)


def test_a_level_of_sensitivity_is_one_of_three(good: Model) -> None:
    """A level that Alexa does not have is refused."""
    _language(good)["modelConfiguration"]["fallbackIntentSensitivity"]["level"] = "FULL"

    with pytest.raises(ModelError, match="Invalid enum value 'FULL'"):
        schema.read(good)


@pytest.mark.parametrize("place", ["dialog", "prompts"])
def test_a_dialog_and_a_prompt_are_not_empty(good: Model, place: str) -> None:
    """A dialog without intents and a prompt without wordings are refused."""
    model = good["interactionModel"]
    if place == "dialog":
        model["dialog"]["intents"] = []
    else:
        model["prompts"][0]["variations"] = []

    with pytest.raises(ModelError, match=f"length >= 1 - at .*{place}"):
        schema.read(good)


def test_an_unknown_key_is_refused(good: Model) -> None:
    """A key that Alexa would drop without a word is refused."""
    _language(good)["intents"][0]["sample"] = []

    with pytest.raises(ModelError, match=r"`sample` - at `.*languageModel\.intents\[0\]`"):
        schema.read(good)
