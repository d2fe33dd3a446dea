"""The device: sessions, envelopes, and what it refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fakeskill import FakeSkill

from skill.errors import ResponseLimitError
from skill.speaker.clock import Clock
from skill.speaker.device import Device, State

SCREEN: dict[str, Any] = {"Alexa.Presentation.APL": {}}
PAGE: dict[str, Any] = {"directives": [{"type": "Alexa.Presentation.APL.RenderDocument"}]}


def test_opening_sends_a_whole_envelope(device: Device, skill: FakeSkill) -> None:
    """A launch request holds what a device sends: session, system, and the request."""
    skill.will("Welcome. What are your names?", "Your names?")

    heard = device.say("Alexa, open Reviving Romance")

    assert heard.speech == "Welcome. What are your names?"
    assert heard.reprompt == "Your names?"
    assert heard.state is device.state is State.LISTENING
    application = {"applicationId": "amzn1.ask.skill.on-this-machine"}
    user = {"userId": "amzn1.ask.account.home"}
    assert skill.requests == [
        {
            "version": "1.0",
            "context": {
                "System": {
                    "application": application,
                    "user": user,
                    "apiEndpoint": "https://api.amazonalexa.com",
                    "device": {
                        "deviceId": "amzn1.ask.device.kitchen",
                        "supportedInterfaces": {"AudioPlayer": {}},
                    },
                }
            },
            "session": {
                "new": True,
                "sessionId": "amzn1.echo-api.session.home.kitchen.20261122T180000000000.1",
                "application": application,
                "attributes": {},
                "user": user,
            },
            "request": {
                "requestId": "amzn1.echo-api.request.home.kitchen.20261122T180000000000.2",
                "timestamp": "2026-11-22T18:00:00Z",
                "locale": "en-US",
                "type": "LaunchRequest",
            },
        }
    ]


def test_a_session_goes_on_while_the_device_listens(
    device: Device, skill: FakeSkill, clock: Clock
) -> None:
    """Turns of one session share its id and carry its attributes; requests have new ids."""
    skill.will("Hi?", "Hi?", attributes={"n": 1}).will("Good.")

    device.say("open reviving romance")
    clock.wait(timedelta(minutes=5))
    heard = device.say("we are Zoë and Jo")

    first, second = skill.requests
    assert second["session"]["sessionId"] == first["session"]["sessionId"]
    assert second["session"]["new"] is False
    assert second["session"]["attributes"] == {"n": 1}
    assert second["request"]["requestId"] != first["request"]["requestId"]
    assert second["request"]["timestamp"] == "2026-11-22T18:05:00Z"
    assert second["request"]["intent"]["slots"]["first"]["value"] == "Zoë"
    assert heard.state is State.CLOSED


def test_attributes_that_are_not_given_back_are_gone(device: Device, skill: FakeSkill) -> None:
    """Session attributes live from answer to answer."""
    skill.will("?", "?", attributes={"n": 1}).will("?", "?")

    for sentence in ("open reviving romance", "go deeper", "go deeper"):
        device.say(sentence)

    assert [r["session"]["attributes"] for r in skill.requests] == [{}, {"n": 1}, {}]


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("ask reviving romance for a deeper one", "Deeper"),
        ("tell reviving romance to go deeper", "Deeper"),
        ("tell reviving romance that we are Zoë and Jo", "Names"),
        ("ask reviving romance for one more please", "Another"),
        ("give us a question from reviving romance", "Starter"),
        ("ask reviving romance for pancakes on mars", "AMAZON.FallbackIntent"),
    ],
)
def test_one_shots_open_a_session_with_an_intent(
    sentence: str, intent: str, device: Device, skill: FakeSkill
) -> None:
    """What is asked for along with the name is an intent in a new session."""
    device.say(sentence)

    assert skill.requests[0]["request"]["intent"]["name"] == intent
    assert skill.requests[0]["session"]["new"] is True


def test_the_name_starts_over(device: Device, skill: FakeSkill) -> None:
    """Calling the skill by its name in the middle of a session begins another one."""
    skill.will("?", "?")

    device.say("open reviving romance")
    device.say("ask reviving romance for a deeper one")

    first, second = (envelope["session"] for envelope in skill.requests)
    assert second["new"] is True
    assert second["sessionId"] != first["sessionId"]


def test_a_sentence_without_a_session_is_not_for_the_skill(
    device: Device, skill: FakeSkill
) -> None:
    """A real speaker would not send it, so neither do we; a hint says what to do."""
    heard = device.say("a conversation starter")

    assert skill.requests == []
    assert heard.hint == 'The skill is not open: say "open reviving romance" first.'
    assert heard.state is State.CLOSED
    assert heard.empty


def test_stop_is_an_intent_like_others(device: Device, skill: FakeSkill) -> None:
    """The word "stop" in a session reaches the skill as the built-in intent."""
    skill.will("?", "?").will("See you.")

    device.say("open reviving romance")
    heard = device.say("stop")

    assert skill.requests[1]["request"]["intent"]["name"] == "AMAZON.StopIntent"
    assert heard.state is State.CLOSED


def test_silence_is_asked_once_and_then_ends(device: Device, skill: FakeSkill) -> None:
    """After silence the reprompt is spoken; then the session ends with a request for it."""
    skill.will("Names?", "Still there?")

    device.say("open reviving romance")
    heard = device.silence()

    assert heard.speech == "Still there?"
    assert heard.state is State.CLOSED
    assert skill.requests[1]["request"]["type"] == "SessionEndedRequest"
    assert skill.requests[1]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert (
        skill.requests[1]["session"]["sessionId"] == skill.requests[0]["session"]["sessionId"]
    )
    assert device.silence().speech == ""
    assert len(skill.requests) == 2


def test_an_event_does_not_touch_the_session(device: Device, skill: FakeSkill) -> None:
    """Events come without a session, and the one that is open goes on, reprompt and all."""
    skill.will("Names?", "Still there?").will().will()

    device.say("open reviving romance")
    heard = device.send({"type": "AudioPlayer.PlaybackStarted", "offsetInMilliseconds": 5})
    device.send({"type": "AlexaSkillEvent.SkillDisabled"})

    assert "session" not in skill.requests[1]
    assert skill.requests[1]["request"]["offsetInMilliseconds"] == 5
    assert "device" not in skill.requests[2]["context"]["System"]
    assert heard.state is device.state is State.LISTENING
    assert device.silence().speech == "Still there?"


def test_raw_requests_use_the_session_that_there_is(device: Device, skill: FakeSkill) -> None:
    """A request with a session gets the open one, or a new one; an end gets the last one."""
    skill.will("?", "?")

    device.send({"type": "Connections.Response"})
    device.send({"type": "Alexa.Presentation.APL.UserEvent"})
    device.send({"type": "SessionEndedRequest", "reason": "ERROR"})
    device.send({"type": "LaunchRequest"})

    ids = [envelope["session"]["sessionId"].rpartition(".")[2] for envelope in skill.requests]
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_the_session_can_be_ended_from_outside(device: Device, skill: FakeSkill) -> None:
    """Somebody who leaves is a session that ended."""
    skill.will("?", "?")

    device.say("open reviving romance")
    heard = device.end()

    assert skill.requests[1]["request"]["reason"] == "USER_INITIATED"
    assert heard.state is State.CLOSED


@pytest.mark.parametrize(
    ("interfaces", "response", "state"),
    [
        ({}, {"shouldEndSession": None}, State.CLOSED),
        ({}, {"shouldEndSession": None, **PAGE}, State.CLOSED),
        (SCREEN, {"shouldEndSession": None}, State.CLOSED),
        (SCREEN, {"shouldEndSession": None, **PAGE}, State.WAITING),
        (SCREEN, {"shouldEndSession": True, **PAGE}, State.CLOSED),
        (SCREEN, {"shouldEndSession": False, **PAGE}, State.LISTENING),
    ],
)
def test_an_end_that_is_left_open_depends_on_the_screen(
    interfaces: dict[str, Any],
    response: dict[str, Any],
    state: State,
    make_device: Callable[..., Device],
    skill: FakeSkill,
) -> None:
    """Without shouldEndSession a voice-only device ends; a page keeps the session open."""
    skill.answers.append(response)

    assert make_device(interfaces=interfaces).say("open reviving romance").state is state


def test_a_page_waits_for_the_wake_word(
    make_device: Callable[..., Device], skill: FakeSkill
) -> None:
    """While a page is shown the microphone is closed, and "alexa" opens it again."""
    device = make_device(interfaces=SCREEN)
    skill.answers += [dict(PAGE), dict(PAGE)]

    device.say("open reviving romance")
    unheard = device.say("go deeper")
    heard = device.say("alexa, go deeper")

    assert unheard.hint == 'The microphone is closed: say "alexa" first.'
    assert skill.types == ["LaunchRequest", "IntentRequest"]
    assert skill.requests[1]["session"]["new"] is False
    assert heard.directives == PAGE["directives"]
    assert device.silence().state is State.CLOSED
    assert len(skill.requests) == 2


def test_a_card_is_shown(device: Device, skill: FakeSkill) -> None:
    """The card of an answer can be looked at; without an answer there is none."""
    skill.will("Hi.", card={"type": "Simple", "title": "t"})

    assert device.say("open reviving romance").card == {"type": "Simple", "title": "t"}
    assert device.say("hello").card is None


@pytest.mark.parametrize(
    "answer",
    [
        b"not json",
        {"outputSpeech": {"type": "SSML", "ssml": "<speak>a & b</speak>"}},
        {"reprompt": {"outputSpeech": {"type": "SSML", "ssml": "no"}}},
    ],
)
def test_a_broken_answer_ends_the_session(
    answer: Any, device: Device, skill: FakeSkill
) -> None:
    """What Alexa would refuse is an error, and the session is over."""
    skill.will("?", "?")
    skill.answers.append(answer)

    device.say("open reviving romance")
    with pytest.raises(ResponseLimitError):
        device.say("go deeper")

    assert device.state is State.CLOSED


def test_speech_after_the_end_is_refused(device: Device, skill: FakeSkill) -> None:
    """Nobody hears what is said to the end of a session."""
    skill.will("?", "?").will("Bye!")

    device.say("open reviving romance")
    with pytest.raises(ResponseLimitError, match="SessionEndedRequest"):
        device.silence()


def test_devices_and_households_are_told_apart(
    make_device: Callable[..., Device], skill: FakeSkill
) -> None:
    """Each device has its own ids; devices of one household share its account."""
    for name, household in (("kitchen", "home"), ("bedroom", "home"), ("kitchen", "next-door")):
        make_device(name=name, household=household).say("open reviving romance")

    systems = [envelope["context"]["System"] for envelope in skill.requests]
    requests = {envelope["request"]["requestId"] for envelope in skill.requests}
    assert [system["user"]["userId"].rpartition(".")[2] for system in systems] == [
        "home",
        "home",
        "next-door",
    ]
    assert systems[0]["device"] != systems[1]["device"]
    assert len(requests) == 3


def test_a_device_that_is_started_again_gives_other_ids(
    make_device: Callable[..., Device], skill: FakeSkill, clock: Clock
) -> None:
    """A request id is never given twice, so that nothing is taken for a repetition."""
    make_device().say("open reviving romance")
    clock.wait(timedelta(seconds=1))
    make_device().say("open reviving romance")

    assert len({envelope["request"]["requestId"] for envelope in skill.requests}) == 2
