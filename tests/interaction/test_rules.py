"""Every rule finds what breaks it, and nothing in a good model."""

from copy import deepcopy
from typing import Any

import pytest

from skill.interaction import schema
from skill.interaction.rules import (
    LOCALE_RULES,
    RULES,
    LocaleRule,
    Rule,
    dialog,
    intents,
    invocation,
    locales,
    problems,
    samples,
    sizes,
    slots,
)

Model = dict[str, Any]

NAME = "languageModel/invocationName"
INTENTS = "languageModel/intents"
TYPES = "languageModel/types"
DIALOG = "dialog/intents/OrderIntent"
ORDER = f"{INTENTS}/OrderIntent"
CHAT = f"{INTENTS}/ChatIntent"
FIND = f"{INTENTS}/FindIntent"

SILENT: Model = {"name": "ChatIntent", "samples": []}
DRINK: Model = {"name": "drink", "type": "Drink"}
TEA: Model = {"id": "tea", "name": {"value": "green", "synonyms": ["oolong"]}}
PROMPT: Model = {"id": "sure", "variations": [{"type": "SSML", "value": "<speak>Eh?</speak>"}]}
HUGE: list[Model] = [
    {"id": f"{number}", "name": {"value": "x" * 140, "synonyms": ["y"]}}
    for number in range(9_000)
]

