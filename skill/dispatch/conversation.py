"""Conversation: one turn through memory, safety, a feature, and into words."""

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from time import sleep

from babel import localedata

from skill import content, safety, speech
from skill.content.library import Libraries
from skill.dispatch.record import Record
from skill.envelope import PlayerState, RequestEnvelope, Slot
from skill.errors import ConflictError, KeyLostError, MemoryFaultError, MemoryUnavailableError
from skill.features import (
    basics,
    household,
    meditations,
    names,
    opening,
    playback,
    starters,
    topics,
)
from skill.memory import Bookmark, Household, Memory, Stored
from skill.speech import Phrase, Phrasebook
from skill.turn import Feature, Memo, Play, Player, Reply, Turn, Verbatim, memo, merge

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
    meditations.routes,
    playback.routes,
    safety.routes,
)

HOME = "en-US"
"""How we speak where the locale is none, or none of ours."""

OTHER = "other"
"""What the log calls an intent that we do not know, or that is nobody's business."""

ATTEMPTS = 12
"""How often a turn is tried while other devices of the household are faster."""

LONGEST_WAIT = 0.05
"""Seconds; waits double up to it, so that all attempts together stay under half a second."""

_ACTIVE = frozenset({"PLAYING", "PAUSED", "BUFFER_UNDERRUN"})
"""What a device says of its player while it plays, or pauses for a moment to listen."""

JUST_NOW = timedelta(minutes=2)
"""A device that reports an error this soon after a starter did not finish saying it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply in words.

    Attributes:
        speech: SSML.
        reprompt: SSML for after a silence; None closes the session.
        memo: what the session carries to its next turn.
        play: what is played then.
        stop: whether what plays is stopped.
    """

    speech: str
    reprompt: str | None
    memo: Memo
    play: Play | None = None
    stop: bool = False


class Conversation:
    """Turns of all households; holds nothing between them."""

    def __init__(
        self,
        memory: Memory,
        clock: Callable[[], datetime],
        dice: random.Random,
        libraries: Libraries,
    ) -> None:
        """Load what is said and asked.

        Raises:
            ContentError: a content or phrase file is broken.
        """
        self._memory = memory
        self._clock = clock
        self._dice = dice
        self._libraries = libraries
        self._content = content.load("en")
        self._phrases = speech.load("en")

    def turn(self, envelope: RequestEnvelope, record: Record) -> Spoken:
        """Answer a turn, and remember it."""
        return self._run(envelope, record, partial(self._reply, record=record))

    def _run(self, envelope: RequestEnvelope, record: Record, feature: Feature) -> Spoken:
        """Let a feature answer, and remember what it changed.

        It runs again, on what is there now, when another device was faster; and it runs
        again without a memory when that fails, so that nothing it says pretends to be
        kept.
        """
        for _ in self._attempts():
            stored, locked = self._load(envelope, record)
            turn = self._turn(envelope, stored, record, locked=locked)
            known = not turn.household.is_blank
            reply = feature(turn)
            spoken = self._render(turn, reply)
            try:
                if known or not turn.household.is_blank or reply.forget:
                    self._keep(envelope, stored, turn, reply)
            except ConflictError:
                continue
            except MemoryFaultError as error:
                _note(record, error)
                turn = self._turn(envelope, None, record)
                return self._render(turn, feature(turn))
            return spoken
        raise MemoryUnavailableError(f"no luck in {ATTEMPTS} attempts")

    def event(self, envelope: RequestEnvelope, record: Record) -> Spoken:
        """Take note of what happened outside the conversation; nothing is said.

        Raises:
            MemoryFaultError: something was to be removed, and was not.
        """
        record.outcome = "quiet"
        kind, user_id = envelope.request.type, envelope.user_id
        if kind == "AlexaSkillEvent.SkillDisabled" and user_id:
            self._memory.forget(user_id)
        elif kind == "SessionEndedRequest" and envelope.request.reason == "ERROR" and user_id:
            with suppress(MemoryFaultError):
                self._mark_cut_off(user_id)
        elif kind == "System.ExceptionEncountered":
            log.error("exception encountered: %s", _fault(envelope.request.error))
        elif feature := ROUTES.events.get(kind):
            return self._run(envelope, record, feature)
        return Spoken("", None, Memo())

    def apology(self, envelope: RequestEnvelope) -> Spoken:
        """Return what is said after a bug; the session closes."""
        turn = self._turn(envelope, None, Record())
        return self._render(turn, Reply(say=[Phrase("basics.trouble")]))

    def _attempts(self) -> Iterator[int]:
        """Count attempts, and let the faster device go first.

        Two devices in step would trip each other up for ever, so each waits by chance.
        """
        yield 0
        for attempt in range(1, ATTEMPTS):
            sleep(self._dice.random() * min(LONGEST_WAIT, 0.001 * 2**attempt))
            yield attempt

    def _load(self, envelope: RequestEnvelope, record: Record) -> tuple[Stored | None, bool]:
        """Return the household if there is a memory to be had, and whether it is locked."""
        if not envelope.user_id:
            return None, False
        try:
            return self._memory.load(envelope.user_id), False
        except MemoryFaultError as error:
            _note(record, error)
            return None, isinstance(error, KeyLostError)

    def _turn(
        self,
        envelope: RequestEnvelope,
        stored: Stored | None,
        record: Record,
        *,
        locked: bool = False,
    ) -> Turn:
        request, device = envelope.request, envelope.device
        slots = (request.intent and request.intent.slots) or {}
        session = envelope.session
        return Turn(
            intent=request.intent.name if request.intent else request.type,
            words=_words(slots),
            ids=_ids(slots),
            locale=request.locale or "",
            memo=memo(session.attributes if session else None),
            household=stored.household if stored else Household(),
            remembers=stored is not None,
            locked=locked,
            content=self._content,
            now=self._clock(),
            dice=self._dice,
            device=device.device_id or "",
            can_play="AudioPlayer" in (device.supported_interfaces or ()),
            player=_player(envelope),
            library=self._libraries.of(_settle(request.locale or HOME)),
            bookmarks=partial(self._bookmarks, envelope, record),
        )

    def _bookmarks(self, envelope: RequestEnvelope, record: Record) -> list[Bookmark]:
        """Return the household's bookmarks; none where there is no memory to be had."""
        if not envelope.user_id:
            return []
        try:
            return self._memory.bookmarks(envelope.user_id)
        except MemoryFaultError as error:
            _note(record, error)
            return []

    def _reply(self, turn: Turn, record: Record) -> Reply:
        record.intent = OTHER
        reply = safety.listen(turn)
        if reply is None:
            playing = turn.player.active
            feature = ROUTES.find(turn.intent, turn.memo.pending, playing=playing)
            if feature is None and turn.memo.pending:
                feature = ROUTES.find("AMAZON.FallbackIntent", turn.memo.pending)
            reply = (feature or basics.fallback)(turn)
        if turn.intent in ROUTES.intents and not reply.secret:
            record.intent = turn.intent
        return reply

    def _keep(
        self, envelope: RequestEnvelope, stored: Stored | None, turn: Turn, reply: Reply
    ) -> None:
        if not envelope.user_id or reply.secret:
            return
        if reply.forget:
            self._memory.forget(envelope.user_id)
            return
        if stored is None:
            return
        self._memory.save(envelope.user_id, stored, now=turn.now)
        if reply.mark:
            # Times of one clock only, Alexa's: an event that comes late shows as older.
            at = envelope.request.sent_at() or turn.now
            mark = Bookmark(turn.device, reply.mark.track, reply.mark.offset, at)
            self._memory.set_bookmark(envelope.user_id, mark)

    def _render(self, turn: Turn, reply: Reply) -> Spoken:
        voice = _Voice(self._phrases, turn)
        pace = speech.slowly if reply.slow else str
        said = voice.say(reply.say)
        if reply.ask is None:
            spoken = speech.speak(pace(said)) if said else ""
            return Spoken(spoken, None, Memo(), reply.play, reply.stop)
        asked = voice.say([reply.ask])
        return Spoken(
            speech.speak(pace(said)),
            speech.speak(pace(asked)),
            Memo(
                pending=reply.pending,
                misses=reply.misses,
                said=_to_repeat(turn, reply, said),
                asked="" if reply.secret else asked,
                names=reply.names,
                topic=reply.topic,
                starter=reply.starter,
                track=reply.track,
            ),
            stop=reply.stop,
        )

    def _mark_cut_off(self, user_id: str) -> None:
        """Remember that the device could not finish, so that the next opening says it again."""
        for _ in self._attempts():
            stored = self._memory.load(user_id)
            place, now = stored.household.place, self._clock()
            if place is None or now - place.at > JUST_NOW:
                return
            place.cut_off = True
            try:
                self._memory.save(user_id, stored, now=now)
            except ConflictError:
                continue
            return


