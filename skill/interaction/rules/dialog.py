"""Rules for the dialog: what it names must be there."""

from collections.abc import Iterator

from skill.interaction.rules.wording import repeated
from skill.interaction.schema import DialogIntent, DialogPrompts, InteractionModel


def intents_known(model: InteractionModel) -> Iterator[str]:
    """Every intent of the dialog is an intent of the model. Source: the build refuses it."""
    known = {intent.name for intent in model.intents}
    for intent in _intents(model):
        if intent.name not in known:
            yield f"dialog: {intent.name} is no intent of the model"


def slots_known(model: InteractionModel) -> Iterator[str]:
    """Every slot of the dialog is a slot of its intent, of the same type.

    Source: the build refuses it.
    """
    types = {intent.name: intent.types for intent in model.intents}
    for intent in _intents(model):
        for slot in intent.slots:
            if types.get(intent.name, {}).get(slot.name) != slot.type:
                yield f"dialog: {intent.name} has no slot {slot.name} of type {slot.type}"


def prompts_known(model: InteractionModel) -> Iterator[str]:
    """Every prompt that the dialog names is there. Source: the build refuses it."""
    known = {prompt.id for prompt in model.prompts}
    for intent in _intents(model):
        for name in _prompts(intent):
            if name not in known:
                yield f"dialog: {intent.name} names a prompt that is not there: {name}"


def prompt_ids_unique(model: InteractionModel) -> Iterator[str]:
    """No two prompts have one id. Source: the build refuses it."""
    for name in repeated(prompt.id for prompt in model.prompts):
        yield f"prompts: there are two of the id {name}"


def _intents(model: InteractionModel) -> list[DialogIntent]:
    return model.dialog.intents if model.dialog else []


def _prompts(intent: DialogIntent) -> Iterator[str]:
    yield from _ids(intent.prompts)
    for slot in intent.slots:
        yield from _ids(slot.prompts)
        yield from (validation.prompt for validation in slot.validations)


def _ids(prompts: DialogPrompts | None) -> Iterator[str]:
    if prompts:
        yield from filter(None, (prompts.elicitation, prompts.confirmation))
