"""The platform's limits: each is checked, and each check can fail."""

import re
from typing import Any

import pytest

from skill.dispatch.limits import AUDIO_TAGS, RESPONSE, SPEECH, TOKEN, URL, check
from skill.errors import ResponseLimitError


def said(words: str) -> dict[str, Any]:
    """Return an outputSpeech."""
    return {"type": "SSML", "ssml": f"<speak>{words}</speak>"}


def spoken(
    words: str = "Hello.", *, ends: object = True, reprompt: str | None = None
) -> dict[str, Any]:
    """Return a response that speaks."""
    body: dict[str, Any] = {"outputSpeech": said(words), "shouldEndSession": ends}
    if reprompt is not None:
        body["reprompt"] = {"outputSpeech": said(reprompt)}
    return {"version": "1.0", "response": body}


GOOD = [spoken(), spoken("Shall I?", ends=False, reprompt="Shall I ask you one?")]


@pytest.mark.parametrize("response", GOOD)
def test_good_response_passes(response: dict[str, Any]) -> None:
    """A statement that closes and a question that listens are both fine."""
    check(response, "LaunchRequest", 100)


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (spoken("x" * SPEECH), "characters, at most 8000"),
        (spoken('<audio src="https://x/y.mp3"/>' * (AUDIO_TAGS + 1) + "Hi."), "audio tags"),
        (spoken("a & b"), "not well-formed"),
        (spoken(""), "is empty"),
        (spoken("Shall I?"), "a question and a closed session"),
        (spoken("Hello.", ends=False, reprompt="Well?"), "a question and a closed session"),
        (spoken("Shall I?", ends=False), "a reprompt and a closed session"),
        (spoken("Hello.", reprompt="Well?"), "a reprompt and a closed session"),
        (spoken("Shall I?", ends=False, reprompt="Shall I?"), "repeats the speech"),
        (spoken("Hello.", ends=None), "shouldEndSession is not set"),
    ],
)
def test_broken_limit_is_named(response: dict[str, Any], says: str) -> None:
    """What Alexa would refuse, or a couple would stumble over, is found and named."""
    with pytest.raises(ResponseLimitError, match=re.escape(says)):
        check(response, "IntentRequest", 100)


def test_large_response_is_refused() -> None:
    """The whole response counts, session attributes included."""
    with pytest.raises(ResponseLimitError, match="bytes"):
        check(spoken(), "IntentRequest", RESPONSE + 1)


@pytest.mark.parametrize(
    "body",
    [
        {"outputSpeech": said("Hi.")},
        {"reprompt": {"outputSpeech": said("Hi.")}},
        {"card": {"type": "Simple"}},
        {"shouldEndSession": False},
    ],
)
def test_events_take_no_words(body: dict[str, Any]) -> None:
    """An answer to an event may neither speak nor keep a session open."""
    with pytest.raises(ResponseLimitError):
        check({"version": "1.0", "response": body}, "AudioPlayer.PlaybackStopped", 100)


def test_empty_answer_to_an_event_passes() -> None:
    """Nothing is always a fine answer to an event."""
    check({"version": "1.0", "response": {}}, "SessionEndedRequest", 50)


def play(url: str = "https://host.example/a.mp3", **changes: Any) -> dict[str, Any]:
    """Return a directive that plays a stream."""
    behaviour = changes.pop("behaviour", "REPLACE_ALL")
    stream = {"token": "breath-5", "url": url, "offsetInMilliseconds": 0} | changes
    return {
        "type": "AudioPlayer.Play",
        "playBehavior": behaviour,
        "audioItem": {"stream": stream},
    }


STOP = {"type": "AudioPlayer.Stop"}
ENQUEUED = play(behaviour="ENQUEUE", expectedPreviousToken="breath-3")


def with_directives(kind: str, *directives: dict[str, Any]) -> dict[str, Any]:
    """Return a response with directives, as that type of request takes it."""
    body = spoken()["response"] if kind == "IntentRequest" else {}
    return {"version": "1.0", "response": {**body, "directives": list(directives)}}


@pytest.mark.parametrize(
    ("kind", "directive"),
    [
        ("IntentRequest", play()),
        ("IntentRequest", STOP),
        ("AudioPlayer.PlaybackStarted", STOP),
        ("AudioPlayer.PlaybackFinished", STOP),
        ("AudioPlayer.PlaybackNearlyFinished", ENQUEUED),
        ("AudioPlayer.PlaybackFailed", play()),
        ("PlaybackController.PlayCommandIssued", play()),
        ("PlaybackController.PauseCommandIssued", STOP),
    ],
)
def test_directives_go_where_they_may(kind: str, directive: dict[str, Any]) -> None:
    """What Alexa takes in answer to a type of request leaves."""
    check(with_directives(kind, directive), kind, 100)


@pytest.mark.parametrize(
    ("kind", "directive"),
    [
        ("AudioPlayer.PlaybackStopped", STOP),
        ("AudioPlayer.PlaybackStopped", play()),
        ("AudioPlayer.PlaybackStarted", play()),
        ("AudioPlayer.PlaybackFinished", play()),
        ("AudioPlayer.PlaybackNearlyFinished", play()),
        ("AudioPlayer.PlaybackFailed", ENQUEUED),
        ("IntentRequest", ENQUEUED),
        ("IntentRequest", {"type": "Dialog.Delegate"}),
        ("SessionEndedRequest", STOP),
        ("System.ExceptionEncountered", STOP),
        ("AlexaSkillEvent.SkillEnabled", STOP),
    ],
)
def test_directives_go_nowhere_else(kind: str, directive: dict[str, Any]) -> None:
    """What Alexa would answer with an error on every playback never leaves."""
    with pytest.raises(ResponseLimitError, match="in the answer to"):
        check(with_directives(kind, directive), kind, 100)


@pytest.mark.parametrize(
    "directive",
    [
        play("http://host.example/a.mp3"),
        play(""),
        play("https://host.example/" + "a" * URL),
        play(token=""),
        play(token="x" * (TOKEN + 1)),
        play(offsetInMilliseconds=-1),
        play(expectedPreviousToken="breath-3"),
    ],
)
def test_streams_are_fit_to_be_played(directive: dict[str, Any]) -> None:
    """https, a token, an offset, and a previous token with a queue only."""
    with pytest.raises(ResponseLimitError):
        check(with_directives("IntentRequest", directive), "IntentRequest", 100)


def test_nothing_plays_under_an_open_question() -> None:
    """A session held open would swallow the stop that is meant for what plays."""
    response = spoken("Shall I?", ends=False, reprompt="Shall I, then?")
    response["response"]["directives"] = [play()]

    with pytest.raises(ResponseLimitError, match="held open"):
        check(response, "IntentRequest", 100)
