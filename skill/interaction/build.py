"""Builds the interaction model of each locale from its source and the content."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from skill import paths
from skill.interaction import schema, source
from skill.interaction.rules import problems


def build(language: str, folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Build the models of all locales of a language.

    Args:
        language: a language with a source, such as ``"en"``.
        folder: where the sources are; the project's own folder by default.

    Returns:
        For each locale the content of its file, ``{"interactionModel": {...}}``.

    Raises:
        ModelError: the source is missing or breaks its schema.
        ContentError: content is missing or breaks its own.
    """
    origin = source.read((folder or paths.interaction_models()) / f"{language}.yaml")
    made = source.content_types(language)
    return {locale: _model(origin, locale, made) for locale in origin.locales}


def text(model: dict[str, Any]) -> str:
    """Return a model as it is written to its file."""
    return json.dumps(model, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> list[Path]:
    """Build every source of the folder and write the models beside it.

    Returns:
        The files written.

    Raises:
        ModelError: a source breaks its schema.
        ContentError: content breaks its own.
    """
    models = _models(folder)
    for path, model in models.items():
        path.write_text(text(model), encoding="utf-8", newline="\n")
    return list(models)


def check(folder: Path) -> list[str]:
    """Hold the models in the folder against their sources and against Alexa's rules.

    Returns:
        One line for each problem, beginning with the file's name; empty when all is well.

    Raises:
        ModelError: a source breaks its schema.
        ContentError: content breaks its own.
    """
    models = _models(folder)
    strays = sorted(set(folder.glob("*.json")) - set(models))
    found = [f"{path.name}: has no source" for path in strays]
    for path, model in models.items():
        if not path.is_file() or path.read_bytes() != text(model).encode():
            found.append(f"{path.name}: differs from its source; run: romance models build")
        found += [f"{path.name}: {problem}" for problem in problems(model, path.stem)]
    return found


def _models(folder: Path) -> dict[Path, dict[str, Any]]:
    return {
        folder / f"{locale}.json": model
        for language in source.languages(folder)
        for locale, model in build(language, folder).items()
    }


def _model(
    origin: source.Source, locale: str, made: Mapping[str, Iterable[source.Value]]
) -> dict[str, Any]:
    words = origin.locales[locale].words
    model = schema.ModelFile(
        interaction_model=schema.InteractionModel(
            language_model=schema.LanguageModel(
                invocation_name=origin.invocation,
                model_configuration=_configuration(origin.sensitivity),
                intents=[
                    *(schema.Intent(name=name, samples=[]) for name in origin.builtins),
                    *(_intent(intent, locale, words) for intent in origin.intents),
                ],
                types=[
                    _type(name, values, words)
                    for name, values in [*made.items(), *origin.types.items()]
                ],
            )
        )
    )
    built: dict[str, Any] = msgspec.to_builtins(model)
    return built


def _configuration(level: schema.Sensitivity | None) -> schema.Configuration | None:
    if level is None:
        return None
    sensitivity = schema.FallbackSensitivity(level=level)
    return schema.Configuration(fallback_intent_sensitivity=sensitivity)


def _intent(intent: source.Intent, locale: str, words: Mapping[str, str]) -> schema.Intent:
    return schema.Intent(
        name=intent.name,
        slots=[schema.Slot(name=name, type=kind) for name, kind in intent.slots.items()],
        samples=[
            *(_localise(sample, words) for sample in intent.samples),
            *intent.only.get(locale, ()),
        ],
    )


def _type(
    name: str, values: Iterable[source.Value], words: Mapping[str, str]
) -> schema.SlotType:
    return schema.SlotType(name=name, values=[_value(value, words) for value in values])


def _value(value: source.Value, words: Mapping[str, str]) -> schema.Value:
    synonyms = [_localise(said, words) for said in value.said]
    spoken = schema.Words(value=_localise(value.name, words), synonyms=synonyms)
    return schema.Value(id=value.id, name=spoken)


def _localise(said: str, words: Mapping[str, str]) -> str:
    return " ".join(words.get(word, word) for word in said.split())
