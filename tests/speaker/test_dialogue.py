"""Dialogues: how they are written."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from skill.errors import DialogueError
from skill.speaker.dialogue import Change, Turn, parse, read
from skill.speaker.patterns import Pattern

TEXT = """\
# A first conversation.
@locale en-GB
@seed 7
@clock 2026-11-22T18:00:00Z

> open reviving romance
< Welcome *
<   What should I call you?
<! * error *
[listening]

@wait 2 days
> (silence)
! SessionEndedRequest {"reason": "ERROR", "error": {"type": "x"}}
[nothing]
! AlexaSkillEvent.SkillDisabled
"""


def test_a_dialogue_is_turns_and_changes() -> None:
    """Each line is a step, or says what must come of the step above it."""
    dialogue = parse(TEXT, "first.txt")

    assert (dialogue.name, dialogue.seed) == ("first.txt", 7)
    assert list(dialogue.steps) == [
        Change(2, "locale", "en-GB"),
        Change(4, "clock", datetime(2026, 11, 22, 18, tzinfo=UTC)),
        Turn(
            6,
            said="open reviving romance",
            spoken=Pattern("Welcome * What should I call you?", 7),
            unspoken=[Pattern("* error *", 9)],
            state=("listening", 10),
        ),
        Change(12, "wait", timedelta(days=2)),
        Turn(13, said="(silence)"),
        Turn(
            14,
            request={
                "type": "SessionEndedRequest",
                "reason": "ERROR",
                "error": {"type": "x"},
            },
            state=("nothing", 15),
        ),
        Turn(16, request={"type": "AlexaSkillEvent.SkillDisabled"}),
    ]


@pytest.mark.parametrize(
    ("value", "span"),
    [
        ("1 second", timedelta(seconds=1)),
        ("5 minutes", timedelta(minutes=5)),
        ("1 hour", timedelta(hours=1)),
        ("3 weeks", timedelta(weeks=3)),
    ],
)
def test_time_passes_in_words(value: str, span: timedelta) -> None:
    """A wait is a number and a unit."""
    assert parse(f"@wait {value}", "x").steps == (Change(1, "wait", span),)


def test_a_clock_without_a_zone_is_utc() -> None:
    """A moment without a time zone is in UTC."""
    moment = datetime(2026, 1, 1, 9, tzinfo=UTC)

    assert parse("@clock 2026-01-01T09:00:00", "x").steps == (Change(1, "clock", moment),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "starts with one of"),
        (">", "silence"),
        ("< Hi", "nothing was said"),
        ("[closed]", "nothing was said"),
        ("> a\n@wait 1 day\n< Hi", "nothing was said"),
        ("> a\n[open]", r"\[listening\]"),
        ("> a\n[closed", r"\[listening\]"),
        ("! {}", "type of request"),
        ("! Launch Request", "type of request"),
        ('! LaunchRequest {"a": }', "Expecting value"),
        ("@wait long", "5 minutes"),
        ("@wait", "5 minutes"),
        ("@clock noon", "noon"),
        ("@device", "a name"),
        ("@seed x", "x"),
        ("> a\n@seed 1", "no @seed here"),
        ("@volume 3", "no @volume here"),
    ],
)
def test_a_malformed_line_is_named(text: str, reason: str) -> None:
    """An error says in which line of which file something is wrong, and what."""
    last = len(text.splitlines())

    with pytest.raises(DialogueError, match=rf"^talk\.txt:{last}: .*{reason}"):
        parse(text, "talk.txt")


def test_a_type_in_the_fields_does_not_win() -> None:
    """The type of a raw request is the one before its fields."""
    (turn,) = parse('! LaunchRequest {"type": "x"}', "x").steps

    assert isinstance(turn, Turn)
    assert turn.request == {"type": "LaunchRequest"}


def test_a_file_is_read(tmp_path: Path) -> None:
    """A dialogue file is UTF-8; one that cannot be read is an error that names it."""
    path = tmp_path / "one.txt"
    path.write_text("> Zoë", encoding="utf-8")
    assert read(path).steps == (Turn(1, said="Zoë"),)

    path.write_bytes(b"> \xff")
    with pytest.raises(DialogueError, match=r"one\.txt"):
        read(path)
    with pytest.raises(DialogueError, match=r"none\.txt"):
        read(tmp_path / "none.txt")


@given(st.text(alphabet=st.sampled_from('><![]@#* ab{}\n"1')))
def test_any_text_is_a_dialogue_or_an_error(text: str) -> None:
    """No text breaks the parser."""
    try:
        parse(text, "x")
    except DialogueError as error:
        assert str(error).startswith("x:")  # noqa: PT017 - both outcomes are right