def _to_repeat(turn: Turn, reply: Reply, said: str) -> str:
    """Return what "repeat that" would say: the question, not what was said about it."""
    if reply.secret:
        return ""
    return turn.memo.said if reply.aside else said


@dataclass(frozen=True, slots=True)
class _Voice:
    """Puts one turn into words."""

    phrases: Phrasebook
    turn: Turn

    def say(self, parts: Sequence[Phrase | Verbatim]) -> str:
        turn = self.turn
        spoken, locale = turn.household.variants, _settle(turn.locale)
        return " ".join(
            part
            if isinstance(part, Verbatim)
            else self.phrases.render(part, locale, spoken, turn.dice)
            for part in parts
        )


def _words(slots: dict[str, Slot]) -> dict[str, str]:
    spoken = ((name, speech.speakable(slot.value or "")) for name, slot in slots.items())
    return {name: words for name, words in spoken if words}


def _ids(slots: dict[str, Slot]) -> dict[str, str]:
    return {name: slot_id for name, slot in slots.items() if (slot_id := slot.id)}


def _player(envelope: RequestEnvelope) -> Player:
    """Return what the device says about its player: of an event, what that is about."""
    request, state = envelope.request, envelope.player
    if request.type.startswith("AudioPlayer."):
        state = PlayerState(request.token, request.offset_in_milliseconds)
        failed = request.current_playback_state
        if failed and failed.token == request.token:
            state = failed
    token, offset = state.token or "", state.offset_in_milliseconds or 0
    return Player(token, offset, active=bool(token) and state.player_activity in _ACTIVE)


def _fault(error: object) -> str:
    """Return the type of an error that Alexa reports; its message may quote us."""
    return str(error.get("type"))[:80] if isinstance(error, dict) else "?"


@lru_cache(maxsize=64)
def _settle(locale: str) -> str:
    """Return the locale if we speak it, else the one that we speak at home."""
    language, _, territory = locale.partition("-")
    known = language == "en" and territory and localedata.exists(f"en_{territory}")
    return locale if known else HOME


def _note(record: Record, error: MemoryFaultError) -> None:
    record.outcome = "no-memory"
    log.warning("memory: %s", type(error).__name__)
