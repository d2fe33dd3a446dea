"""What Alexa sends, read leniently where it does not matter and strictly where it does."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from skill import envelope
from skill.errors import RequestRefusedError

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def request(**fields: Any) -> bytes:
    """Return a body whose request has these fields."""
    return json.dumps({"request": {"type": "LaunchRequest", **fields}}).encode()


@pytest.mark.parametrize(
    "timestamp", ["2015-05-13T12:34:56Z", "2015-05-13T14:34:56+02:00", 1431520496000]
)
def test_time_is_read_in_every_form_alexa_used(timestamp: str | int) -> None:
    """ISO 8601, and milliseconds since the epoch in very old bodies, are the same moment."""
    read = envelope.read(request(timestamp=timestamp))

    assert read.request.sent_at() == datetime(2015, 5, 13, 12, 34, 56, tzinfo=UTC)


@pytest.mark.parametrize("timestamp", ["", "yesterday", 10**30, None])
def test_time_that_makes_no_sense_is_none(timestamp: object) -> None:
    """A time that is none is None, never an error of another library."""
    assert envelope.read(request(timestamp=timestamp)).request.sent_at() is None


def test_user_comes_from_the_context_first() -> None:
    """The household is the context's user; the session's only where the context has none."""
    both = {
        "request": {"type": "LaunchRequest"},
        "session": {"user": {"userId": "session"}},
        "context": {"System": {"user": {"userId": "context"}}},
    }
    assert envelope.read(json.dumps(both).encode()).user_id == "context"
    both["context"] = {}
    assert envelope.read(json.dumps(both).encode()).user_id == "session"
    both["session"] = {"user": {"userId": None}}
    assert envelope.read(json.dumps(both).encode()).user_id is None


def test_skill_id_comes_from_the_context_only() -> None:
    """The session's application id is never trusted."""
    body = {
        "request": {"type": "LaunchRequest"},
        "session": {"application": {"applicationId": "ours"}},
    }
    assert envelope.read(json.dumps(body).encode()).application_id is None


@pytest.mark.parametrize(
    ("code", "expected"), [("ER_SUCCESS_MATCH", "travel"), ("ER_SUCCESS_NO_MATCH", None)]
)
def test_slot_id_needs_a_match(code: str, expected: str | None) -> None:
    """A slot has an id only where entity resolution found one."""
    values = [{"value": {"name": "Travel", "id": "travel"}}]
    authority = {"status": {"code": code}, "values": values}
    slot = {"value": "trips", "resolutions": {"resolutionsPerAuthority": [authority]}}
    read = envelope.read(request(intent={"name": "X", "slots": {"topic": slot}}))

    assert read.request.intent
    assert read.request.intent.slots
    assert read.request.intent.slots["topic"].id == expected


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}", b'{"request": {}}', b"\xff\xfe", b"[" * 100_000],
)
def test_what_is_no_request_is_refused(body: bytes) -> None:
    """Anything but a JSON object with a typed request is refused, whatever it is."""
    with pytest.raises(RequestRefusedError, match="body"):
        envelope.read(body)


@given(st.binary() | ANYTHING.map(lambda value: json.dumps(value).encode()))
def test_reading_never_breaks(body: bytes) -> None:
    """Any bytes are either a request or refused."""
    try:
        envelope.read(body)
    except RequestRefusedError as refused:
        assert refused.reason == "body"  # noqa: PT017 - both outcomes are right
