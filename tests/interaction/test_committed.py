"""The committed models are current, clean, and what Amazon's own code understands."""

import json
from typing import Any

import pytest
import yaml
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import (
    InteractionModelData,
)

from skill import paths
from skill.content import Content
from skill.content.models import Depth
from skill.interaction.build import check

Model = dict[str, Any]

FOLDER = paths.interaction_models()
LOCALES = ["en-GB", "en-US"]


@pytest.fixture(name="model", params=LOCALES)
def _model(request: pytest.FixtureRequest) -> Model:
    text = (FOLDER / f"{request.param}.json").read_text(encoding="utf-8")
    model: Model = json.loads(text)
    return model


def _language(model: Model) -> Model:
    language: Model = model["interactionModel"]["languageModel"]
    return language


def _values(model: Model, name: str) -> list[Model]:
    values = next(kind["values"] for kind in _language(model)["types"] if kind["name"] == name)
    return list(values)


def _round_trip(model: Model) -> Any:
    """Read a model with Amazon's own classes and write it again."""
    serializer = DefaultSerializer()
    read = serializer.deserialize(json.dumps(model), InteractionModelData)
    return serializer.serialize(read)


def test_the_models_are_current_and_break_no_rule() -> None:
    """Every model is what its source says, and has no problems."""
    assert check(FOLDER) == []


def test_there_is_a_model_for_each_locale() -> None:
    """The skill speaks British and American English."""
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == LOCALES


def test_topics_are_those_of_the_content(model: Model) -> None:
    """Ids, names and synonyms of the slot type are those of the content file."""
    topics = yaml.safe_load(
        (paths.PACKAGE / "content" / "en" / "topics.yaml").read_text(encoding="utf-8")
    )

    assert _values(model, "Topic") == [
        {"id": topic["id"], "name": {"value": topic["name"], "synonyms": topic["said"]}}
        for topic in topics
    ]


def test_meditations_and_moods_are_those_of_the_content(model: Model, english: Content) -> None:
    """The ids of both slot types are those that features look up."""
    ids = {
        kind: [value["id"] for value in _values(model, kind)] for kind in ("Meditation", "Mood")
    }

    assert ids == {"Meditation": [*english.meditations], "Mood": [*english.moods]}


def test_depths_are_those_of_the_content(model: Model) -> None:
    """The ids of the slot type are the depths that starters have."""
    assert [value["id"] for value in _values(model, "Depth")] == list(Depth)


def test_amazon_understands_every_field(model: Model) -> None:
    """A model comes back unchanged from Amazon's own classes."""
    assert _round_trip(model) == model


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("intents", 17),
        ("intents", 18, "slots", 0),
        ("types", 0),
        ("types", 0, "values", 0),
        ("types", 0, "values", 0, "name"),
        ("modelConfiguration",),
    ],
)
def test_the_round_trip_notices_an_unknown_key(
    model: Model, path: tuple[str | int, ...]
) -> None:
    """A key that Amazon does not know does not come back."""
    place: Any = _language(model)
    for key in path:
        place = place[key]
    place["surprise"] = "x"

    assert _round_trip(model) != model


def test_the_round_trip_notices_a_bad_level(model: Model) -> None:
    """A level of sensitivity that Amazon does not have is refused."""
    _language(model)["modelConfiguration"]["fallbackIntentSensitivity"]["level"] = "FULL"

    with pytest.raises(SerializationException):
        _round_trip(model)


def test_the_round_trip_knows_dialogs_and_prompts(good: Model) -> None:
    """The schema of this project is Amazon's for what no model of ours has yet."""
    assert _round_trip(good) == good
