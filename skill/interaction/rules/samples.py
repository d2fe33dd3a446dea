"""Rules for the samples: how each is written, and that each means one intent."""

from collections.abc import Iterator, Mapping

from skill.interaction.rules.wording import (
    SLOT,
    fold,
    hole,
    repeated,
    shape,
    slots_in,
    strange_characters,
)
from skill.interaction.schema import Intent, InteractionModel, SlotType

_SEARCH_QUERY = "AMAZON.SearchQuery"

Shape = tuple[str, ...]
Values = Mapping[str, frozenset[str]]


def characters(model: InteractionModel) -> Iterator[str]:
    """Samples have letters, spaces, apostrophes, abbreviations and slots only.

    Source: Amazon's rules for sample utterances; stricter in that hyphens and underscores,
    which nobody speaks, are refused too. Full-width forms: failed builds for ja-JP.
    """
    for intent, sample in _everything(model):
        bare = SLOT.sub("", sample).replace("{", "").replace("}", "")
        if strange := strange_characters(bare):
            yield f'{intent.name}: "{sample}" has {strange}'


def braces(model: InteractionModel) -> Iterator[str]:
    """Braces come in pairs around a slot's name. Source: Amazon's model schema."""
    for intent, sample in _everything(model):
        if {"{", "}"} & set(SLOT.sub("", sample)):
            yield f'{intent.name}: "{sample}" has a brace too many'


def slots_apart(model: InteractionModel) -> Iterator[str]:
    """A slot stands between spaces; only a possessive may follow it.

    Source: failed builds for ja-JP, where slots touched the words around them.
    """
    for intent, sample in _everything(model):
        if not all(map(_apart, sample.split())):
            yield f'{intent.name}: "{sample}" needs spaces around its slots'


def slots_declared(model: InteractionModel) -> Iterator[str]:
    """Every slot in a sample is one of the intent's slots. Source: the build refuses it."""
    for intent, sample in _everything(model):
        for name in slots_in(sample):
            if name not in intent.types:
                yield f'{intent.name}: "{sample}" has the unknown slot "{name}"'


def slots_used(model: InteractionModel) -> Iterator[str]:
    """Every slot is in a sample of its intent, or has samples of its own to be asked for.

    Source: our own; a slot that nothing can fill is a mistake.
    """
    for intent in model.intents:
        used = {name for sample in intent.samples for name in slots_in(sample)}
        for slot in intent.slots:
            if slot.name not in used and not slot.samples:
                yield f'{intent.name}: no sample fills the slot "{slot.name}"'


def slot_in_every_sample(model: InteractionModel) -> Iterator[str]:
    """An intent that has slots has one in every sample.

    Source: live skills; a sample without them reaches an intent that relies on them.
    """
    for intent in model.intents:
        for sample in intent.samples:
            if intent.slots and not slots_in(sample):
                yield f'{intent.name}: "{sample}" has none of the slots that it relies on'


def no_duplicates(model: InteractionModel) -> Iterator[str]:
    """No sample is twice in one intent. Source: Amazon's build warnings."""
    for intent in model.intents:
        for words in repeated(" ".join(found) for found in _shapes(intent)):
            yield f'{intent.name}: "{words}" is there twice'


def in_one_intent(model: InteractionModel) -> Iterator[str]:
    """No sample is in two intents. Source: live skills in which routing was confused."""
    owners: dict[Shape, set[str]] = {}
    for intent in model.intents:
        for found in _shapes(intent):
            owners.setdefault(found, set()).add(intent.name)
    for found, names in owners.items():
        if len(names) > 1:
            yield f'"{" ".join(found)}" is in {" and ".join(sorted(names))}'


def reads_one_way(model: InteractionModel) -> Iterator[str]:
    """No sample is another intent's sample with the values of its slots filled in.

    Source: as ``in_one_intent``; the recogniser sees no difference between the two.
    """
    values = {hole(kind.name): _said(kind) for kind in model.types}
    samples = [(intent.name, words) for intent in model.intents for words in _shapes(intent)]
    patterns = [(name, words) for name, words in samples if not values.keys().isdisjoint(words)]
    for name, words in samples:
        for other, pattern in patterns:
            if name != other and words != pattern and _fits(words, pattern, values):
                yield f'{name}: "{" ".join(words)}" is also "{" ".join(pattern)}" of {other}'


def search_query_carried(model: InteractionModel) -> Iterator[str]:
    """A sample with a search query has other words as well; only slot samples may be bare.

    Source: Amazon's rule for AMAZON.SearchQuery, confirmed by live builds.
    """
    for intent, sample in _searches(model):
        if not SLOT.sub("", sample).strip():
            yield f'{intent.name}: "{sample}" needs words around its search query'


def search_query_alone(model: InteractionModel) -> Iterator[str]:
    """A sample with a search query has no other slot.

    Source: Amazon's rule for AMAZON.SearchQuery, confirmed by live builds.
    """
    for intent, sample in _searches(model):
        if len(slots_in(sample)) > 1:
            yield f'{intent.name}: "{sample}" has a slot beside its search query'


def _everything(model: InteractionModel) -> Iterator[tuple[Intent, str]]:
    for intent in model.intents:
        for sample in intent.all_samples:
            yield intent, sample


def _apart(word: str) -> bool:
    return not SLOT.search(word) or bool(SLOT.fullmatch(word.removesuffix("'s")))


def _searches(model: InteractionModel) -> Iterator[tuple[Intent, str]]:
    for intent in model.intents:
        for sample in intent.samples:
            if any(intent.types.get(name) == _SEARCH_QUERY for name in slots_in(sample)):
                yield intent, sample


def _shapes(intent: Intent) -> list[Shape]:
    return [shape(sample, intent.types) for sample in intent.samples]


def _said(kind: SlotType) -> frozenset[str]:
    return frozenset(map(fold, kind.all_words))


def _fits(words: Shape, pattern: Shape, values: Values) -> bool:
    """Say whether the words are the pattern with values in the place of its slots."""
    reached = {0}
    for part in pattern:
        reached = {end for start in reached for end in _ends(words, start, part, values)}
        if not reached:
            return False
    return len(words) in reached


def _ends(words: Shape, start: int, part: str, values: Values) -> Iterator[int]:
    """Yield where the words that one part of a pattern covers may end."""
    if start == len(words):
        return
    fill = values.get(part, frozenset())
    if words[start] == part or fill & values.get(words[start], frozenset()):
        yield start + 1
    for end in range(start + 1, len(words) + 1):
        if " ".join(words[start:end]) in fill:
            yield end
