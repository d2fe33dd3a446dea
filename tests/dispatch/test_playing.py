"""Playing: directives out, events in, and what the memory holds afterwards."""

import json
import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from authority import NOW
from bodies import body

from skill.content import Content
from skill.content.library import Libraries, Library
from skill.dispatch import Dispatcher
from skill.errors import MemoryUnavailableError
from skill.memory import Memory
from skill.turn import Turn, question

USER = "amzn1.ask.account.TEST"
TRACK = "breath-10"
IDLE: dict[str, Any] = {"playerActivity": "IDLE"}


@pytest.fixture(name="dispatcher")
def _dispatcher(memory: Memory, recorded: Libraries) -> Dispatcher:
    return Dispatcher(memory, clock=lambda: NOW, dice=random.Random(7), libraries=recorded)


def response(dispatcher: Dispatcher, request: bytes) -> dict[str, Any]:
    """Return the response part of the answer to a request."""
    answered: dict[str, Any] = json.loads(dispatcher.answer(request).body)["response"]
    return answered


def start(dispatcher: Dispatcher, **changes: Any) -> dict[str, Any]:
    """Start ten minutes of breath."""
    return response(
        dispatcher,
        body(
            intent="NamedMeditationIntent",
            slots={"duration": "PT10M"},
            ids={"meditation": "breath"},
            **{"player": IDLE} | changes,
        ),
    )


def event(name: str, offset: int, *, at: datetime = NOW, token: str = TRACK) -> bytes:
    """Return an event of the player."""
    kind = f"AudioPlayer.Playback{name}"
    return body(
        kind, session=False, at=at, player=IDLE, token=token, offsetInMilliseconds=offset
    )


def places(memory: Memory) -> list[tuple[str, str, int]]:
    """Return device, track and offset of all bookmarks."""
    return [(b.device, b.track, b.offset) for b in memory.bookmarks(USER)]


def test_play_is_what_alexa_takes(dispatcher: Dispatcher) -> None:
    """One sentence, one directive, and the session closes."""
    answered = start(dispatcher)
    (directive,) = answered["directives"]

    assert answered["shouldEndSession"] is True
    assert directive["type"] == "AudioPlayer.Play"
    assert directive["playBehavior"] == "REPLACE_ALL"
    stream = directive["audioItem"]["stream"]
    assert stream["token"] == TRACK
    assert stream["offsetInMilliseconds"] == 0
    assert stream["url"].startswith("https://host.example/audio/en-US/breath-10.mp3")
    assert directive["audioItem"]["metadata"]["title"] == "Matched Breath"


def test_starting_saves_the_household_and_the_place(
    dispatcher: Dispatcher, memory: Memory
) -> None:
    """A household that was never here before can lose no place either."""
    start(dispatcher)

    assert memory.load(USER).household.usual == 10
    assert places(memory) == [("kitchen", "breath-10", 0)]


def test_a_stop_that_comes_after_the_next_start_is_older(
    dispatcher: Dispatcher, memory: Memory
) -> None:
    """Events overtake one another; what happened later counts, whenever it is told."""
    start(dispatcher, at=NOW)
    later, latest = NOW + timedelta(minutes=4), NOW + timedelta(minutes=5)
    dispatcher.answer(event("Stopped", 250_000, at=later))
    start(dispatcher, at=latest)
    dispatcher.answer(event("Started", 0, at=latest))

    dispatcher.answer(event("Stopped", 240_000, at=later - timedelta(seconds=9)))

    assert places(memory) == [("kitchen", "breath-10", 0)]


def test_started_never_zeroes_the_place(dispatcher: Dispatcher, memory: Memory) -> None:
    """A device that starts again by itself, and says 0, loses nothing."""
    start(dispatcher)
    dispatcher.answer(event("Stopped", 250_000))

    dispatcher.answer(event("Started", 0, at=NOW + timedelta(seconds=5)))

    assert places(memory) == [("kitchen", "breath-10", 250_000)]


@pytest.mark.parametrize("name", ["Started", "Stopped", "NearlyFinished", "Finished"])
def test_events_are_answered_with_nothing_however_often(
    dispatcher: Dispatcher, memory: Memory, name: str
) -> None:
    """The same event twice is the same state, and no answer."""
    start(dispatcher)
    for _ in range(2):
        assert response(dispatcher, event(name, 590_000)) == {}

    assert len(places(memory)) == 1


