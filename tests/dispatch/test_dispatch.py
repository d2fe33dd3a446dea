"""From request to response: memory, safety, words, and what happens when things break."""

import json
import logging
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import ResponseEnvelope
from authority import NOW
from bodies import body

from skill.dispatch import Dispatcher
from skill.errors import (
    ConflictError,
    KeyLostError,
    MemoryUnavailableError,
    RequestRefusedError,
)
from skill.memory import Household, Memory, Stored
from skill.speech import Phrase, Phrasebook, plain

USER = "amzn1.ask.account.TEST"
ASKED = {"pending": "names", "asked": "What should I call you?"}


class BrokenMemory:
    """A memory whose every method raises the same error."""

    def __init__(self, error: Exception) -> None:
        """Remember which error."""
        self._error = error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method that raises."""

        def method(*_args: object, **_kwargs: object) -> None:
            raise self._error

        return method


@pytest.fixture(name="dispatcher")
def _dispatcher(memory: Memory) -> Dispatcher:
    return Dispatcher(memory, clock=lambda: NOW, dice=random.Random(7))


def broken(error: Exception) -> Dispatcher:
    """Return a dispatcher with a broken memory."""
    memory = cast("Memory", BrokenMemory(error))
    return Dispatcher(memory, clock=lambda: NOW, dice=random.Random(7))


def response(dispatcher: Dispatcher, request: bytes) -> dict[str, Any]:
    """Return the response part of the answer to a request."""
    answered: dict[str, Any] = json.loads(dispatcher.answer(request).body)["response"]
    return answered


def spoken(dispatcher: Dispatcher, request: bytes) -> str:
    """Return the words of the answer to a request."""
    return plain(response(dispatcher, request)["outputSpeech"]["ssml"])


def test_turn_is_remembered(dispatcher: Dispatcher, memory: Memory) -> None:
    """What a feature changes in the household is there at the next turn."""
    slots = {"firstName": "Zoë", "secondName": "Jo"}
    dispatcher.answer(body(intent="NamesIntent", slots=slots, attributes=ASKED))

    assert memory.load(USER).household.names == ["Zoë", "Jo"]


@pytest.mark.parametrize("name", ["O'Neil", "Mia <3", 'Dot "D"', "李", "Renée", "D’Andre"])  # noqa: RUF001 - as recognised
def test_awkward_names_are_spoken_as_they_are(dispatcher: Dispatcher, name: str) -> None:
    """A name with signs or in any script is spoken right and never breaks a response."""
    slots = {"firstName": name, "secondName": "Jo"}
    given = body(intent="NamesIntent", slots=slots, attributes=ASKED)

    assert f"{name} and Jo" in spoken(dispatcher, given)


def test_session_carries_the_open_question(dispatcher: Dispatcher) -> None:
    """The question left open travels in the session and is gone when the session closes."""
    launched = json.loads(dispatcher.answer(body()).body)
    assert launched["sessionAttributes"]["pending"] == "names"

    skip = body(intent="SkipIntent", attributes=launched["sessionAttributes"])
    assert json.loads(dispatcher.answer(skip).body)["sessionAttributes"]["pending"] == "starter"

    stop = body(intent="AMAZON.StopIntent", attributes=ASKED)
    assert json.loads(dispatcher.answer(stop).body).get("sessionAttributes", {}) == {}


@pytest.mark.parametrize(
    "attributes", [{"pending": "nonsense"}, {"pending": 7}, {"misses": "many"}, {"x": [1]}]
)
def test_attributes_that_are_not_ours_count_as_none(
    dispatcher: Dispatcher, attributes: dict[str, Any]
) -> None:
    """Session attributes of another version of the skill do no harm."""
    answer = dispatcher.answer(body(intent="AMAZON.YesIntent", attributes=attributes))

    assert answer.outcome == "spoken"


@pytest.mark.parametrize(
    "kind",
    [
        "SessionEndedRequest",
        "AudioPlayer.PlaybackStarted",
        "AudioPlayer.PlaybackStopped",
        "AudioPlayer.PlaybackNearlyFinished",
        "AudioPlayer.PlaybackFinished",
        "AudioPlayer.PlaybackFailed",
        "PlaybackController.PlayCommandIssued",
        "AlexaSkillEvent.SkillEnabled",
        "AlexaSkillEvent.SkillAccountUnlinked",
        "Alexa.Presentation.APL.UserEvent",
        "Alexa.Presentation.APL.RuntimeError",
        "Connections.Response",
        "System.ExceptionEncountered",
        "Something.Invented.Later",
    ],
)
def test_events_and_unknown_types_get_an_empty_response(
    dispatcher: Dispatcher, kind: str
) -> None:
    """An event, with or without a session, is answered with nothing to say."""
    for session in (True, False):
        assert response(dispatcher, body(kind, session=session)) == {}


def test_name_free_questions_are_declined(dispatcher: Dispatcher) -> None:
    """We answer only those who ask for us by name."""
    answered = response(dispatcher, body("CanFulfillIntentRequest"))

    assert answered == {"canFulfillIntent": {"canFulfill": "NO"}}


def test_unknown_intent_is_a_misunderstanding(dispatcher: Dispatcher) -> None:
    """An intent of another version of the model is answered as not understood."""
    answer = dispatcher.answer(body(intent="airportInfoIntent"))

    assert (answer.outcome, answer.intent) == ("spoken", "other")


def test_every_answer_reads_as_the_sdk_model(dispatcher: Dispatcher) -> None:
    """Amazon's own model of a response takes each answer and loses nothing."""
    serializer = DefaultSerializer()
    for request in (body(), body(intent="StarterIntent"), body("SessionEndedRequest")):
        answer = dispatcher.answer(request).body.decode()
        model = serializer.deserialize(answer, ResponseEnvelope)
        assert serializer.serialize(model) == json.loads(answer)


