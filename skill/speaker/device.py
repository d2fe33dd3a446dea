"""A smart speaker: it holds the session, builds what a device sends, obeys what it gets.

The rules of sessions are those of platform.md 2. Time passes only as the caller says: a
session waits for the next sentence, or for ``silence``, however late it is.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from typing import Any

from skill.speaker import answers
from skill.speaker.understanding import Understanding, Understood, load

Skill = Callable[[bytes], bytes]
"""A skill: the JSON of a request envelope in, the JSON of a response envelope out."""

_API = "https://api.amazonalexa.com"
_SCREEN = "Alexa.Presentation.APL"


class State(StrEnum):
    """What the device does after it has spoken."""

    LISTENING = "listening"
    WAITING = "waiting"
    """The session is open and the microphone closed: a screen shows something."""
    CLOSED = "closed"


@dataclass(frozen=True)
class Heard:
    """What comes of one thing said to the device.

    Attributes:
        speech: what is spoken, in plain words.
        reprompt: what would be spoken after silence.
        state: what the device does now.
        empty: whether there was nothing to do in the response.
        hint: why nothing was sent, for people to read.
        request: the envelope that was sent last, if one was.
        response: the response to it.
    """

    state: State
    speech: str = ""
    reprompt: str = ""
    empty: bool = True
    hint: str = ""
    request: Mapping[str, Any] | None = None
    response: Mapping[str, Any] | None = None

    @property
    def directives(self) -> Sequence[Mapping[str, Any]]:
        """Return the directives of the response."""
        return self._body.get("directives") or ()

    @property
    def card(self) -> Mapping[str, Any] | None:
        """Return the card of the response."""
        return self._body.get("card")

    @property
    def _body(self) -> Mapping[str, Any]:
        return self.response["response"] if self.response else {}


@dataclass
class _Session:
    id: str
    new: bool = True
    attributes: Mapping[str, Any] = field(default_factory=dict)


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@dataclass
class Device:
    """A smart speaker in a household.

    Attributes:
        skill: the skill that it talks to.
        understanding: returns what understands sentences in a locale.
        clock: returns the present moment.
        locale: the language it is set to.
        household: the Amazon account it belongs to.
        name: what it is called there.
        skill_id: the id of the skill.
        interfaces: what it can do besides speaking, as ``supportedInterfaces``.
        state: what it does now.
        last: what came of the last request it sent.
    """

    skill: Skill
    understanding: Callable[[str], Understanding] = load
    clock: Callable[[], datetime] = utc_now
    locale: str = "en-US"
    household: str = "home"
    name: str = "kitchen"
    skill_id: str = "amzn1.ask.skill.on-this-machine"
    interfaces: Mapping[str, Any] = field(default_factory=lambda: {"AudioPlayer": {}})
    state: State = field(default=State.CLOSED, init=False)
    last: Heard | None = field(default=None, init=False)
    _reprompt: str = field(default="", init=False)
    _session: _Session | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make ids that no other device, and no other start of this one, gives away."""
        started = self.clock().astimezone(UTC).strftime("%Y%m%dT%H%M%S%f")
        prefix = f"{self.household}.{self.name}.{started}"
        self._ids: Iterator[str] = (f"{prefix}.{number}" for number in count(1))

    def say(self, sentence: str) -> Heard:
        """Say a sentence to the device.

        Raises:
            ResponseLimitError: Alexa would refuse the skill's answer.
            ModelError: there is no interaction model of the device's locale.
        """
        understanding = self.understanding(self.locale)
        if call := understanding.call(sentence):
            asks = [understanding.understand(ask.said) for ask in call.asks]
            self._session = None
            if not asks:
                return self.send({"type": "LaunchRequest"})
            return self._mean(max(asks, key=lambda understood: understood.confidence))
        if self._hears(understanding.wakes(sentence)):
            return self._mean(understanding.understand(sentence))
        hint = f'The skill is not open: say "open {understanding.name}" first.'
        if self.state is State.WAITING:
            hint = 'The microphone is closed: say "alexa" first.'
        return Heard(self.state, hint=hint)

    def _hears(self, woken: bool) -> bool:
        return self.state is State.LISTENING or (self.state is State.WAITING and woken)

    def _mean(self, understood: Understood) -> Heard:
        return self.send(
            {"type": "IntentRequest", "intent": understood.as_alexa(self.skill_id)}
        )

    def silence(self) -> Heard:
        """Say nothing: the reprompt is spoken once, then the session ends."""
        if self.state is State.LISTENING:
            reprompt = self._reprompt
            return replace(self.end("EXCEEDED_MAX_REPROMPTS"), speech=reprompt)
        self.state = State.CLOSED
        return Heard(State.CLOSED)

    def end(self, reason: str = "USER_INITIATED") -> Heard:
        """End the session from outside, for a reason that Alexa gives."""
        return self.send({"type": "SessionEndedRequest", "reason": reason})

    def send(self, request: Mapping[str, Any]) -> Heard:
        """Send a request of any type, in the session if such requests have one.

        Args:
            request: its type, and the fields that are particular to it.

        Raises:
            ResponseLimitError: Alexa would refuse the skill's answer; the session is over.
        """
        kind = str(request["type"])
        in_session = not kind.startswith(answers.OUT_OF_SESSION)
        session = self._session_for(kind) if in_session else None
        envelope = self._envelope(request, session)
        if in_session:
            self.state = State.CLOSED
        raw = self.skill(json.dumps(envelope, ensure_ascii=False).encode())
        answer = answers.read(raw, kind)
        speech, reprompt = _spoken(answer.response)
        if session and kind != "SessionEndedRequest":
            self.state, self._reprompt = self._state_after(answer.response), reprompt
            session.new, session.attributes = False, answer.session_attributes or {}
        self.last = Heard(
            self.state,
            speech=speech,
            reprompt=reprompt,
            empty=answer.response.empty,
            request=envelope,
            response=json.loads(raw),
        )
        return self.last

    def _session_for(self, kind: str) -> _Session:
        is_open = self._session and self.state is not State.CLOSED
        if kind == "SessionEndedRequest" and self._session:
            return self._session
        if kind == "LaunchRequest" or not (self._session and is_open):
            self._session = _Session(f"amzn1.echo-api.session.{next(self._ids)}")
        return self._session

    def _state_after(self, body: answers.Body) -> State:
        if body.should_end_session is False:
            return State.LISTENING
        shows = any(d.type.startswith(_SCREEN) for d in body.directives or ())
        if body.should_end_session is None and shows and _SCREEN in self.interfaces:
            return State.WAITING
        return State.CLOSED

    def _envelope(self, request: Mapping[str, Any], session: _Session | None) -> dict[str, Any]:
        application = {"applicationId": self.skill_id}
        user = {"userId": f"amzn1.ask.account.{self.household}"}
        system: dict[str, Any] = {"application": application, "user": user, "apiEndpoint": _API}
        if not request["type"].startswith(answers.EVENTS):
            system["device"] = {
                "deviceId": f"amzn1.ask.device.{self.name}",
                "supportedInterfaces": dict(self.interfaces),
            }
        envelope: dict[str, Any] = {"version": "1.0", "context": {"System": system}}
        if session:
            envelope["session"] = {
                "new": session.new,
                "sessionId": session.id,
                "application": application,
                "attributes": dict(session.attributes),
                "user": user,
            }
        envelope["request"] = {
            "requestId": f"amzn1.echo-api.request.{next(self._ids)}",
            "timestamp": self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "locale": self.locale,
            **request,
        }
        return envelope


def _spoken(body: answers.Body) -> tuple[str, str]:
    """Return what is heard at once, and what after silence."""
    asked = body.reprompt.output_speech if body.reprompt else None
    return (
        body.output_speech.heard() if body.output_speech else "",
        asked.heard() if asked else "",
    )
