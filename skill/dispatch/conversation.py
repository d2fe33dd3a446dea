"""Conversation: one turn through memory, safety, a feature, and into words."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from time import sleep

from babel import localedata

from skill import content, safety, speech
from skill.dispatch.record import Record
from skill.envelope import RequestEnvelope, Slot
from skill.errors import ConflictError, MemoryFaultError, MemoryUnavailableError
from skill.features import basics, household, names, opening, starters, topics
from skill.memory import Household, Memory, Stored
from skill.speech import Phrase, Phrasebook
from skill.turn import Memo, Reply, Turn, Verbatim, memo, merge, no_memory

log = logging.getLogger("skill")

SPOKEN = frozenset({"LaunchRequest", "IntentRequest", "SessionResumedRequest"})
"""The request types that a couple hears an answer to."""

ROUTES = merge(
    basics.routes,
    opening.routes,
    names.routes,
    topics.routes,
    household.routes,
    starters.routes,
    safety.routes,
)

HOME = "en-US"
"""The locale of requests that name none, or one that we do not speak."""

ATTEMPTS = 12
"""How often a turn is tried while other devices of the household are faster."""

LONGEST_WAIT = 0.05
"""Seconds; waits double up to it, so that all attempts together stay under half a second."""

JUST_NOW = timedelta(minutes=2)
"""A device that reports an error this soon after a starter did not finish saying it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply in words.

    Attributes:
        speech: SSML.
        reprompt: SSML for after a silence; None closes the session.
        memo: what the session carries to its next turn.
    """

    speech: str
    reprompt: str | None
    memo: Memo


class Conversation:
    """Turns of all households; holds nothing between them."""

    def __init__(
        self, memory: Memory, clock: Callable[[], datetime], dice: random.Random
    ) -> None:
        """Load what is said and asked.

        Raises:
            ContentError: a content or phrase file is broken.
        """
        self._memory = memory
        self._clock = clock
        self._dice = dice
        self._content = content.load("en")
        self._phrases = speech.load("en")

    def turn(self, envelope: RequestEnvelope, record: Record) -> Spoken:
        """Answer a turn, and remember it.

        A feature runs again, on what is there now, when another device was faster.
        """
        for attempt in range(ATTEMPTS):
            self._wait(attempt)
            stored = self._load(envelope, record)
            turn = self._turn(envelope, stored)
            reply = self._reply(turn, record)
            spoken = self._render(turn, reply)
            try:
                self._keep(envelope, stored, turn, reply)
            except ConflictError:
                continue
            except MemoryFaultError as error:
                _note(record, error)
                if reply.claims:
                    return self._render(turn, no_memory())
            return spoken
        raise MemoryUnavailableError(f"no luck in {ATTEMPTS} attempts")

    def event(self, envelope: RequestEnvelope, record: Record) -> None:
        """Take note of what happened outside the conversation; nothing is said."""
        record.outcome = "quiet"
        kind, user_id = envelope.request.type, envelope.user_id
        if not user_id:
            return
        if kind == "AlexaSkillEvent.SkillDisabled":
            self._memory.forget(user_id)
        elif kind == "SessionEndedRequest" and envelope.request.reason == "ERROR":
            self._mark_cut_off(user_id)

    def apology(self, envelope: RequestEnvelope) -> Spoken:
        """Return what is said after a bug; the session closes."""
        turn = self._turn(envelope, None)
        return self._render(turn, Reply(say=[Phrase("basics.trouble")]))

    def _wait(self, attempt: int) -> None:
        """Let the faster device go first; two in step would trip each other up for ever."""
        if attempt:
            sleep(self._dice.random() * min(LONGEST_WAIT, 0.001 * 2**attempt))

    def _load(self, envelope: RequestEnvelope, record: Record) -> Stored | None:
        """Return the household, or None where there is no memory to be had."""
        if not envelope.user_id:
            return None
        try:
            return self._memory.load(envelope.user_id)
        except MemoryFaultError as error:
            _note(record, error)
            return None

    def _turn(self, envelope: RequestEnvelope, stored: Stored | None) -> Turn:
        request = envelope.request
        slots = (request.intent and request.intent.slots) or {}
        session = envelope.session
        return Turn(
            intent=request.intent.name if request.intent else request.type,
            words=_words(slots),
            ids=_ids(slots),
            locale=_settle(request.locale or HOME),
            memo=memo(session.attributes if session else None),
            household=stored.household if stored else Household(),
            remembers=stored is not None,
            content=self._content,
            now=self._clock(),
            dice=self._dice,
        )

    def _reply(self, turn: Turn, record: Record) -> Reply:
        reply = safety.listen(turn)
        if reply is None:
            feature = ROUTES.find(turn.intent, turn.memo.pending)
            record.intent = turn.intent if turn.intent in ROUTES.intents else "other"
            reply = (feature or basics.fallback)(turn)
        if reply.secret:
            record.intent = None
        return reply

    def _keep(
        self, envelope: RequestEnvelope, stored: Stored | None, turn: Turn, reply: Reply
    ) -> None:
        if stored is None or not envelope.user_id or reply.secret:
            return
        if reply.forget:
            self._memory.forget(envelope.user_id)
        else:
            self._memory.save(envelope.user_id, stored, now=turn.now)

    def _render(self, turn: Turn, reply: Reply) -> Spoken:
        voice = _Voice(self._phrases, turn)
        pace = speech.slowly if reply.slow else str
        said = voice.say(reply.say)
        if reply.ask is None:
            return Spoken(speech.speak(pace(said)), None, Memo())
        asked = voice.say([reply.ask])
        return Spoken(
            speech.speak(pace(said)),
            speech.speak(pace(asked)),
            Memo(
                pending=reply.pending,
                misses=reply.misses,
                said="" if reply.secret else said,
                asked="" if reply.secret else asked,
                names=reply.names,
                topic=reply.topic,
            ),
        )

    def _mark_cut_off(self, user_id: str) -> None:
        """Remember that the device could not finish, so that the next opening says it again."""
        for attempt in range(ATTEMPTS):
            self._wait(attempt)
            stored = self._memory.load(user_id)
            place = stored.household.place
            now = self._clock()
            if place is None or now - place.at > JUST_NOW:
                return
            place.cut_off = True
            try:
                self._memory.save(user_id, stored, now=now)
            except ConflictError:
                continue
            return


@dataclass(frozen=True, slots=True)
class _Voice:
    """Puts one turn into words."""

    phrases: Phrasebook
    turn: Turn

    def say(self, parts: list[Phrase | Verbatim]) -> str:
        turn = self.turn
        spoken = turn.household.variants
        return " ".join(
            part
            if isinstance(part, Verbatim)
            else self.phrases.render(part, turn.locale, spoken, turn.dice)
            for part in parts
        )


def _words(slots: dict[str, Slot]) -> dict[str, str]:
    spoken = ((name, speech.speakable(slot.value or "")) for name, slot in slots.items())
    return {name: words for name, words in spoken if words}


def _ids(slots: dict[str, Slot]) -> dict[str, str]:
    return {name: slot_id for name, slot in slots.items() if (slot_id := slot.id)}


@lru_cache(maxsize=64)
def _settle(locale: str) -> str:
    """Return the locale if we speak it, else the one we started from."""
    language, _, territory = locale.partition("-")
    known = language == "en" and territory and localedata.exists(f"en_{territory}")
    return locale if known else HOME


def _note(record: Record, error: MemoryFaultError) -> None:
    record.outcome = "no-memory"
    log.warning("memory: %s", type(error).__name__)
