"""A small model of a tea shop that breaks no rule."""

from typing import Any

import pytest

Model = dict[str, Any]

_BUILTINS = ("Help", "Stop", "Cancel", "NavigateHome", "Fallback", "Yes")
_OPENERS = (
    *("give me", "give us", "bring me", "bring us", "hand me", "hand us", "make me", "make us"),
    *("we want", "we need", "we love", "I want", "I need", "I love", "order"),
)


def _intent(name: str, rest: str, **slots: str) -> Model:
    return {
        "name": name,
        "slots": [{"name": slot, "type": kind} for slot, kind in slots.items()],
        "samples": [f"{opener} {rest}" for opener in _OPENERS],
    }


@pytest.fixture(name="good")
def _good() -> Model:
    """Return a model with each kind of thing in it: slots, a search, a dialog, prompts."""
    order = _intent("OrderIntent", "a {size} cup of {drink}", size="Size", drink="Drink")
    order["slots"][0]["samples"] = ["{size}", "a {size} one"]
    order["slots"][1]["multipleValues"] = {"enabled": True}
    language = {
        "invocationName": "tea lovers' corner",
        "modelConfiguration": {"fallbackIntentSensitivity": {"level": "LOW"}},
        "intents": [
            *({"name": f"AMAZON.{name}Intent", "samples": []} for name in _BUILTINS),
            order,
            _intent("LikeIntent", "to have {drink}", drink="Drink"),
            _intent("FindIntent", "a recipe for {query}", query="AMAZON.SearchQuery"),
            _intent("ChatIntent", "some company"),
        ],
        "types": [
            {
                "name": "Drink",
                "values": [
                    {"id": "tea", "name": {"value": "tea", "synonyms": ["chai", "a cuppa"]}},
                    {"id": "coffee", "name": {"value": "coffee", "synonyms": ["café"]}},
                ],
            },
            {
                "name": "Size",
                "values": [{"id": "big", "name": {"value": "big", "synonyms": ["large"]}}],
            },
            {
                "name": "Cake",
                "valueSupplier": {
                    "type": "CatalogValueSupplier",
                    "valueCatalog": {"catalogId": "cakes", "version": "1"},
                },
            },
        ],
    }
    size = {
        "name": "size",
        "type": "Size",
        "elicitationRequired": True,
        "confirmationRequired": False,
        "prompts": {"elicitation": "ask-size"},
        "validations": [{"type": "hasEntityResolutionMatch", "prompt": "no-such-size"}],
    }
    dialog = {
        "delegationStrategy": "SKILL_RESPONSE",
        "intents": [
            {
                "name": "OrderIntent",
                "confirmationRequired": True,
                "prompts": {"confirmation": "sure"},
                "slots": [size],
            }
        ],
    }
    prompts = [
        {"id": name, "variations": [{"type": "PlainText", "value": "Pardon?"}]}
        for name in ("ask-size", "no-such-size", "sure")
    ]
    return {
        "interactionModel": {"languageModel": language, "dialog": dialog, "prompts": prompts}
    }
