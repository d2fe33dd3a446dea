"""Rules that depend on the locale."""

from collections.abc import Iterator

from skill.interaction.schema import InteractionModel

# The 17 locales of custom skills, as two sources of 2026 list them.
_LOCALES = frozenset(
    {
        *("ar-SA", "de-DE", "es-ES", "es-MX", "es-US", "fr-CA", "fr-FR", "hi-IN"),
        *("en-AU", "en-CA", "en-GB", "en-IN", "en-US"),
        *("it-IT", "ja-JP", "nl-NL", "pt-BR"),
    }
)


def known(_: InteractionModel, locale: str) -> Iterator[str]:
    """The locale is one of Alexa's 17. Source: two third-party lists of 2026."""
    if locale not in _LOCALES:
        yield f"{locale}: no locale that Alexa has"


def invocation_words(model: InteractionModel, locale: str) -> Iterator[str]:
    """The invocation name has two words or more; German compounds may stand alone.

    Source: Amazon's invocation name requirements. Proven brands are exempt; this is none.
    """
    name = model.language_model.invocation_name
    if len(name.split()) < 2 and not locale.startswith("de-"):  # noqa: PLR2004 - the rule itself
        yield f'invocation name: "{name}" needs two words or more'


def sensitivity(model: InteractionModel, locale: str) -> Iterator[str]:
    """Only English and German models set the fallback's sensitivity.

    Source: Amazon's page on the fallback intent.
    """
    configuration = model.language_model.model_configuration
    chosen = configuration and configuration.fallback_intent_sensitivity
    if chosen and locale.partition("-")[0] not in {"en", "de"}:
        yield f"{locale}: the fallback's sensitivity cannot be set here"
