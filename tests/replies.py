"""Looking into replies."""

from typing import Any

from skill.turn import Reply


def keys(reply: Reply) -> list[str]:
    """Return the keys of the phrases that are said."""
    return [getattr(part, "key", "verbatim") for part in reply.say]


def values(reply: Reply) -> dict[str, Any]:
    """Return what the first phrase is filled with."""
    filled: dict[str, Any] = getattr(reply.say[0], "values", {})
    return filled
