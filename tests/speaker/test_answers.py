"""Answers of a skill, as a device takes them."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from skill.errors import ResponseLimitError
from skill.speaker.answers import read

SPEECH = {"outputSpeech": {"type": "SSML", "ssml": "<speak>Hi.</speak>"}}
PLAY = {"directives": [{"type": "AudioPlayer.Play"}]}


def _raw(response: Any, **more: Any) -> bytes:
    return json.dumps({"version": "1.0", "response": response, **more}).encode()


def test_an_answer_is_read() -> None:
    """Speech, attributes and the end of the session come through."""
    answer = read(_raw({**SPEECH, "shouldEndSession": True}, sessionAttributes={"n": 1}), "x")

    assert answer.response.output_speech
    assert answer.response.output_speech.heard() == "Hi."
    assert answer.response.should_end_session is True
    assert answer.session_attributes == {"n": 1}
    assert not answer.response.empty


def test_an_empty_answer_is_an_answer() -> None:
    """A response of nothing is valid, and so are nulls and fields that nobody knows."""
    assert read(_raw({}), "LaunchRequest").response.empty
    assert read(
        _raw({"card": None, "directives": None, "x": 1}), "LaunchRequest"
    ).response.empty


@pytest.mark.parametrize(
    "speech",
    [
        {"type": "SSML"},
        {"type": "PlainText", "ssml": "<speak>a</speak>"},
        {"type": "SSML", "ssml": f"<speak>{'a' * 8000}</speak>"},
        {"type": "SSML", "ssml": "<speak>a & b</speak>"},
    ],
)
def test_speech_that_cannot_be_spoken_is_refused(speech: dict[str, Any]) -> None:
    """Speech without words, with too many, or with broken markup is an error."""
    answer = read(_raw({"outputSpeech": speech}), "LaunchRequest")

    assert answer.response.output_speech
    with pytest.raises(ResponseLimitError):
        answer.response.output_speech.heard()


def test_plain_text_is_spoken_as_it_is() -> None:
    """Plain text is no markup."""
    answer = read(_raw({"outputSpeech": {"type": "PlainText", "text": "Jo & Sam"}}), "x")

    assert answer.response.output_speech
    assert answer.response.output_speech.heard() == "Jo & Sam"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"version": "1.0"}',
        b'{"response": {}}',
        b'{"version": "2.0", "response": {}}',
        _raw(None),
        _raw({"outputSpeech": {"type": "Song", "text": "la"}}),
        _raw({"directives": [{"kind": "x"}]}),
        _raw({"shouldEndSession": "yes"}),
        _raw({}, sessionAttributes=[1]),
        _raw({}, padding="x" * 120 * 1024),
    ],
)
def test_what_is_no_response_is_refused(raw: bytes) -> None:
    """JSON of another shape, something else, or too much of it is an error."""
    with pytest.raises(ResponseLimitError):
        read(raw, "LaunchRequest")


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("SessionEndedRequest", SPEECH),
        ("SessionEndedRequest", {"reprompt": SPEECH}),
        ("SessionEndedRequest", {"shouldEndSession": False}),
        ("AudioPlayer.PlaybackStarted", SPEECH),
        ("AudioPlayer.PlaybackStarted", {"card": {"type": "Simple"}}),
        ("AudioPlayer.PlaybackStarted", {"shouldEndSession": False}),
        ("AudioPlayer.PlaybackStarted", {"directives": [{"type": "Dialog.Delegate"}]}),
        ("AudioPlayer.PlaybackStopped", PLAY),
        ("PlaybackController.NextCommandIssued", SPEECH),
        ("AlexaSkillEvent.SkillDisabled", SPEECH),
        ("System.ExceptionEncountered", SPEECH),
    ],
)
def test_events_take_no_speech(kind: str, response: dict[str, Any]) -> None:
    """Alexa refuses speech, cards and open sessions where nobody is listening."""
    with pytest.raises(ResponseLimitError, match=kind):
        read(_raw(response), kind)


def test_the_player_takes_directives_of_its_own() -> None:
    """The end of a track may be answered with the next one."""
    assert not read(_raw(PLAY), "AudioPlayer.PlaybackNearlyFinished").response.empty


@given(st.binary() | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(_raw))
def test_nothing_breaks_the_reading(raw: bytes) -> None:
    """Whatever a skill answers is an answer or an error of ours."""
    try:
        read(raw, "LaunchRequest")
    except ResponseLimitError as error:
        assert str(error)  # noqa: PT017 - both outcomes are right
