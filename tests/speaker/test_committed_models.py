"""What the committed interaction models understand."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from skill.paths import interaction_models
from skill.speaker.understanding import FALLBACK, Found, Understanding, load

HERE = Path(__file__).parent
LOCALES = sorted(path.stem for path in interaction_models().glob("*.json"))
SLOT = re.compile(r"\{(\w+)\}")
NAMES = ["Zoë", "Jo", "O'Neil", "Anne-Marie", "Mary Jane", "李", "priya", "Hope", "प्रिया"]
PARAPHRASES: list[dict[str, Any]] = yaml.safe_load(
    (HERE / "paraphrases.yaml").read_text("utf-8")
)
NONSENSE = (HERE / "nonsense.txt").read_text("utf-8").splitlines()


@cache
def _language_model(locale: str) -> dict[str, Any]:
    text = (interaction_models() / f"{locale}.json").read_text("utf-8")
    model: dict[str, Any] = json.loads(text)["interactionModel"]["languageModel"]
    return model


@cache
def _values(locale: str) -> dict[str, list[tuple[str, str | None]]]:
    """Return for each slot type how its values are said, and the id of each."""
    found: dict[str, list[tuple[str, str | None]]] = {
        kind["name"]: [
            (said, value["id"])
            for value in kind["values"]
            for said in (value["name"]["value"], *value["name"]["synonyms"])
        ]
        for kind in _language_model(locale)["types"]
    }
    return found | {
        "AMAZON.FirstName": [(name, None) for name in NAMES],
        "AMAZON.NUMBER": [("seven", "7"), ("ten", "10")],
        "AMAZON.DURATION": [("ten minutes", "PT10M"), ("an hour", "PT1H")],
    }


@cache
def _samples(locale: str) -> list[tuple[dict[str, Any], str]]:
    intents = _language_model(locale)["intents"]
    return [(intent, sample) for intent in intents for sample in intent["samples"]]


def _resolved(understanding: Understanding, sentence: str) -> dict[str, str]:
    slots = understanding.understand(sentence).as_json()["slots"]
    return {name: slot["id"] or slot["value"] for name, slot in slots.items()}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sample_means_its_own_intent(locale: str) -> None:
    """Each sample, with some value in each slot, is found exactly."""
    understanding = load(locale)
    for intent, sample in _samples(locale):
        sentence = sample
        for number, slot in enumerate(intent.get("slots", ())):
            said, _ = _values(locale)[slot["type"]][number]
            sentence = sentence.replace(f"{{{slot['name']}}}", said)

        understood = understanding.understand(sentence)
        assert (understood.intent, understood.found) == (intent["name"], Found.EXACT), sentence


@pytest.mark.parametrize("locale", LOCALES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_values_in_a_sample_are_resolved(locale: str, data: st.DataObject) -> None:
    """A sample with any value in each slot means its intent, and the values their ids."""
    intent, sample = data.draw(st.sampled_from(_samples(locale)))
    kinds = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
    sentence, expected = sample, {}
    for name in SLOT.findall(sample):
        said, key = data.draw(st.sampled_from(_values(locale)[kinds[name]]))
        # Alone, "hope" is a topic first and only then somebody's name.
        assume(sample != f"{{{name}}}" or key or said != "Hope")
        sentence = sentence.replace(f"{{{name}}}", said)
        expected[name] = key or said

    understood = load(locale).understand(sentence)

    assert (understood.intent, understood.found) == (intent["name"], Found.EXACT)
    assert _resolved(load(locale), sentence) == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_nine_of_ten_paraphrases_are_understood(locale: str) -> None:
    """Of nearly 300 sentences that are no samples, nine in ten find intent and slots."""
    understanding = load(locale)
    found = [
        said["say"]
        for said in PARAPHRASES
        if understanding.understand(said["say"]).intent == said["intent"]
        and _resolved(understanding, said["say"]) == said.get("slots", {})
    ]

    assert len(PARAPHRASES) >= 290
    assert len(found) >= 0.9 * len(PARAPHRASES)


def test_all_paraphrases_of_need_are_understood() -> None:
    """Nobody who says plainly that they are in danger is left to fallback."""
    vital = [said for said in PARAPHRASES if said["intent"] in {"CrisisIntent", "AbuseIntent"}]

    assert len(vital) >= 16
    for said in vital:
        assert load("en-US").understand(said["say"]).intent == said["intent"], said["say"]


@pytest.mark.parametrize("locale", LOCALES)
def test_other_talk_is_left_to_fallback(locale: str) -> None:
    """Of a hundred sentences of unrelated talk, ninety-five mean nothing to the skill."""
    understanding = load(locale)
    ignored = [s for s in NONSENSE if understanding.understand(s).intent == FALLBACK]

    assert len(NONSENSE) == 100
    assert len(ignored) >= 95


@pytest.mark.parametrize(
    "sentence",
    [
        "I'm dying of laughter",
        "this heat is killing me",
        "I could kill for a coffee",
        "that cake is to die for",
        "my phone is dead",
        "I'm dead tired",
        "hit me with a question",
        "I'm afraid so",
        "I'm scared of spiders",
        "it beats me",
    ],
)
def test_figures_of_speech_are_no_cry_for_help(sentence: str) -> None:
    """Words of death and blows that mean neither do not lead to the helplines."""
    assert load("en-US").understand(sentence).intent not in {"CrisisIntent", "AbuseIntent"}
