"""A skill that answers what it is told to, for tests of the speaker."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class FakeSkill:
    """A skill that gives the next answer of a list and remembers what it was sent.

    Attributes:
        answers: the responses to come; when there is none, an empty one.
        requests: the envelopes it got.
    """

    answers: list[Any] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, body: bytes) -> bytes:
        """Answer a request."""
        self.requests.append(json.loads(body))
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, bytes):
            return answer
        attributes = answer.pop("attributes", None)
        return json.dumps(
            {"version": "1.0", "sessionAttributes": attributes, "response": answer}
        ).encode()

    def will(
        self, say: str = "", ask: str = "", *, end: bool | None = None, **more: Any
    ) -> "FakeSkill":
        """Add an answer: what is said, what is asked after silence, and what ends."""
        answer: dict[str, Any] = {"shouldEndSession": not ask if end is None else end, **more}
        if say:
            answer["outputSpeech"] = {"type": "SSML", "ssml": f"<speak>{say}</speak>"}
        if ask:
            words = {"type": "SSML", "ssml": f"<speak>{ask}</speak>"}
            answer["reprompt"] = {"outputSpeech": words}
        self.answers.append(answer)
        return self

    @property
    def types(self) -> list[str]:
        """Return the types of the requests so far."""
        return [envelope["request"]["type"] for envelope in self.requests]
