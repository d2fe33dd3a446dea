"""Rules for slots and their types."""

from collections.abc import Iterator

from skill.interaction.rules.wording import fold, repeated
from skill.interaction.schema import InteractionModel

_BUILTIN_TYPES = frozenset(
    {
        "AMAZON.DATE",
        "AMAZON.DURATION",
        "AMAZON.FOUR_DIGIT_NUMBER",
        "AMAZON.FirstName",
        "AMAZON.NUMBER",
        "AMAZON.Ordinal",
        "AMAZON.SearchQuery",
        "AMAZON.TIME",
    }
)


def names_unique(model: InteractionModel) -> Iterator[str]:
    """No intent has two slots of one name. Source: the build refuses it."""
    for intent in model.intents:
        for name in repeated(slot.name for slot in intent.slots):
            yield f'{intent.name}: there are two slots "{name}"'


def one_type_per_name(model: InteractionModel) -> Iterator[str]:
    """A slot name has one type in all intents. Source: builds that failed in live skills."""
    types: dict[str, set[str]] = {}
    for intent in model.intents:
        for slot in intent.slots:
            types.setdefault(slot.name, set()).add(slot.type)
    for name, kinds in types.items():
        if len(kinds) > 1:
            yield f'slot "{name}": has the types {" and ".join(sorted(kinds))}'


def types_known(model: InteractionModel) -> Iterator[str]:
    """A slot's type is in the model or a built-in one. Source: builds that failed."""
    known = _BUILTIN_TYPES | {kind.name for kind in model.types}
    for intent in model.intents:
        for slot in intent.slots:
            if slot.type not in known:
                yield f'{intent.name}: the slot "{slot.name}" has no known type: {slot.type}'


def type_names_unique(model: InteractionModel) -> Iterator[str]:
    """No slot type is there twice. Source: the build refuses it."""
    for name in repeated(kind.name for kind in model.types):
        yield f"type {name}: is there twice"


def values_present(model: InteractionModel) -> Iterator[str]:
    """A slot type has values, or a catalogue of them. Source: builds that failed."""
    for kind in model.types:
        if not kind.values and not kind.value_supplier:
            yield f"type {kind.name}: has no values"


def ids_unique(model: InteractionModel) -> Iterator[str]:
    """No two values of a type have one id. Source: our own; the skill reads the id."""
    for kind in model.types:
        for name in repeated(value.id for value in kind.values):
            yield f'type {kind.name}: two values have the id "{name}"'


def words_in_one_value(model: InteractionModel) -> Iterator[str]:
    """No word is said for two values of a type, nor twice for one.

    Source: Amazon's advice on entity resolution; such a word resolves to either.
    """
    for kind in model.types:
        for words in repeated(map(fold, kind.all_words)):
            yield f'type {kind.name}: "{words}" is said for more than one value'
