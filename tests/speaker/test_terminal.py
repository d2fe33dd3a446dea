"""The conversation in a terminal."""

import io
from collections.abc import Iterable

import pytest
from fakeskill import FakeSkill

from skill.speaker.device import Device
from skill.speaker.terminal import colours, talk


class Typed:
    """A terminal that somebody types these lines into, and then Ctrl-D."""

    def __init__(self, lines: Iterable[str], end: type[BaseException] = EOFError) -> None:
        """Remember the lines."""
        self._lines = iter(lines)
        self._end = end
        self.shown: list[str] = []

    def read(self, _prompt: str) -> str:
        """Return the next line."""
        for line in self._lines:
            return line
        raise self._end

    def write(self, line: str) -> None:
        """Keep what is shown."""
        self.shown.extend(line.splitlines())


def _talk(device: Device, *lines: str, colour: bool = False) -> list[str]:
    typed = Typed(lines)
    talk(device, typed.read, typed.write, colour=colour)
    return typed.shown


def test_the_start_says_how_it_works(device: Device) -> None:
    """A short help comes first, with the name of the skill in it."""
    assert _talk(device)[:2] == [
        'Say "open reviving romance". Enter is silence, !json shows the last request and',
        "response, quit or Ctrl-D leaves.",
    ]


def test_speech_and_state_are_shown(
    device: Device, skill: FakeSkill, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is spoken is wrapped to the terminal; below it stands what the device does."""
    monkeypatch.setenv("COLUMNS", "24")
    skill.will("Welcome. What should I call the two of you?", "Names?").will("Zoë. Jo.")

    assert _talk(device, " open reviving romance ", "Zoë and Jo")[2:] == [
        "  Welcome. What should I",
        "  call the two of you?",
        "[listening]",
        "  Zoë. Jo.",
        "[closed]",
    ]


def test_an_empty_line_is_silence(device: Device, skill: FakeSkill) -> None:
    """Enter on an empty line lets the device ask again and give up."""
    skill.will("Names?", "Still there?")

    assert _talk(device, "open reviving romance", "")[-2:] == ["  Still there?", "[closed]"]
    assert skill.types == ["LaunchRequest", "SessionEndedRequest"]


def test_a_closed_skill_gives_a_hint(device: Device) -> None:
    """What is not for the skill is not sent, and the way in is shown."""
    hint = 'The skill is not open: say "open reviving romance" first.'

    assert _talk(device, "hello")[2] == hint


def test_the_last_request_and_response_can_be_seen(device: Device, skill: FakeSkill) -> None:
    """With !json come the envelopes as they were sent, or a word that there are none."""
    skill.will("Zoë?", "Zoë?")

    before, *shown = _talk(device, "!json", "open reviving romance", "!json")[2:]

    assert before == "Nothing was sent yet."
    assert '    "type": "LaunchRequest"' in shown
    assert '      "ssml": "<speak>Zoë?</speak>"' in shown


@pytest.mark.parametrize("line", ["quit", "QUIT", "!quit"])
def test_quit_leaves(line: str, device: Device, skill: FakeSkill) -> None:
    """The word for leaving is not sent to the skill."""
    assert len(_talk(device, line, "open reviving romance")) == 2
    assert skill.requests == []


def test_control_c_leaves_quietly(device: Device) -> None:
    """Ctrl-C is no traceback."""
    typed = Typed([], KeyboardInterrupt)

    talk(device, typed.read, typed.write, colour=False)

    assert len(typed.shown) == 2


def test_a_broken_answer_is_shown_and_the_talk_goes_on(
    device: Device, skill: FakeSkill
) -> None:
    """A response that Alexa would refuse is one calm line."""
    skill.answers.append(b"oops")
    skill.will("Hi.")

    shown = _talk(device, "open reviving romance", "open reviving romance")

    assert shown[2].startswith("A device would refuse this answer: not a response")
    assert shown[3:6] == ["[closed]", "  Hi.", "[closed]"]


def test_what_is_not_spoken_is_dimmed_in_colour(device: Device, skill: FakeSkill) -> None:
    """Where colour is welcome, only the spoken words stand out."""
    skill.will("Hi.")

    assert _talk(device, "open reviving romance", colour=True)[2:4] == [
        "  Hi.",
        "\033[2m[closed]\033[0m",
    ]


def test_colour_is_for_terminals_that_want_it() -> None:
    """There is no colour in a file, nor where NO_COLOR is set."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert colours(Terminal(), {})
    assert colours(Terminal(), {"NO_COLOR": ""})
    assert not colours(Terminal(), {"NO_COLOR": "1"})
    assert not colours(io.StringIO(), {})
