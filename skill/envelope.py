"""What Alexa sends, as far as this skill reads it.

The attribute names are those of the SDK's own ``RequestEnvelope``, so that SDK code
takes these structs for it. They replace it for two reasons, both measured in
docs/performance.md: the SDK's deserialiser is most of the time of a whole turn, and it
raises on every request type that Amazon added after 2023. Fields that we never read
are skipped while decoding, whatever is in them.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from skill.errors import RequestRefusedError


class _Wire(msgspec.Struct, rename="camel", frozen=True, gc=False):
    """Base of everything that comes over the wire: camelCase names, never changed."""


class _Named(_Wire, frozen=True):
    name: str | None = None
    id: str | None = None


class ResolvedValue(_Wire, frozen=True):
    """One entry of a slot type that the recogniser believes was said."""

    value: _Named


class _Status(_Wire, frozen=True):
    code: str | None = None


class Authority(_Wire, frozen=True):
    """What one source of slot values (static or dynamic) made of the words."""

    status: _Status | None = None
    values: tuple[ResolvedValue, ...] = ()


class Resolutions(_Wire, frozen=True):
    """What all sources made of the words."""

    resolutions_per_authority: tuple[Authority, ...] = ()


class Slot(_Wire, frozen=True):
    """One slot of an intent: the raw words, and what they resolve to."""

    name: str | None = None
    value: str | None = None
    resolutions: Resolutions | None = None

    @property
    def id(self) -> str | None:
        """Return the id of the best entity-resolution match, or None without one."""
        for authority in self.resolutions.resolutions_per_authority if self.resolutions else ():
            matched = authority.status is None or authority.status.code == "ER_SUCCESS_MATCH"
            if matched and authority.values:
                best = authority.values[0].value
                return best.id or best.name
        return None


class Intent(_Wire, frozen=True):
    """An intent and its slots."""

    name: str
    slots: dict[str, Slot] | None = None


class PlayerState(_Wire, frozen=True):
    """What a device says about its audio player."""

    token: str | None = None
    offset_in_milliseconds: int | None = None
    player_activity: str | None = None


class Request(_Wire, frozen=True):
    """The request itself; fields of types we do not know are passed over."""

    type: str
    request_id: str = ""
    timestamp: str | int | None = None
    locale: str | None = None
    intent: Intent | None = None
    reason: str | None = None
    error: Any = None
    token: str | None = None
    offset_in_milliseconds: int | None = None
    current_playback_state: PlayerState | None = None

    @property
    def object_type(self) -> str:
        """Return the type under the name that the SDK uses for it."""
        return self.type

    def sent_at(self) -> datetime | None:
        """Return when the request was sent, in UTC, or None when that makes no sense.

        Alexa sends ISO 8601; very old bodies carry milliseconds since the epoch.
        """
        try:
            if isinstance(self.timestamp, int):
                return datetime.fromtimestamp(self.timestamp / 1000, tz=UTC)
            moment = datetime.fromisoformat(self.timestamp or "")
        except (ValueError, OverflowError, OSError):
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


class Application(_Wire, frozen=True):
    """The skill that the request is for."""

    application_id: str | None = None


class User(_Wire, frozen=True):
    """The Amazon account that enabled the skill: one household."""

    user_id: str | None = None


class Session(_Wire, frozen=True):
    """A conversation, from opening to close."""

    new: bool | None = None
    session_id: str | None = None
    attributes: dict[str, Any] | None = None
    application: Application | None = None
    user: User | None = None


class Device(_Wire, frozen=True):
    """One speaker and what it can do."""

    device_id: str | None = None
    supported_interfaces: dict[str, Any] | None = None


class System(_Wire, frozen=True):
    """Who and what the request comes from."""

    application: Application | None = None
    user: User | None = None
    device: Device | None = None
    api_endpoint: str | None = None
    api_access_token: str | None = None


class Context(_Wire, frozen=True):
    """The state of the device when the request was sent."""

    system: System | None = msgspec.field(name="System", default=None)
    audio_player: PlayerState | None = msgspec.field(name="AudioPlayer", default=None)


class RequestEnvelope(_Wire, frozen=True):
    """One request with its session and context."""

    request: Request
    version: str | None = None
    session: Session | None = None
    context: Context | None = None

    @property
    def system(self) -> System:
        """Return the system part of the context; empty where the body has none."""
        return (self.context and self.context.system) or System()

    @property
    def device(self) -> Device:
        """Return the device that it comes from; events from the Alexa app have none."""
        return self.system.device or Device()

    @property
    def player(self) -> PlayerState:
        """Return the state of the device's audio player; empty where the body has none."""
        return (self.context and self.context.audio_player) or PlayerState()

    @property
    def user_id(self) -> str | None:
        """Return the household's account id; out of session only the context has it."""
        for user in (self.system.user, self.session and self.session.user):
            if user and user.user_id:
                return user.user_id
        return None

    @property
    def application_id(self) -> str | None:
        """Return the id of the skill that the request is for, from the context only."""
        return self.system.application.application_id if self.system.application else None


_decoder = msgspec.json.Decoder(RequestEnvelope)


def read(body: bytes) -> RequestEnvelope:
    """Decode the raw body of a request.

    Raises:
        RequestRefusedError: with reason ``"body"`` when it is not JSON of the right shape.
    """
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RequestRefusedError("body") from error