# A rule, the place to change ("+" appends to a list), and what to put there.
BREAKS: list[tuple[Rule, str, object]] = [
    (invocation.length, NAME, "x"),
    (invocation.length, NAME, "tea and " * 7),
    (invocation.characters, NAME, "Tea corner"),
    (invocation.characters, NAME, "tea 4 two"),
    (invocation.characters, NAME, "tea-time corner"),
    (invocation.characters, NAME, "tea. corner"),
    (invocation.launch_words, NAME, "open tea corner"),
    (invocation.connectors, NAME, "tea and cake"),
    (invocation.wake_words, NAME, "echo's tea corner"),
    (invocation.wake_words, NAME, "tea app"),
    (invocation.little_words, NAME, "the teapot"),
    (intents.names_unique, f"{INTENTS}/+", SILENT),
    (intents.required_builtins, f"{INTENTS}/AMAZON.StopIntent/name", "AMAZON.NoIntent"),
    (intents.known_builtins, f"{INTENTS}/AMAZON.YesIntent/name", "AMAZON.YessIntent"),
    (intents.builtins_without_samples, f"{INTENTS}/AMAZON.YesIntent/samples/+", "oh yes"),
    (intents.enough_samples, f"{CHAT}/samples", ["one"] * 14),
    (samples.characters, f"{CHAT}/samples/+", "what's up?"),
    (samples.characters, f"{CHAT}/samples/+", "give me 5"),
    (samples.characters, f"{CHAT}/samples/+", "well-being"),
    (samples.characters, f"{CHAT}/samples/+", "don\N{RIGHT SINGLE QUOTATION MARK}t go"),
    (samples.characters, f"{CHAT}/samples/+", "talk."),
    (samples.characters, f"{CHAT}/samples/+", "\N{FULLWIDTH LATIN SMALL LETTER A}"),
    (samples.characters, f"{ORDER}/slots/size/samples/+", "a {size} one!"),
    (samples.braces, f"{CHAT}/samples/+", "a cup of {drink"),
    (samples.slots_apart, f"{ORDER}/samples/+", "a{size} cup of tea"),
    (samples.slots_declared, f"{CHAT}/samples/+", "a cup of {drink}"),
    (samples.slots_used, f"{ORDER}/slots/+", {"name": "cake", "type": "Cake"}),
    (samples.slot_in_every_sample, f"{ORDER}/samples/+", "the usual"),
    (samples.no_duplicates, f"{CHAT}/samples/+", "Give me some company"),
    (samples.no_duplicates, f"{ORDER}/samples/+", "give me a {size} cup of {drink}"),
    (samples.in_one_intent, f"{FIND}/samples/+", "i want some company"),
    (samples.reads_one_way, f"{CHAT}/samples/+", "give me a large cup of a cuppa"),
    (samples.reads_one_way, f"{INTENTS}/LikeIntent/samples/+", "order a large cup of {drink}"),
    (samples.search_query_carried, f"{FIND}/samples/+", "{query}"),
    (samples.search_query_alone, f"{FIND}/samples/+", "{query} with {query}"),
    (slots.names_unique, f"{ORDER}/slots/+", DRINK),
    (slots.one_type_per_name, f"{CHAT}/slots", [{"name": "size", "type": "Drink"}]),
    (slots.types_known, f"{CHAT}/slots", [{"name": "bun", "type": "Bun"}]),
    (slots.types_known, f"{CHAT}/slots", [{"name": "date", "type": "AMAZON.Date"}]),
    (slots.type_names_unique, f"{TYPES}/+", {"name": "Size"}),
    (slots.values_present, f"{TYPES}/Size/values", []),
    (slots.ids_unique, f"{TYPES}/Drink/values/+", TEA),
    (slots.words_in_one_value, f"{TYPES}/Drink/values/coffee/name/synonyms/+", "Chai"),
    (slots.words_in_one_value, f"{TYPES}/Drink/values/coffee/name/synonyms/+", "café"),
    (sizes.intents, INTENTS, [SILENT] * 251),
    (sizes.samples, f"{CHAT}/samples/+", "talk " * 41),
    (sizes.values, f"{TYPES}/Drink/values/tea/name/value", "x" * 141),
    (sizes.values, f"{TYPES}/Drink/values/tea/name/synonyms/+", "x" * 141),
    (sizes.model, f"{TYPES}/Size/values", HUGE),
    (dialog.intents_known, f"{DIALOG}/name", "TeaIntent"),
    (dialog.slots_known, f"{DIALOG}/slots/size/name", "milk"),
    (dialog.slots_known, f"{DIALOG}/slots/size/type", "Drink"),
    (dialog.prompts_known, f"{DIALOG}/prompts/elicitation", "nobody"),
    (dialog.prompts_known, f"{DIALOG}/slots/size/prompts/confirmation", "nobody"),
    (dialog.prompts_known, f"{DIALOG}/slots/size/validations", [{"type": "x", "prompt": "y"}]),
    (dialog.prompt_ids_unique, "prompts/+", PROMPT),
]
LOCALE_BREAKS: list[tuple[LocaleRule, str, str, object]] = [
    (locales.known, "en-ZZ", NAME, "tea corner"),
    (locales.invocation_words, "en-US", NAME, "teatime"),
    (locales.sensitivity, "fr-FR", NAME, "heure du thé"),
]


def _child(parent: Any, key: str) -> Any:
    if isinstance(parent, list):
        return next(item for item in parent if key in (item.get("name"), item.get("id")))
    return parent[key]


def _changed(model: Model, place: str, value: object) -> Model:
    """Return a copy with one change; items of lists go by their name or id."""
    copy = deepcopy(model)
    *path, last = place.split("/")
    parent: Any = copy["interactionModel"]
    for key in path:
        parent = _child(parent, key)
    if last == "+":
        parent.append(value)
    else:
        parent[last] = value
    return copy


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "de-DE"])
def test_a_good_model_has_no_problems(good: Model, locale: str) -> None:
    """A model that breaks no rule is passed."""
    assert problems(good, locale) == []


def test_the_locale_is_en_us_unless_said(good: Model) -> None:
    """Without a locale the rules of en-US hold."""
    assert problems(_changed(good, NAME, "teatime")) == [
        'invocation name: "teatime" needs two words or more'
    ]


