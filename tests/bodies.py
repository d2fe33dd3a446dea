"""Request bodies as a device sends them, written by us."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from authority import NOW, SKILL_ID

SHARED = Path(__file__).resolve().parents[2] / "shared" / "requests"
"""Bodies that real skills were sent; not ours to keep, so read in place where they are."""


def iso(moment: datetime) -> str:
    """Return a moment as Alexa writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def body(  # noqa: PLR0913 - each is one part of a request that tests change
    kind: str = "LaunchRequest",
    intent: str | None = None,
    *,
    slots: dict[str, str] | None = None,
    ids: dict[str, str] | None = None,
    user: str | None = "amzn1.ask.account.TEST",
    device: str = "kitchen",
    attributes: dict[str, Any] | None = None,
    session: bool = True,
    at: datetime = NOW,
    locale: str = "en-US",
    player: dict[str, Any] | None = None,
    **request: Any,
) -> bytes:
    """Return the body of a request of this type, or of an intent with slots.

    A device has an audio player if ``player`` says in what state that is.
    """
    fields: dict[str, Any] = {
        "type": "IntentRequest" if intent else kind,
        "requestId": "amzn1.echo-api.request.1",
        "timestamp": iso(at),
        "locale": locale,
        **request,
    }
    if intent:
        named = {
            **(slots or {}),
            **{name: name for name in ids or {} if name not in (slots or {})},
        }
        fields["intent"] = {
            "name": intent,
            "slots": {n: _slot(n, said, (ids or {}).get(n)) for n, said in named.items()},
        }
    application = {"applicationId": SKILL_ID}
    envelope: dict[str, Any] = {
        "version": "1.0",
        "context": {
            "System": {
                "application": application,
                "user": {"userId": user},
                "device": {"deviceId": device, "supportedInterfaces": {}},
            }
        },
        "request": fields,
    }
    if player is not None:
        context = envelope["context"]
        context["AudioPlayer"] = player
        context["System"]["device"]["supportedInterfaces"]["AudioPlayer"] = {}
    if session:
        envelope["session"] = {
            "new": attributes is None,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "attributes": attributes or {},
            "user": {"userId": user},
        }
    return json.dumps(envelope).encode()


def _slot(name: str, said: str, resolved: str | None) -> dict[str, Any]:
    slot: dict[str, Any] = {"name": name, "value": said}
    if resolved:
        value = {"name": said, "id": resolved}
        authority = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": value}]}
        slot["resolutions"] = {"resolutionsPerAuthority": [authority]}
    return slot
