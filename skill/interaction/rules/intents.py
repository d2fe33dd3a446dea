"""Rules for the set of intents."""

from collections.abc import Iterator

from skill.interaction.rules.wording import repeated
from skill.interaction.schema import InteractionModel

_REQUIRED = frozenset(
    {
        "AMAZON.CancelIntent",
        "AMAZON.FallbackIntent",
        "AMAZON.HelpIntent",
        "AMAZON.NavigateHomeIntent",
        "AMAZON.StopIntent",
    }
)
_KNOWN = _REQUIRED | {
    *("AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.RepeatIntent"),
    *("AMAZON.PauseIntent", "AMAZON.ResumeIntent", "AMAZON.StartOverIntent"),
    *("AMAZON.NextIntent", "AMAZON.PreviousIntent"),
    *("AMAZON.LoopOnIntent", "AMAZON.LoopOffIntent"),
    *("AMAZON.ShuffleOnIntent", "AMAZON.ShuffleOffIntent"),
}
_FEWEST_SAMPLES = 15


def names_unique(model: InteractionModel) -> Iterator[str]:
    """No intent is there twice. Source: the build refuses it."""
    for name in repeated(intent.name for intent in model.intents):
        yield f"{name}: there are two intents of this name"


def required_builtins(model: InteractionModel) -> Iterator[str]:
    """Help, stop, cancel, home and fallback are declared.

    Source: Amazon's certification requirements; home because the console adds it.
    """
    for name in sorted(_REQUIRED - {intent.name for intent in model.intents}):
        yield f"{name}: is missing"


def known_builtins(model: InteractionModel) -> Iterator[str]:
    """Amazon's own intents are spelled right. Source: Amazon's list of built-in intents."""
    for intent in model.intents:
        if intent.builtin and intent.name not in _KNOWN:
            yield f"{intent.name}: no built-in intent that we know"


def builtins_without_samples(model: InteractionModel) -> Iterator[str]:
    """Amazon's own intents get no samples of ours.

    Source: live skills in which extended built-ins were misrouted.
    """
    for intent in model.intents:
        if intent.builtin and intent.samples:
            yield f"{intent.name}: a built-in intent has no samples of its own"


def enough_samples(model: InteractionModel) -> Iterator[str]:
    """Each intent of ours has 15 samples or more. Source: our own measure of variety."""
    for intent in model.intents:
        if not intent.builtin and len(intent.samples) < _FEWEST_SAMPLES:
            yield f"{intent.name}: {len(intent.samples)} samples; {_FEWEST_SAMPLES} at least"
