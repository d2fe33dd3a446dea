"""Phrases: variants of what the skill says, as autoescaping templates."""

import random
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml
from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import Environment, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from skill.errors import ContentError
from skill.paths import PACKAGE

FOLDER = PACKAGE / "speech"
Variant = Callable[[Mapping[str, Any]], str]


class Phrase:
    """A phrase by its key, such as ``basics.welcome``, with the values it is filled with.

    Attributes:
        key: the file's name, a full stop, the phrase's name in it.
        values: what the templates of its variants use.
    """

    __slots__ = ("key", "values")

    def __init__(self, key: str, **values: Any) -> None:
        """Remember key and values."""
        self.key = key
        self.values = values

    def __repr__(self) -> str:
        """Show the key only: values may be names."""
        return f"Phrase({self.key!r})"


class Phrasebook:
    """All phrases of one language."""

    def __init__(self, phrases: Mapping[str, tuple[Variant, ...]]) -> None:
        """Take for each key its variants."""
        self._phrases = phrases

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys of all phrases."""
        return frozenset(self._phrases)

    def variants(self, key: str) -> tuple[Variant, ...]:
        """Return the variants of a phrase.

        Raises:
            ContentError: there is no such phrase.
        """
        try:
            return self._phrases[key]
        except KeyError as error:
            raise ContentError(f"no phrase {key}") from error

    def render(
        self, phrase: Phrase, locale: str, spoken: dict[str, int], dice: random.Random
    ) -> str:
        """Fill in one variant of a phrase, never the one this household heard last.

        Args:
            phrase: which phrase, and its values.
            locale: for numbers, dates and plurals, such as ``en-GB``.
            spoken: for each phrase the variant spoken last; updated.
            dice: where the choice comes from.

        Returns:
            SSML without ``<speak>``, everything from outside escaped.
        """
        variants = self.variants(phrase.key)
        choice = _other(len(variants), spoken.get(phrase.key), dice)
        if len(variants) > 1:
            spoken[phrase.key] = choice
        return variants[choice]({"locale": locale, **phrase.values})


def _other(count: int, last: int | None, dice: random.Random) -> int:
    """Choose one of ``count`` evenly, but not the last one unless it is the only one."""
    if count == 1:
        return 0
    if last is None or last >= count:
        return int(dice.random() * count)
    choice = int(dice.random() * (count - 1))
    return choice + (choice >= last)


@cache
def load(language: str = "en", folder: Path = FOLDER) -> Phrasebook:
    """Load and compile the phrases of a language.

    Raises:
        ContentError: a file is not a mapping of phrases to variants, or a template of it
            does not compile.
    """
    environment = _environment()
    phrases: dict[str, tuple[Variant, ...]] = {}
    for path in sorted((folder / language).glob("*.yaml")):
        try:
            entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            for name, variants in msgspec.convert(entries, dict[str, list[str]]).items():
                compiled = tuple(_compile(environment, text) for text in variants)
                phrases[f"{path.stem}.{name}"] = compiled
        except (yaml.YAMLError, TemplateError, msgspec.ValidationError) as error:
            raise ContentError(f"{path.parent.name}/{path.name}: {error}") from error
    return Phrasebook(phrases)


def _compile(environment: Environment, text: str) -> Variant:
    """Return a function that fills in a template; plain sentences skip the template."""
    if "{" not in text:
        return lambda _values: text
    return environment.from_string(text).render


def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters.update(names=_names, number=_number, day=_day, counted=_counted)
    return environment


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name, sep="-")


@pass_context
def _names(context: Context, names: list[str]) -> str:
    """Join names as the language does: "Zoë and Jo"."""
    escaped = [str(escape(name)) for name in names]
    return Markup(format_list(escaped, locale=_locale(context["locale"])))  # noqa: S704 - escaped above


@pass_context
def _number(context: Context, value: int) -> str:
    """Write a number as the locale does."""
    return format_decimal(value, locale=_locale(context["locale"]))


@pass_context
def _day(context: Context, value: date, with_year: bool = False) -> str:
    """Write a day as the locale says it: "March 3", "3 March 2025"."""
    skeleton = "yMMMMd" if with_year else "MMMMd"
    return format_skeleton(skeleton, value, locale=_locale(context["locale"]))


@pass_context
def _counted(context: Context, count: int, *forms: str) -> str:
    """Say how many, in the plural form of the locale: ``{{ 2|counted('win', 'wins') }}``.

    The forms are those of CLDR for the language, in CLDR's order (English: one, other).
    """
    locale = _locale(context["locale"])
    tags = [*sorted(locale.plural_form.tags, key=_CLDR.index), "other"]
    form = dict(zip(tags, forms, strict=True))[locale.plural_form(count)]
    return f"{format_decimal(count, locale=locale)} {form}"


_CLDR = ("zero", "one", "two", "few", "many", "other")