def test_a_failure_is_answered_with_one_more_try(dispatcher: Dispatcher) -> None:
    """The state that a failure carries is believed if it is of the same stream."""
    start(dispatcher)
    state = {"token": "breath-10", "offsetInMilliseconds": 90_000}
    failed: dict[str, Any] = {
        "error": {"type": "MEDIA_ERROR_UNKNOWN"},
        "currentPlaybackState": state,
    }
    request = body(
        "AudioPlayer.PlaybackFailed",
        session=False,
        player=IDLE,
        token=TRACK,
        **failed,
    )

    (directive,) = response(dispatcher, request)["directives"]

    stream = directive["audioItem"]["stream"]
    assert (stream["token"], stream["offsetInMilliseconds"]) == ("breath-10:again", 90_000)


def test_a_spoken_pause_keeps_what_the_device_says(
    dispatcher: Dispatcher, memory: Memory
) -> None:
    """The place is in the request itself; no event has to come."""
    start(dispatcher)
    player = {
        "token": "breath-10",
        "offsetInMilliseconds": 250_000,
        "playerActivity": "PLAYING",
    }

    answered = response(dispatcher, body(intent="AMAZON.PauseIntent", player=player))

    assert answered["directives"] == [{"type": "AudioPlayer.Stop"}]
    assert places(memory) == [("kitchen", "breath-10", 250_000)]


def test_words_of_crisis_stop_the_audio(dispatcher: Dispatcher, memory: Memory) -> None:
    """The numbers are heard over silence, the question stays open, nothing is kept."""
    start(dispatcher)
    player = {
        "token": "breath-10",
        "offsetInMilliseconds": 250_000,
        "playerActivity": "PLAYING",
    }
    words = {"mood": "I want to kill myself"}

    answered = response(dispatcher, body(intent="MoodIntent", slots=words, player=player))

    assert answered["directives"] == [{"type": "AudioPlayer.Stop"}]
    assert answered["shouldEndSession"] is False
    assert places(memory) == [("kitchen", "breath-10", 0)]


def test_two_devices_at_once_keep_two_places(dispatcher: Dispatcher, memory: Memory) -> None:
    """The bedroom's meditation does not move the kitchen's."""
    start(dispatcher, device="kitchen")
    dispatcher.answer(event("Stopped", 250_000))
    start(dispatcher, device="bedroom", at=NOW + timedelta(seconds=1))

    assert sorted(places(memory)) == [
        ("bedroom", "breath-10", 0),
        ("kitchen", "breath-10", 250_000),
    ]


def test_after_forgetting_a_late_stop_brings_nothing_back(
    dispatcher: Dispatcher, memory: Memory
) -> None:
    """Delete on one device ends what the other one still sends."""
    start(dispatcher)
    memory.forget(USER)

    assert response(dispatcher, event("Stopped", 250_000)) == {}
    assert places(memory) == []


def test_with_the_memory_away_meditations_play(
    memory: Memory, recorded: Libraries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bookmarks that cannot be read or kept stop nobody from sitting down."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise MemoryUnavailableError("down")

    for method in ("save", "set_bookmark", "bookmarks"):
        monkeypatch.setattr(memory, method, fail)
    dispatcher = Dispatcher(memory, clock=lambda: NOW, libraries=recorded)

    assert start(dispatcher)["directives"]
    assert response(dispatcher, event("Stopped", 250_000)) == {}
    answer = dispatcher.answer(body(intent="ResumeMeditationIntent", player=IDLE))
    assert answer.outcome == "no-memory"


def test_an_exception_is_logged_by_type(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    """When Alexa refuses an answer of ours, an operator hears of it, without the words."""
    for error in ({"type": "INVALID_RESPONSE", "message": "Zoë"}, None, "odd"):
        request = body("System.ExceptionEncountered", session=False, error=error)
        assert response(dispatcher, request) == {}

    assert "INVALID_RESPONSE" in caplog.text
    assert "Zoë" not in caplog.text


def test_a_clip_is_played_in_place_of_the_question(make_turn: Any, english: Content) -> None:
    """Where a starter was read aloud before, that is heard; elsewhere Alexa speaks."""
    starter = english.decks["dreams"][1]
    library = Library(clips={starter.id: "https://host.example/x.mp3"})
    turn: Turn = make_turn("StarterIntent")

    assert question(turn, starter).key == "starters.question"
    turn.library = library
    assert question(turn, starter).values == {"src": "https://host.example/x.mp3"}
