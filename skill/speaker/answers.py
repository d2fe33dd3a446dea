"""A skill's answer as a device takes it: typed, and refused where Alexa would refuse it.

The rules are those of platform.md 2 and 4.2. The skill checks its own answers before they
leave; this is the other side, which believes nothing.
"""

from typing import Any, Literal

import msgspec

from skill.errors import ResponseLimitError
from skill.speaker.voice import spoken

_RESPONSE = 120 * 1024
"""Bytes of a whole response, by the newer documentation."""

_SPEECH = 8_000
"""Characters of one outputSpeech, tags included."""

_PLAYER = ("AudioPlayer.", "PlaybackController.")
EVENTS = ("AlexaSkillEvent.", "AlexaHouseholdListEvent.", "Reminders.", "Messaging.")
"""What happens in the Alexa app: no session, and no device."""

OUT_OF_SESSION = (*_PLAYER, *EVENTS, "System.")
"""What has no session."""


class _Json(msgspec.Struct, rename="camel"):
    """Base of all parts: camelCase names; Alexa passes over fields that she does not know."""


class Speech(_Json):
    """Something to be spoken."""

    type: Literal["SSML", "PlainText"]
    ssml: str | None = None
    text: str | None = None

    def heard(self) -> str:
        """Return it in plain words.

        Raises:
            ResponseLimitError: Alexa would not speak it.
        """
        source = self.ssml if self.type == "SSML" else self.text
        if not source:
            raise ResponseLimitError(f"speech of the type {self.type} without any")
        if len(source) > _SPEECH:
            raise ResponseLimitError(f"speech of {len(source)} characters, at most {_SPEECH}")
        return spoken(source) if self.type == "SSML" else " ".join(source.split())


class Reprompt(_Json):
    """What is spoken after silence."""

    output_speech: Speech | None = None


class Typed(_Json):
    """Anything that has a type, such as a directive or a card."""

    type: str


class Body(_Json):
    """The answer proper."""

    output_speech: Speech | None = None
    reprompt: Reprompt | None = None
    card: Typed | None = None
    directives: tuple[Typed, ...] | None = None
    should_end_session: bool | None = None

    @property
    def empty(self) -> bool:
        """Say whether there is nothing for the device to do."""
        return not (self.output_speech or self.reprompt or self.card or self.directives)


class Answer(_Json):
    """A response envelope."""

    version: Literal["1.0"]
    response: Body
    session_attributes: dict[str, Any] | None = None


_decoder = msgspec.json.Decoder(Answer)


def read(raw: bytes, kind: str) -> Answer:
    """Return the answer to a request of a type.

    Raises:
        ResponseLimitError: Alexa would refuse it; the message says why.
    """
    if len(raw) > _RESPONSE:
        raise ResponseLimitError(f"a response of {len(raw)} bytes, at most {_RESPONSE}")
    try:
        answer = _decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ResponseLimitError(f"not a response: {error}") from error
    if kind == "SessionEndedRequest" or kind.startswith(OUT_OF_SESSION):
        _check_quiet(answer.response, kind)
    return answer


def _check_quiet(body: Body, kind: str) -> None:
    if body.output_speech or body.reprompt or body.card:
        raise ResponseLimitError(f"{kind} may not be answered with speech or a card")
    if body.should_end_session is False:
        raise ResponseLimitError(f"{kind} may not be answered with shouldEndSession false")
    types = [directive.type for directive in body.directives or ()]
    if kind == "AudioPlayer.PlaybackStopped" and types:
        raise ResponseLimitError(f"{kind} may not be answered with directives")
    if kind.startswith(_PLAYER) and not all(t.startswith("AudioPlayer.") for t in types):
        raise ResponseLimitError(f"{kind} may be answered with AudioPlayer directives only")
