"""The platform's limits: each is checked, and each check can fail."""

import re
from typing import Any

import pytest

from skill.dispatch.limits import AUDIO_TAGS, RESPONSE, SPEECH, check
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
