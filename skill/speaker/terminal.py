"""The conversation in a terminal, calm and plain."""

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from skill.errors import ResponseLimitError
from skill.speaker.device import Device, Heard

with suppress(ImportError):  # it gives input() line editing, where there is one
    import readline  # noqa: F401 - to import it is to use it

_LEAVE = frozenset({"quit", "!quit"})
_JSON = "!json"
_VOICE = "  "
_WIDEST = 88
_DIM, _PLAIN = "\033[2m", "\033[0m"


def talk(
    device: Device,
    read: Callable[[str], str] = input,
    write: Callable[[str], object] = print,
    *,
    colour: bool | None = None,
) -> None:
    """Hold a conversation until somebody leaves it.

    Args:
        device: the device that is talked to.
        read: asks for a line with a prompt; EOFError and KeyboardInterrupt mean to leave.
        write: shows a line.
        colour: whether what is not spoken is shown dimmed; by default, where the output is
            a terminal and ``NO_COLOR`` is not set.
    """
    dim = colours(sys.stdout, os.environ) if colour is None else colour
    name = device.understanding(device.locale).name
    write(f'Say "open {name}". Enter is silence, {_JSON} shows the last request and')
    write("response, quit or Ctrl-D leaves.")
    while True:
        try:
            line = read("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            write("")
            return
        if line.lower() in _LEAVE:
            return
        try:
            answer = _last(device) if line == _JSON else _heard(_turn(device, line))
        except ResponseLimitError as error:
            answer = [f"A device would refuse this answer: {error}", f"[{device.state}]"]
        for shown in answer:
            write(f"{_DIM}{shown}{_PLAIN}" if dim and not shown.startswith(_VOICE) else shown)


def colours(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether colour is welcome on a stream (https://no-color.org)."""
    return stream.isatty() and not environ.get("NO_COLOR")


def _turn(device: Device, line: str) -> Heard:
    return device.say(line) if line else device.silence()


def _heard(heard: Heard) -> list[str]:
    """Return what is spoken, wrapped to the terminal, and what the device does then."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    spoken = textwrap.wrap(heard.speech, width, initial_indent=_VOICE, subsequent_indent=_VOICE)
    return [*spoken, *map(_directive, heard.directives), heard.hint or f"[{heard.state}]"]


def _directive(directive: Mapping[str, Any]) -> str:
    """Say what a directive makes the device do."""
    stream = directive.get("audioItem", {}).get("stream")
    if not stream:
        return f"[{directive['type']}]"
    minutes, seconds = divmod(stream.get("offsetInMilliseconds", 0) // 1000, 60)
    return f"[plays {stream['token']} from {minutes}:{seconds:02d}]"


def _last(device: Device) -> list[str]:
    if not device.last:
        return ["Nothing was sent yet."]
    parts = (device.last.request, device.last.response)
    return [json.dumps(part, indent=2, ensure_ascii=False) for part in parts]
