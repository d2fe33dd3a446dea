"""Rules for sizes."""

import json
from collections.abc import Iterator

import msgspec

from skill.interaction.schema import InteractionModel

_MOST_INTENTS = 250
_LONGEST_SAMPLE = 200
_LONGEST_VALUE = 140
_LARGEST_MODEL = 1_500_000


def intents(model: InteractionModel) -> Iterator[str]:
    """There are 250 intents at most. Source: an older linter by others, unconfirmed."""
    if len(model.intents) > _MOST_INTENTS:
        yield f"{len(model.intents)} intents; {_MOST_INTENTS} at most"


def samples(model: InteractionModel) -> Iterator[str]:
    """A sample has 200 characters at most. Source: remembered, unconfirmed."""
    for intent in model.intents:
        for sample in intent.all_samples:
            if len(sample) > _LONGEST_SAMPLE:
                yield f'{intent.name}: "{sample[:40]}…" is over {_LONGEST_SAMPLE} characters'


def values(model: InteractionModel) -> Iterator[str]:
    """A value or synonym has 140 characters at most.

    Source: a live skill in which longer ones broke every request.
    """
    for kind in model.types:
        for words in kind.all_words:
            if len(words) > _LONGEST_VALUE:
                yield f'type {kind.name}: "{words[:40]}…" is over {_LONGEST_VALUE} characters'


def model(model: InteractionModel) -> Iterator[str]:
    """A model has 1.5 MB at most. Source: remembered, unconfirmed."""
    text = json.dumps(msgspec.to_builtins(model), ensure_ascii=False)
    # JSON can hold half a surrogate pair, which UTF-8 cannot.
    size = len(text.encode(errors="replace"))
    if size > _LARGEST_MODEL:
        yield f"{size:,} bytes; {_LARGEST_MODEL:,} at most"
