"""The platform's limits, checked on every response before it leaves."""

from collections.abc import Mapping
from typing import Any

from skill.dispatch.conversation import SPOKEN
from skill.errors import ResponseLimitError
from skill.speech import plain

SPEECH = 8_000
"""Characters of one outputSpeech, tags included (the text of Amazon's own error)."""

RESPONSE = 24 * 1024
"""Bytes of a whole response: the figure of Amazon's older pages; newer ones say 120 KB."""

AUDIO_TAGS = 5
"""``<audio>`` tags in one response (as the SSML linter ssml-check enforces it)."""


TOKEN = 1_024
"""Characters of an audio stream's token."""

URL = 8_000
"""Characters of an audio stream's URL."""

_PLAY, _STOP, _CLEAR = (f"AudioPlayer.{name}" for name in ("Play", "Stop", "ClearQueue"))
_QUIET = frozenset({_STOP, _CLEAR})
_ANY = _QUIET | {_PLAY}
_REPLACE, _QUEUE = frozenset({"REPLACE_ALL"}), frozenset({"ENQUEUE", "REPLACE_ENQUEUED"})

_DIRECTIVES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(SPOKEN, _ANY),
    "AudioPlayer.PlaybackStarted": _QUIET,
    "AudioPlayer.PlaybackFinished": _QUIET,
    "AudioPlayer.PlaybackNearlyFinished": _ANY,
    "AudioPlayer.PlaybackFailed": _ANY,
    **dict.fromkeys(
        (
            "PlaybackController.PlayCommandIssued",
            "PlaybackController.PauseCommandIssued",
            "PlaybackController.NextCommandIssued",
            "PlaybackController.PreviousCommandIssued",
        ),
        _ANY,
    ),
}
"""The directives that may answer each type of request; others take none, a stop above all."""


def check(response: Mapping[str, Any], kind: str, size: int) -> None:
    """Check a response against the platform's limits.

    Args:
        response: the response envelope as plain data.
        kind: the type of the request it answers.
        size: how many bytes it takes as JSON.

    Raises:
        ResponseLimitError: naming the limit, never the words.
    """
    body = response.get("response") or {}
    if size > RESPONSE:
        raise ResponseLimitError(f"{size} bytes, at most {RESPONSE}")
    directives = body.get("directives") or ()
    for directive in directives:
        _check_directive(directive, kind)
    if kind not in SPOKEN:
        _check_quiet(body)
        return
    speech = _words(body.get("outputSpeech"), "speech")
    reprompt = (body.get("reprompt") or {}).get("outputSpeech")
    _check_ending(speech, body.get("shouldEndSession"), listening=reprompt is not None)
    if reprompt and _words(reprompt, "reprompt") == speech:
        raise ResponseLimitError("the reprompt repeats the speech")
    if any(directive["type"] == _PLAY for directive in directives) and reprompt:
        raise ResponseLimitError("a session held open over what plays")


def _check_quiet(body: Mapping[str, Any]) -> None:
    """Events and the end of a session take no speech and keep no session open."""
    spoken = [part for part in ("outputSpeech", "reprompt", "card") if body.get(part)]
    if spoken:
        raise ResponseLimitError(f"{spoken[0]} in the answer to an event")
    if body.get("shouldEndSession") is False:
        raise ResponseLimitError("an event cannot keep a session open")


def _check_directive(directive: Mapping[str, Any], kind: str) -> None:
    """Each type of request takes its own directives."""
    if directive["type"] not in _DIRECTIVES.get(kind, ()):
        raise ResponseLimitError(f"{directive['type']} in the answer to {kind}")
    if directive["type"] != _PLAY:
        return
    behaviours = _QUEUE if kind == "AudioPlayer.PlaybackNearlyFinished" else _REPLACE
    if directive.get("playBehavior") not in behaviours:
        raise ResponseLimitError(f"{directive.get('playBehavior')} in the answer to {kind}")
    _check_stream(
        directive["audioItem"]["stream"], queued=directive["playBehavior"] == "ENQUEUE"
    )


def _check_stream(stream: Mapping[str, Any], *, queued: bool) -> None:
    if not 0 < len(stream.get("token") or "") <= TOKEN:
        raise ResponseLimitError(f"a token of none or over {TOKEN} characters")
    url = stream.get("url") or ""
    if not url.startswith("https://") or len(url) > URL:
        raise ResponseLimitError(f"a stream without https or over {URL} characters")
    if (stream.get("offsetInMilliseconds") or 0) < 0:
        raise ResponseLimitError("a stream that starts before its beginning")
    if bool(stream.get("expectedPreviousToken")) != queued:
        raise ResponseLimitError("a previous token without a queue, or neither")


def _check_ending(speech: str, ends: object, *, listening: bool) -> None:
    """A question means the session stays open; no question means it closes."""
    if not isinstance(ends, bool):
        raise ResponseLimitError("shouldEndSession is not set")
    if ends == listening:
        raise ResponseLimitError("a reprompt and a closed session, or neither")
    if speech.endswith("?") == ends:
        raise ResponseLimitError("a question and a closed session, or neither")


def _words(speech: Mapping[str, Any] | None, part: str) -> str:
    ssml = (speech or {}).get("ssml") or ""
    if len(ssml) > SPEECH:
        raise ResponseLimitError(f"{part} of {len(ssml)} characters, at most {SPEECH}")
    if ssml.count("<audio") > AUDIO_TAGS:
        raise ResponseLimitError(f"{part} with over {AUDIO_TAGS} audio tags")
    try:
        words = plain(ssml)
    except ValueError as error:
        raise ResponseLimitError(f"{part} is {error}") from error
    if not words:
        raise ResponseLimitError(f"{part} is empty")
    return words