@pytest.mark.parametrize(("rule", "place", "value"), BREAKS)
def test_a_rule_finds_what_breaks_it(
    good: Model, rule: Rule, place: str, value: object
) -> None:
    """A rule is silent on the good model and speaks on the broken one."""
    broken = _changed(good, place, value)

    found = list(rule(schema.read(broken)))

    assert list(rule(schema.read(good))) == []
    assert found
    assert set(found) <= set(problems(broken))


@pytest.mark.parametrize(("rule", "locale", "place", "value"), LOCALE_BREAKS)
def test_a_rule_of_locales_finds_what_breaks_it(
    good: Model, rule: LocaleRule, locale: str, place: str, value: object
) -> None:
    """A rule that depends on the locale does as well."""
    broken = _changed(good, place, value)

    found = list(rule(schema.read(broken), locale))

    assert list(rule(schema.read(good), "en-US")) == []
    assert found
    assert set(found) <= set(problems(broken, locale))


def test_every_rule_is_broken_here() -> None:
    """No rule is without a model that breaks it."""
    assert {rule for rule, *_ in BREAKS} == set(RULES)
    assert {rule for rule, *_ in LOCALE_BREAKS} == set(LOCALE_RULES)


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        (
            f"{CHAT}/samples/+",
            "give us a big cup of chai",
            (
                'ChatIntent: "give us a big cup of chai" is also '
                '"give us a {size} cup of {drink}" of OrderIntent'
            ),
        ),
        (
            f"{CHAT}/samples/+",
            "what's up?",
            "ChatIntent: \"what's up?\" has ['?']",
        ),
        (
            f"{FIND}/samples/+",
            "order some company",
            '"order some company" is in ChatIntent and FindIntent',
        ),
    ],
)
def test_a_problem_says_where_it_is(good: Model, place: str, value: str, problem: str) -> None:
    """A problem names the intent and quotes the words."""
    assert problem in problems(_changed(good, place, value))


def test_two_types_that_share_a_word_clash_in_the_same_place(good: Model) -> None:
    """A slot against a slot of another type is a clash when one word fills both."""
    sized = [f"I'd {verb} a {{size}} one" for verb in "abcdefghijklmno"]
    drunk = [f"I'd {verb} a {{drink}} one" for verb in "abcdefghijklmno"]
    model = _changed(good, f"{ORDER}/samples", [*sized, "a {drink}"])
    model = _changed(model, f"{INTENTS}/LikeIntent/samples", drunk)
    shared = _changed(model, f"{TYPES}/Size/values/big/name/synonyms", ["coffee"])

    assert list(samples.reads_one_way(schema.read(model))) == []
    assert len(list(samples.reads_one_way(schema.read(shared)))) == 30


@pytest.mark.parametrize("name", ["l.a. tea corner", "jo's tea corner", "teestube ümit"])
def test_abbreviations_possessives_and_accents_are_names(good: Model, name: str) -> None:
    """What Amazon allows in an invocation name is passed."""
    assert problems(_changed(good, NAME, name)) == []


def test_a_german_compound_may_stand_alone(good: Model) -> None:
    """In German one word is enough for an invocation name."""
    assert problems(_changed(good, NAME, "teestunde"), "de-DE") == []


@pytest.mark.parametrize("sample", ["my {drink}'s too cold", "the t.v. and a {drink}"])
def test_possessive_slots_and_abbreviations_are_samples(good: Model, sample: str) -> None:
    """What Amazon allows in a sample is passed."""
    assert problems(_changed(good, f"{INTENTS}/LikeIntent/samples/+", sample)) == []


@pytest.mark.parametrize("size", ["big", "large", "LARGE"])
@pytest.mark.parametrize("drink", ["tea", "a cuppa", "Café"])
def test_a_filled_sample_means_no_other_intent(good: Model, size: str, drink: str) -> None:
    """Whatever values fill a sample, the words may not be a sample of another intent."""
    said = f"Give us a {size} cup of {drink}"
    model = schema.read(_changed(good, f"{CHAT}/samples/+", said))

    assert len(list(samples.reads_one_way(model))) == 1
