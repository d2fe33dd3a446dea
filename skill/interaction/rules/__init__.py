"""Alexa's rules for interaction models, each a small function that yields what breaks it.

Most of them are known from Amazon's documentation and from builds that failed; the
docstring of each rule says which. What a machine cannot tell is left to people: that the
invocation name is no bare name or place, is in the locale's language, and resembles no
built-in feature of Alexa.
"""

from collections.abc import Callable, Iterator
from typing import Any

from skill.errors import ModelError
from skill.interaction import schema
from skill.interaction.rules import dialog, intents, invocation, locales, samples, sizes, slots

Rule = Callable[[schema.InteractionModel], Iterator[str]]
LocaleRule = Callable[[schema.InteractionModel, str], Iterator[str]]

RULES: tuple[Rule, ...] = (
    invocation.length,
    invocation.characters,
    invocation.launch_words,
    invocation.connectors,
    invocation.wake_words,
    invocation.little_words,
    intents.names_unique,
    intents.required_builtins,
    intents.known_builtins,
    intents.builtins_without_samples,
    intents.enough_samples,
    samples.characters,
    samples.braces,
    samples.slots_apart,
    samples.slots_declared,
    samples.slots_used,
    samples.slot_in_every_sample,
    samples.no_duplicates,
    samples.in_one_intent,
    samples.reads_one_way,
    samples.search_query_carried,
    samples.search_query_alone,
    slots.names_unique,
    slots.one_type_per_name,
    slots.types_known,
    slots.type_names_unique,
    slots.values_present,
    slots.ids_unique,
    slots.words_in_one_value,
    sizes.intents,
    sizes.samples,
    sizes.values,
    sizes.model,
    dialog.intents_known,
    dialog.slots_known,
    dialog.prompts_known,
    dialog.prompt_ids_unique,
)
LOCALE_RULES: tuple[LocaleRule, ...] = (
    locales.known,
    locales.invocation_words,
    locales.sensitivity,
)


def problems(model: dict[str, Any], locale: str = "en-US") -> list[str]:
    """Return everything in a model that Alexa would refuse or misunderstand.

    Args:
        model: the decoded JSON of a whole file, ``{"interactionModel": {...}}``.
        locale: the locale that it is for.

    Returns:
        One line for each problem. A model of the wrong shape has just that one problem,
        since the rules can only read the right shape.
    """
    try:
        typed = schema.read(model)
    except ModelError as error:
        return [str(error)]
    return [
        *(found for rule in RULES for found in rule(typed)),
        *(found for rule in LOCALE_RULES for found in rule(typed, locale)),
    ]