def test_locale_we_do_not_speak_is_answered_in_ours(dispatcher: Dispatcher) -> None:
    """Any locale, even a made-up one, gets an answer."""
    for locale in ("de-DE", "en-IN", "xx-YY", "en", "en-", "", "🙂"):
        assert dispatcher.answer(body(locale=locale)).outcome == "spoken"


def test_without_memory_starters_still_work() -> None:
    """With the database down a couple still gets its question."""
    dispatcher = broken(MemoryUnavailableError("down"))

    answer = dispatcher.answer(body(intent="StarterIntent"))

    assert answer.outcome == "no-memory"
    assert json.loads(answer.body)["response"]["shouldEndSession"] is True


def test_without_a_user_starters_still_work(dispatcher: Dispatcher) -> None:
    """A request without a user id has no memory, and still gets its question."""
    assert dispatcher.answer(body(intent="StarterIntent", user=None)).outcome == "spoken"


def test_nothing_pretends_to_be_saved(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """If saving fails after loading worked, nothing is said that would need it."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise MemoryUnavailableError("full")

    monkeypatch.setattr(memory, "save", fail)
    dispatcher = Dispatcher(memory, clock=lambda: NOW, dice=random.Random(7))

    names = body(intent="NamesIntent", slots={"firstName": "Jo"}, attributes=ASKED)
    assert "memory" in spoken(dispatcher, names)
    starter = spoken(dispatcher, body(intent="StarterIntent"))
    assert "?" in starter
    assert "open me" not in starter.lower()


def test_faster_device_makes_the_other_draw_again(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn that lost the race runs again on what is there now."""
    lost = iter([True, True, False])
    save = memory.save

    def race(user_id: str, stored: Stored, *, now: datetime) -> None:
        if next(lost):
            raise ConflictError("faster")
        save(user_id, stored, now=now)

    monkeypatch.setattr(memory, "save", race)
    dispatcher = Dispatcher(memory, clock=lambda: NOW, dice=random.Random(7))

    assert dispatcher.answer(body(intent="StarterIntent")).outcome == "spoken"
    assert sum(map(len, memory.load(USER).household.heard.values())) == 1


def test_endless_race_ends_in_an_apology() -> None:
    """A turn that never wins gives up, says so, and is counted."""

    class Racing:
        def load(self, _user: str) -> Stored:
            return cast("Stored", type("Stored", (), {"household": Household()})())

        def save(self, *_args: object, **_kwargs: object) -> None:
            raise ConflictError("always")

    dispatcher = Dispatcher(cast("Memory", Racing()), clock=lambda: NOW)

    assert dispatcher.answer(body(intent="StarterIntent")).outcome == "bug"


def test_two_devices_never_draw_the_same(memory: Memory) -> None:
    """Two devices drawing at once from one household hear different starters, always."""
    dispatcher = Dispatcher(memory, clock=lambda: NOW)
    requests = [body(intent="StarterIntent", device=f"device-{n % 2}") for n in range(200)]

    with ThreadPoolExecutor(2) as devices:
        outcomes = [a.outcome for a in devices.map(dispatcher.answer, requests)]

    heard = memory.load(USER).household.heard
    assert set(outcomes) == {"spoken"}
    assert sum(map(len, heard.values())) == 200
    assert all(len(set(numbers)) == len(numbers) for numbers in heard.values())


def test_disabling_the_skill_forgets(dispatcher: Dispatcher, memory: Memory) -> None:
    """When the skill is disabled, nothing of the household is left."""
    dispatcher.answer(body(intent="StarterIntent"))

    dispatcher.answer(body("AlexaSkillEvent.SkillDisabled", session=False))

    assert memory.load(USER).household == Household()


def test_locked_household_can_still_be_forgotten(
    dispatcher: Dispatcher, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When our keys do not open what is kept, "forget everything" still removes it."""
    dispatcher.answer(body())
    sure = body(intent="AMAZON.YesIntent", attributes={"pending": "forget", "asked": "Sure?"})

    def locked(_user: str) -> Stored:
        raise KeyLostError("other keys")

    with monkeypatch.context() as patch:
        patch.setattr(memory, "load", locked)
        asked = spoken(dispatcher, body(intent="ForgetEverythingIntent"))
        done = spoken(dispatcher, sure)

    assert "can't read" in asked
    assert "forgotten everything" in done
    assert memory.load(USER).household == Household()


def test_nothing_is_kept_of_who_only_said_stop(dispatcher: Dispatcher, memory: Memory) -> None:
    """A household that told us nothing leaves no row behind."""
    dispatcher.answer(body(intent="AMAZON.StopIntent"))

    assert memory.load(USER).household == Household()


def test_end_of_a_session_is_no_trouble_without_memory() -> None:
    """Alexa does not repeat the end of a session, so it is never answered with a fault."""
    dispatcher = broken(MemoryUnavailableError("down"))

    assert dispatcher.answer(body("SessionEndedRequest", reason="ERROR")).outcome == "quiet"


def test_failed_forgetting_is_not_acknowledged() -> None:
    """If the memory is away when the skill is disabled, Amazon must not hear a yes."""
    dispatcher = broken(MemoryUnavailableError("down"))

    with pytest.raises(MemoryUnavailableError):
        dispatcher.answer(body("AlexaSkillEvent.SkillDisabled", session=False))


def test_forget_everything_by_voice(dispatcher: Dispatcher, memory: Memory) -> None:
    """After the full yes nothing is left, and the next opening is a first one."""
    dispatcher.answer(body())
    asked = json.loads(dispatcher.answer(body(intent="ForgetEverythingIntent")).body)

    sure = body(intent="AMAZON.YesIntent", attributes=asked["sessionAttributes"])

    assert "forgotten everything" in spoken(dispatcher, sure)
    assert memory.load(USER).household == Household()
    assert spoken(dispatcher, body()).startswith("Welcome to Reviving Romance")


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        ("NamesIntent", {"firstName": "I want to kill myself"}),
        ("TopicStarterIntent", {"topic": "he hits me"}),
        ("CrisisIntent", {}),
        ("AbuseIntent", {}),
    ],
)
def test_crisis_leaves_no_trace(
    memory: Memory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    intent: str,
    slots: dict[str, str],
) -> None:
    """Words of crisis are answered, and neither kept nor logged nor carried along."""
    dispatcher = Dispatcher(memory, clock=lambda: NOW, dice=random.Random(7))
    dispatcher.answer(body())
    saved: list[object] = []
    monkeypatch.setattr(memory, "save", lambda *args, **_now: saved.append(args))

    answer = dispatcher.answer(body(intent=intent, slots=slots, attributes=ASKED))

    carried = json.loads(answer.body)["sessionAttributes"]
    assert b"Should I say the numbers again?" in answer.body
    assert answer.intent == "other"
    assert saved == []
    assert carried.keys() == {"pending", "topic"}
    for words in slots.values():
        assert words not in answer.body.decode() + caplog.text


@pytest.mark.parametrize(
    ("locale", "number"), [("en-US", "9 8 8"), ("en-GB", "1 1 6"), ("de-DE", None), ("", None)]
)
def test_numbers_are_never_those_of_another_country(
    dispatcher: Dispatcher, locale: str, number: str | None
) -> None:
    """A locale that we do not speak hears no number of another country."""
    words = spoken(dispatcher, body(intent="CrisisIntent", locale=locale))

    if number:
        assert number in words
    else:
        assert "local emergency number" in words
        assert not any(sign.isdigit() for sign in words)


def test_device_error_makes_the_next_opening_say_it_again(
    dispatcher: Dispatcher, memory: Memory
) -> None:
    """If the device breaks off after a starter, the next opening repeats it."""
    dispatcher.answer(body())
    dispatcher.answer(body(intent="StarterIntent"))
    error = {"type": "DEVICE_COMMUNICATION_ERROR", "message": "x"}

    dispatcher.answer(body("SessionEndedRequest", reason="ERROR", error=error))

    place = memory.load(USER).household.place
    assert place
    assert place.cut_off
    assert response(dispatcher, body())["shouldEndSession"] is True


def test_late_device_error_changes_nothing(memory: Memory) -> None:
    """An error long after a starter is about something else."""
    moments: Iterable[datetime] = iter([NOW, NOW + timedelta(hours=1)])
    dispatcher = Dispatcher(memory, clock=lambda: next(iter(moments)))
    dispatcher.answer(body(intent="StarterIntent"))

    dispatcher.answer(body("SessionEndedRequest", reason="ERROR"))

    place = memory.load(USER).household.place
    assert place
    assert not place.cut_off


def test_bug_is_a_spoken_apology(caplog: pytest.LogCaptureFixture) -> None:
    """A bug is apologised for, counted, and logged by place, without what was said."""
    dispatcher = broken(ZeroDivisionError("Zoë said something"))

    answer = dispatcher.answer(body(intent="StarterIntent"))

    assert answer.outcome == "bug"
    assert dispatcher.outcomes["bug"] == 1
    assert "ZeroDivisionError" in caplog.text
    assert "Zoë" not in caplog.text


def test_bug_in_an_event_says_nothing() -> None:
    """Where nobody listens, a bug is answered with nothing."""
    dispatcher = broken(ZeroDivisionError("x"))

    answer = dispatcher.answer(body("AlexaSkillEvent.SkillDisabled", session=False))

    assert json.loads(answer.body)["response"] == {}


def test_response_over_a_limit_is_replaced(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What would break a limit never leaves; an apology does, and it is counted."""
    render = Phrasebook.render

    def endless(book: Phrasebook, phrase: Phrase, *rest: Any) -> str:
        words = render(book, phrase, *rest)
        return words if phrase.key == "basics.trouble" else words * 2_000

    monkeypatch.setattr(Phrasebook, "render", endless)
    with caplog.at_level(logging.ERROR, "skill"):
        answer = dispatcher.answer(body(intent="StarterIntent"))

    assert answer.outcome == "limit"
    assert "over a limit" in caplog.text
    assert "went wrong" in answer.body.decode() or "broke" in answer.body.decode()


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b"\xff", b'{"request": {"type": 3}}'])
def test_what_is_no_request_is_refused(dispatcher: Dispatcher, junk: bytes) -> None:
    """Bytes that are no request are refused, not answered."""
    with pytest.raises(RequestRefusedError):
        dispatcher.answer(junk)
