"""Alexa's interaction model, as its JSON is shaped.

Field names, required fields and minimum lengths are those of Amazon's SMAPI Swagger
(``smapi_spec.json`` in alexa/ask-cli). Three fields that the Swagger leaves open are
required here: an intent's samples (``[]`` on a built-in is meant), a slot's type, and the
id of a slot value, because the skill reads ids and not words. The order of the fields is
the order they are written in.
"""

from typing import Annotated, Any, Literal

import msgspec

from skill.errors import ModelError

Text = Annotated[str, msgspec.Meta(min_length=1)]
Sensitivity = Literal["LOW", "MEDIUM", "HIGH"]
Delegation = Literal["ALWAYS", "SKILL_RESPONSE"]


class _Json(msgspec.Struct, rename="camel", forbid_unknown_fields=True, omit_defaults=True):
    """Base of all parts: camelCase names, nothing that Alexa would not know."""


class FallbackSensitivity(_Json):
    """How readily words that fit badly become the fallback intent."""

    level: Sensitivity


class Configuration(_Json):
    """Settings of the recogniser."""

    fallback_intent_sensitivity: FallbackSensitivity | None = None


class MultipleValues(_Json):
    """Whether one slot may hold several values."""

    enabled: bool


class Slot(_Json):
    """A gap in an intent's samples; its own samples are answers to its elicitation."""

    name: Text
    type: Text
    multiple_values: MultipleValues | None = None
    samples: list[Text] = []


class Intent(_Json, kw_only=True):
    """Something people mean, and how they say it."""

    name: Text
    slots: list[Slot] = []
    samples: list[Text]

    @property
    def builtin(self) -> bool:
        """Say whether the intent is Amazon's own."""
        return self.name.startswith("AMAZON.")

    @property
    def types(self) -> dict[str, str]:
        """Return the type of each slot by the slot's name."""
        return {slot.name: slot.type for slot in self.slots}

    @property
    def all_samples(self) -> list[str]:
        """Return the intent's samples and those of its slots."""
        return self.samples + [sample for slot in self.slots for sample in slot.samples]


class Words(_Json):
    """How one slot value is said. The Swagger asks for a synonym, so we always give one."""

    value: Text
    synonyms: Annotated[list[Text], msgspec.Meta(min_length=1)]


class Value(_Json):
    """One value of a slot type."""

    id: Text
    name: Words


class Catalog(_Json):
    """A list of values that is kept at Amazon."""

    catalog_id: Text
    version: Text


class Supplier(_Json):
    """Where the values of a type come from when the model does not list them."""

    type: Literal["CatalogValueSupplier"]
    value_catalog: Catalog


class SlotType(_Json):
    """A list of values that a slot can hold."""

    name: Text
    values: list[Value] = []
    value_supplier: Supplier | None = None

    @property
    def all_words(self) -> list[str]:
        """Return all values and synonyms."""
        names = [value.name for value in self.values]
        return [words for name in names for words in (name.value, *name.synonyms)]


class LanguageModel(_Json, kw_only=True):
    """All that people may say."""

    invocation_name: Text
    model_configuration: Configuration | None = None
    intents: Annotated[list[Intent], msgspec.Meta(min_length=1)]
    types: list[SlotType] = []


class DialogPrompts(_Json):
    """Ids of the prompts that Alexa speaks by herself."""

    elicitation: Text | None = None
    confirmation: Text | None = None


class Validation(_Json):
    """What a slot value must fulfil, and the prompt for one that does not."""

    type: Text
    prompt: Text
    value: Text | None = None
    values: list[Text] = []
    start: Text | None = None
    end: Text | None = None


class DialogSlot(_Json, kw_only=True):
    """How Alexa fills one slot."""

    name: Text
    type: Text
    elicitation_required: bool | None = None
    confirmation_required: bool | None = None
    prompts: DialogPrompts
    validations: list[Validation] = []


class DialogIntent(_Json, kw_only=True):
    """An intent whose slots Alexa may fill by asking."""

    name: Text
    delegation_strategy: Delegation | None = None
    confirmation_required: bool | None = None
    prompts: DialogPrompts | None = None
    slots: list[DialogSlot] = []


class Dialog(_Json, kw_only=True):
    """All intents whose slots Alexa may fill by asking."""

    delegation_strategy: Delegation | None = None
    intents: Annotated[list[DialogIntent], msgspec.Meta(min_length=1)]


class Variation(_Json):
    """One wording of a prompt."""

    type: Literal["PlainText", "SSML"]
    value: Text


class Prompt(_Json):
    """Something that Alexa says by herself, in one or more wordings."""

    id: Text
    variations: Annotated[list[Variation], msgspec.Meta(min_length=1)]


class InteractionModel(_Json):
    """The model of one locale."""

    language_model: LanguageModel
    dialog: Dialog | None = None
    prompts: list[Prompt] = []

    @property
    def intents(self) -> list[Intent]:
        """Return all intents."""
        return self.language_model.intents

    @property
    def types(self) -> list[SlotType]:
        """Return the custom slot types."""
        return self.language_model.types


class ModelFile(_Json):
    """The root of the file."""

    interaction_model: InteractionModel


def read(model: dict[str, Any]) -> InteractionModel:
    """Return the model as typed structs.

    Args:
        model: the decoded JSON of a whole file, ``{"interactionModel": {...}}``.

    Raises:
        ModelError: a field is missing, unknown, or of the wrong kind; the message says where.
    """
    try:
        return msgspec.convert(model, ModelFile).interaction_model
    except msgspec.ValidationError as error:
        raise ModelError(str(error)) from error
