"""What is heard of SSML, in plain words."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from skill.errors import ResponseLimitError

# platform.md 3; Alexa refuses a whole response for one tag that she does not know.
_PREFIXES = {"amazon": "amazon", "alexa": "alexa"}
_TAGS = frozenset(
    {
        *("speak", "p", "s", "w", "break", "emphasis", "lang", "phoneme", "prosody", "say-as"),
        *("sub", "voice", "audio", "{alexa}name"),
        *("{amazon}effect", "{amazon}emotion", "{amazon}domain"),
    }
)
_AUDIO_TAGS = 5
_BREAK = re.compile(r"(?:(?P<seconds>\d+(?:\.\d+)?)s|(?P<milliseconds>\d+)ms)")
_LONGEST_BREAK = 10.0  # seconds


def spoken(ssml: str) -> str:
    """Return what is heard of an SSML document.

    A break is silence and leaves nothing; a sound becomes ``[sound: name]``.

    Raises:
        ResponseLimitError: Alexa would refuse it; the message says why.
    """
    root = _parse(ssml)
    if sum(element.tag == "audio" for element in root.iter()) > _AUDIO_TAGS:
        raise ResponseLimitError(f"speech with over {_AUDIO_TAGS} audio tags")
    return " ".join("".join(_heard(root)).split())


def _parse(ssml: str) -> ET.Element:
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _PREFIXES.items())
    try:
        # Inside an element no entity can be declared, so there is none to expand.
        wrapped = ET.fromstring(f"<wrap {declared}>{ssml}</wrap>")  # noqa: S314 - see above
    except ET.ParseError as error:
        raise ResponseLimitError(f"speech is not well-formed: {error}") from error
    around = (wrapped.text or "").strip() or "".join(
        child.tail or "" for child in wrapped
    ).strip()
    if [child.tag for child in wrapped] != ["speak"] or around:
        raise ResponseLimitError("speech is not one <speak> element")
    return wrapped[0]


def _heard(element: ET.Element) -> Iterator[str]:
    if element.tag not in _TAGS:
        raise ResponseLimitError(f"speech with the tag <{element.tag}>, unknown to Alexa")
    yield from _own(element)
    for child in element:
        yield from _heard(child)
        yield child.tail or ""
    if element.tag in {"p", "s"}:
        yield " "


def _own(element: ET.Element) -> Iterator[str]:
    """Return what an element itself adds, before what is in it."""
    if element.tag == "audio":
        yield f" [sound: {_name(element.get('src', ''))}] "
    elif element.tag == "break":
        _check_break(element.get("time", ""))
        yield " "
    elif element.tag == "{alexa}name":
        yield "[name]"
    yield (element.get("alias") if element.tag == "sub" else element.text) or ""


def _check_break(time: str) -> None:
    found = _BREAK.fullmatch(time)
    if time and not found:
        raise ResponseLimitError(f"a break of {time!r}, which is no time")
    if found:
        seconds = float(found["seconds"] or 0) + int(found["milliseconds"] or 0) / 1000
        if seconds > _LONGEST_BREAK:
            raise ResponseLimitError(f"a break of {seconds:g} s, at most {_LONGEST_BREAK:g}")


def _name(source: str) -> str:
    """Return the name of a sound: the last part of its address, without extension."""
    return source.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0]
