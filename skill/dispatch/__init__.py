"""Dispatch: bytes of a verified request in, bytes of a response out.

Everything that talks to the skill comes through ``Dispatcher.answer``: the webhook, the
speaker on this machine, the tests. A bug becomes a spoken apology.
"""

import logging
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

import msgspec

from skill import envelope as wire
from skill.content.library import Libraries
from skill.dispatch.conversation import Conversation
from skill.dispatch.limits import check
from skill.dispatch.record import Record
from skill.dispatch.sdk import Sdk
from skill.errors import ResponseLimitError
from skill.memory import Memory

__all__ = ["Answer", "Dispatcher"]

log = logging.getLogger("skill")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and what may be said about it in a log.

    Attributes:
        body: the response as JSON.
        request_id: Alexa's id of the request.
        kind: the type of the request.
        intent: the intent, if its name may be logged.
        locale: the device's locale.
        outcome: ``spoken``, ``quiet``, ``no-memory``, ``limit`` or ``bug``.
    """

    body: bytes
    request_id: str
    kind: str
    intent: str | None
    locale: str | None
    outcome: str


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Dispatcher:
    """The skill, as one function from request to response."""

    def __init__(
        self,
        memory: Memory,
        *,
        clock: Callable[[], datetime] = utc_now,
        dice: random.Random | None = None,
        libraries: Libraries | None = None,
    ) -> None:
        """Build the skill.

        Args:
            memory: where households are remembered.
            clock: returns the present moment in UTC.
            dice: where every choice comes from; the system's own by default.
            libraries: what can be played; nothing by default.
        """
        self.outcomes: Counter[str] = Counter()
        self._lock = Lock()
        conversation = Conversation(
            memory, clock, dice or random.Random(), libraries or Libraries()
        )
        self._sdk = Sdk(conversation)

    def answer(self, body: bytes) -> Answer:
        """Answer one request, whose signature has been checked before.

        Raises:
            RequestRefusedError: the body is not a request at all.
            MemoryFaultError: an event wants something removed, and the memory is away.
        """
        request = wire.read(body)
        record = Record()
        response = self._sdk.invoke(request, record)
        encoded = msgspec.json.encode(response)
        try:
            check(response, request.request.type, len(encoded))
        except ResponseLimitError as error:
            log.error("response over a limit: %s", error)  # noqa: TRY400 - the reason says it all
            record.outcome = "limit"
            encoded = msgspec.json.encode(self._sdk.apologise(request))
        with self._lock:
            self.outcomes[record.outcome] += 1
        return Answer(
            body=encoded,
            request_id=request.request.request_id,
            kind=request.request.type,
            intent=record.intent,
            locale=request.request.locale,
            outcome=record.outcome,
        )
