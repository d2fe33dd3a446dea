"""Dialogues: how they play."""

import random
from collections.abc import Callable
from textwrap import dedent

import pytest
from fakeskill import FakeSkill

from skill.errors import DialogueError
from skill.speaker.clock import Clock
from skill.speaker.device import Skill
from skill.speaker.dialogue import parse
from skill.speaker.playing import Played, play
from skill.speaker.understanding import Understanding

Play = Callable[[str], Played]


@pytest.fixture(name="played")
def _played(skill: FakeSkill, small: Understanding) -> Play:
    """Return a function that plays a dialogue against the fake skill."""

    def run(text: str) -> Played:
        return play(
            parse(dedent(text).strip(), "talk.txt"),
            lambda _clock, _dice: skill,
            understanding=lambda _locale: small,
        )

    return run


def test_a_dialogue_plays_as_written(played: Play, skill: FakeSkill) -> None:
    """What is spoken, what is not, and the states are as the dialogue says."""
    skill.will("Welcome. What should I call you?", "Names?").will(
        "Hello, Zoë and Jo.", "?"
    ).will()

    result = played(
        """
        > open reviving romance
        < Welcome. *
        < call you?
        <! * again *
        [listening]
        > we are Zoë and Jo
        < *Zoë and Jo*
        > (silence)
        < ?
        [closed]
        ! AlexaSkillEvent.SkillDisabled {"eventCreationTime": "now"}
        [nothing]
        """
    )

    assert [heard.speech for _, heard in result.heard] == [
        "Welcome. What should I call you?",
        "Hello, Zoë and Jo.",
        "?",
        "",
    ]
    assert skill.requests[-1]["request"]["eventCreationTime"] == "now"


def test_the_world_changes_between_turns(played: Play, skill: FakeSkill) -> None:
    """Time, devices, households and locales are those of the lines above a turn."""
    skill.will("?", "?").will("?", "?").will("?", "?")

    played(
        """
        @clock 2026-11-22T18:00:00+01:00
        > open reviving romance
        @wait 5 minutes
        @device bedroom
        @locale en-GB
        > open reviving romance
        @device kitchen
        > go deeper
        @household next-door
        > open reviving romance
        """
    )

    seen = [
        (
            envelope["request"]["timestamp"][11:16],
            envelope["context"]["System"]["device"]["deviceId"].rpartition(".")[2],
            envelope["context"]["System"]["user"]["userId"].rpartition(".")[2],
            envelope["request"]["locale"],
            envelope["request"]["type"],
        )
        for envelope in skill.requests
    ]
    assert seen == [
        ("17:00", "kitchen", "home", "en-US", "LaunchRequest"),
        ("17:05", "bedroom", "home", "en-GB", "LaunchRequest"),
        ("17:05", "kitchen", "home", "en-GB", "IntentRequest"),
        ("17:05", "kitchen", "next-door", "en-GB", "LaunchRequest"),
    ]
    assert skill.requests[2]["session"]["new"] is False


def test_clock_and_dice_are_the_dialogues_own(small: Understanding) -> None:
    """The skill is built once, with a clock that the dialogue moves and dice of its seed."""
    given: list[tuple[Clock, int]] = []

    def make(clock: Clock, dice: random.Random) -> Skill:
        given.append((clock, dice.randrange(10**9)))
        return FakeSkill()

    dialogue = parse("@seed 7\n> open reviving romance\n@wait 1 day", "x")
    for _ in range(2):
        play(dialogue, make, understanding=lambda _locale: small)

    assert given[0][1] == given[1][1] == random.Random(7).randrange(10**9)
    assert given[0][0] is not given[1][0]
    assert given[0][0].now.day == 23


@pytest.mark.parametrize(
    ("expectation", "message"),
    [
        (
            "< Hello * names? *",
            """\
            talk.txt:2: something else was spoken
              expected: Hello * names? *
              heard:    Hello both. [closed]
              missing:  names?""",
        ),
        (
            "<! *both*",
            """\
            talk.txt:2: this was not to be spoken
              refused:  *both*
              heard:    Hello both. [closed]""",
        ),
        (
            "[listening]",
            """\
            talk.txt:2: another state
              expected: [listening]
              heard:    Hello both. [closed]""",
        ),
        (
            "[nothing]",
            """\
            talk.txt:2: another state
              expected: [nothing]
              heard:    Hello both. [closed]""",
        ),
    ],
)
def test_a_difference_is_shown(
    expectation: str, message: str, played: Play, skill: FakeSkill
) -> None:
    """The error names file and line, what was expected and what was heard."""
    skill.will("Hello both.")

    with pytest.raises(DialogueError) as caught:
        played(f"> open reviving romance\n{expectation}")

    assert str(caught.value) == dedent(message)


def test_a_sentence_that_was_not_sent_is_explained(played: Play) -> None:
    """Where the skill is not open, the difference says so."""
    with pytest.raises(DialogueError, match='heard:    The skill is not open: say "open'):
        played("> go deeper\n< *deeper*\n< one")


def test_an_answer_that_alexa_would_refuse_is_a_difference(
    played: Play, skill: FakeSkill
) -> None:
    """A broken answer fails the dialogue at the line that caused it."""
    skill.answers.append(b"oops")

    with pytest.raises(DialogueError, match=r"^talk\.txt:2: not a response"):
        played("# A comment.\n> open reviving romance")
