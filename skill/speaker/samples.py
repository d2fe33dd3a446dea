"""The samples of a model, and what people say for its built-in intents, in normal form."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from skill.errors import ModelError
from skill.interaction import schema
from skill.speaker.normal import normalise
from skill.speaker.words import Words

_GAP = re.compile(r"\{\s*(\w+)\s*\}")


@dataclass(frozen=True)
class Gap:
    """A slot in a sample.

    Attributes:
        name: the slot's name.
        type: its type.
    """

    name: str
    type: str


@dataclass(frozen=True)
class Sample:
    """One way to say what an intent means.

    Attributes:
        intent: the name of the intent.
        tokens: its words, and the slots between them.
        order: its place in the model; built-in intents come last.
        builtin: whether the intent is Amazon's own.
    """

    intent: str
    tokens: tuple[str | Gap, ...]
    order: int
    builtin: bool

    @property
    def gaps(self) -> list[Gap]:
        """Return its slots in the order they are said."""
        return [token for token in self.tokens if isinstance(token, Gap)]

    @property
    def literals(self) -> list[str]:
        """Return its words without the slots."""
        return [token for token in self.tokens if isinstance(token, str)]

    @cached_property
    def template(self) -> str:
        """Return it as a sentence template of ``hassil``.

        Words in normal form hold no character that means something in a template.
        """
        return " ".join(
            f"{{{token.type}:{token.name}}}" if isinstance(token, Gap) else token
            for token in self.tokens
        )


def collect(
    model: schema.LanguageModel, builtins: Mapping[str, tuple[str, ...]], words: Words
) -> list[Sample]:
    """Return all samples of a model; of the built-in intents, those that it declares.

    Raises:
        ModelError: a sample has a slot that its intent has not.
    """
    found: dict[tuple[str, tuple[str | Gap, ...]], Sample] = {}
    for intent in sorted(model.intents, key=lambda intent: intent.builtin):
        for text in (*intent.samples, *builtins.get(intent.name, ())):
            tokens = tuple(_tokens(text, intent, words))
            found.setdefault(
                (intent.name, tokens),
                Sample(intent.name, tokens, order=len(found), builtin=intent.builtin),
            )
    return list(found.values())


def _tokens(text: str, intent: schema.Intent, words: Words) -> Iterator[str | Gap]:
    for number, part in enumerate(_GAP.split(text)):
        if number % 2:
            if part not in intent.types:
                raise ModelError(f"{intent.name}: a sample with {{{part}}}, which is no slot")
            yield Gap(part, intent.types[part])
        else:
            yield from (word.text for word in normalise(part, words).words)
