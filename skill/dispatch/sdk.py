"""The one place that knows ask-sdk-core and its quirks.

- Its deserialiser is slow and refuses request types newer than 2023, so requests come as
  ``skill.envelope`` structs, which carry the SDK's attribute names.
- It calls handlers by keyword: the parameter must be named ``handler_input``.
- Outside a session its session attributes raise, so only spoken turns touch them.
- It leaves ``shouldEndSession`` away unless told, so every spoken turn tells it.
- It does not escape; what reaches it here is SSML already.
- Its serialiser works out anew what a model's fields are called, for every object of every
  answer; ``_plain`` does it once a class, with the same result (a test compares them).
"""

import logging
from enum import Enum
from functools import cache
from typing import Any

import msgspec
from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import Response, ResponseEnvelope
from ask_sdk_model.canfulfill import CanFulfillIntent, CanFulfillIntentValues
from ask_sdk_model.interfaces.audioplayer import (
    AudioItem,
    AudioItemMetadata,
    PlayBehavior,
    PlayDirective,
    StopDirective,
    Stream,
)

from skill.dispatch.conversation import SPOKEN, Conversation, Spoken
from skill.dispatch.record import Record
from skill.envelope import RequestEnvelope
from skill.errors import MemoryFaultError
from skill.logs import whereabouts

log = logging.getLogger("skill")


class _SpokenHandler(AbstractRequestHandler):  # type: ignore[misc]  # the SDK has no types
    """Turns of the conversation: something is said and something is answered."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return handler_input.request_envelope.request.type in SPOKEN

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope: RequestEnvelope = handler_input.request_envelope
        return _say(handler_input, self._conversation.turn(envelope, handler_input.context))


class _QuietHandler(AbstractRequestHandler):  # type: ignore[misc]  # the SDK has no types
    """Events, and every type that nobody knew when this was written: an empty response."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002 - takes all that is left
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope: RequestEnvelope = handler_input.request_envelope
        answer = self._conversation.event(envelope, handler_input.context)
        return Response(directives=_directives(answer) or None)


class _CanFulfillHandler(AbstractRequestHandler):  # type: ignore[misc]  # the SDK has no types
    """Name-free interaction: a couple is only ever answered when it asked for us by name."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        kind: str = handler_input.request_envelope.request.type
        return kind == "CanFulfillIntentRequest"

    def handle(self, handler_input: HandlerInput) -> Response:
        handler_input.context.outcome = "quiet"
        return Response(can_fulfill_intent=CanFulfillIntent(CanFulfillIntentValues.NO))


class _BugHandler(AbstractExceptionHandler):  # type: ignore[misc]  # the SDK has no types
    """A bug: apologise where somebody listens, close, and leave a trace for us.

    A memory that is away while an event wants something removed is no bug: that error
    goes to the caller, so that Amazon is not told it was done.
    """

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        spoken = handler_input.request_envelope.request.type in SPOKEN
        return spoken or not isinstance(exception, MemoryFaultError)

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        envelope: RequestEnvelope = handler_input.request_envelope
        handler_input.context.outcome = "bug"
        log.error("bug in %s: %s", envelope.request.request_id, whereabouts(exception))
        if envelope.request.type not in SPOKEN:
            return Response()
        return _say(handler_input, self._conversation.apology(envelope))


def _say(handler_input: HandlerInput, spoken: Spoken) -> Response:
    if handler_input.request_envelope.session is not None:
        attributes: dict[str, Any] = msgspec.to_builtins(spoken.memo)
        handler_input.attributes_manager.session_attributes = attributes
    builder: ResponseFactory = handler_input.response_builder
    builder.speak(spoken.speech)
    if spoken.reprompt:
        builder.ask(spoken.reprompt)
    for directive in _directives(spoken):
        builder.add_directive(directive)
    return builder.set_should_end_session(not spoken.reprompt).response


def _directives(spoken: Spoken) -> list[Any]:
    """Return the directives for the device's audio player."""
    if spoken.stop:
        return [StopDirective()]
    play = spoken.play
    if play is None:
        return []
    item = AudioItem(
        stream=Stream(token=play.token, url=play.url, offset_in_milliseconds=play.offset),
        metadata=AudioItemMetadata(title=play.title, subtitle=play.subtitle),
    )
    return [PlayDirective(play_behavior=PlayBehavior.REPLACE_ALL, audio_item=item)]


class Sdk:
    """The skill as ask-sdk-core runs it."""

    def __init__(self, conversation: Conversation) -> None:
        """Register the handlers, the most frequent first."""
        builder = SkillBuilder()
        builder.add_request_handler(_SpokenHandler(conversation))
        builder.add_request_handler(_CanFulfillHandler())
        builder.add_request_handler(_QuietHandler(conversation))
        builder.add_exception_handler(_BugHandler(conversation))
        self._conversation = conversation
        self._skill = builder.create()

    def invoke(self, envelope: RequestEnvelope, record: Record) -> dict[str, Any]:
        """Answer a request; return the response as plain data."""
        response: ResponseEnvelope = self._skill.invoke(envelope, record)
        return _fields(response)

    def apologise(self, envelope: RequestEnvelope) -> dict[str, Any]:
        """Return what replaces a response that must not leave."""
        if envelope.request.type not in SPOKEN:
            return {"version": "1.0", "response": {}}
        builder = ResponseFactory().speak(self._conversation.apology(envelope).speech)
        response = builder.set_should_end_session(True).response
        empty = ResponseEnvelope(version="1.0", session_attributes={}, response=response)
        return _fields(empty)


def _fields(model: Any) -> dict[str, Any]:
    """Return the fields of an SDK model that are set, under the names that Alexa uses."""
    return {
        name: _plain(value)
        for attribute, name in _names(model.__class__)
        if (value := getattr(model, attribute)) is not None
    }


def _plain(value: Any) -> Any:
    """Return a value of an SDK model as plain data."""
    if isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None else _fields(value)


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the attributes of an SDK model, each with its name on the wire."""
    named: dict[str, str] = getattr(kind, "attribute_map", {})
    types: dict[str, str] = getattr(kind, "deserialized_types", {})
    return tuple((attribute, named.get(attribute, attribute)) for attribute in types)
