"""Phrases: variants, escaping, numbers, dates and plurals."""

import random
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import skill
from skill import speech
from skill.content import Helpline
from skill.errors import ContentError
from skill.speech import Phrase, Phrasebook, plain, speak

SOURCES = [
    path.read_text(encoding="utf-8")
    for path in Path(skill.__file__).parent.rglob("*.py")
    if "speaker" not in path.parts
]
OFTEN = (
    ["starters.offer", "starters.offer_again", "starters.close", "starters.close_and_how"]
    + [f"starters.{k}" for k in ("lead", "lead_topic", "lead_another", "lead_skip", "begins")]
    + [f"starters.lead_{k}" for k in ("deeper", "lighter", "too_much", "follow_up")]
    + ["opening.hello", "opening.hello_names", "opening.carry_on", "opening.further"]
    + ["opening.done_with_last", "basics.bye", "basics.no", "basics.missed"]
    + ["meditations.length", "meditations.orient", "meditations.mood"]
    + ["playback.paused", "playback.going_on", "playback.where"]
)
LINE = Helpline(name="A & B", number="1 2 3", source="x", checked=date(2026, 1, 1))
VALUES = {
    "ask": "What is <new>?",
    "names": ["O'Neil", "Zoë & Co"],
    "known": ["Jo", "李"],
    "name": "Mia <3",
    "topic": "travel",
    "topics": ["travel", "food", "play"],
    "first": "travel",
    "deck": "the world",
    "count": 2,
    "heard": 1234,
    "day": date(2026, 3, 3),
    "emergency": "9 1 1",
    "lines": [LINE],
    "about": "breathing at the same speed for a while",
    "minutes": 10,
    "mood": "can't sleep",
    "into": 4,
    "left": 1,
    "src": "https://host.example/audio/en-US/starters/dreams-01.mp3?v=1&w=2",
    "blocked": 2,
    "meditated": True,
    "more": 3,
    "with_year": True,
}


@pytest.fixture(name="english_phrases", scope="session")
def _english_phrases() -> Phrasebook:
    return speech.load("en")


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Callable[[str], Phrasebook]:
    """Return a maker of phrasebooks from the text of one file, ``test.yaml``."""

    def make(text: str) -> Phrasebook:
        (tmp_path / "en").mkdir(exist_ok=True)
        (tmp_path / "en" / "test.yaml").write_text(text, encoding="utf-8")
        speech.load.cache_clear()
        return speech.load("en", tmp_path)

    return make


def test_every_variant_of_every_phrase_can_be_spoken(english_phrases: Phrasebook) -> None:
    """Filled with awkward names, every variant is well-formed SSML and not empty."""
    for key in english_phrases.keys:
        for variant in english_phrases.variants(key):
            said = speak(variant({"locale": "en-GB", **VALUES}))
            assert plain(said) or "<audio" in said, key


def test_every_phrase_is_used_and_every_use_is_a_phrase(english_phrases: Phrasebook) -> None:
    """Code and phrases hold together: nothing missing, nothing dead."""
    quoted = {word for text in SOURCES for word in re.findall(r'"([a-z]+\.[a-z_]+)"', text)}
    rooms = {key.split(".")[0] for key in english_phrases.keys}
    used = {key for key in quoted if key.split(".")[0] in rooms and not key.endswith("yaml")}
    kinds = {"safety.crisis", "safety.abuse"}  # named by the kind that was heard
    used |= kinds | {f"{key}_note" for key in kinds}

    assert english_phrases.keys == used


@pytest.mark.parametrize("key", OFTEN)
def test_lines_heard_often_have_eight_variants(english_phrases: Phrasebook, key: str) -> None:
    """A line that comes every evening comes in eight ways or more."""
    values = {"locale": "en-US", **VALUES}
    assert len({variant(values) for variant in english_phrases.variants(key)}) >= 8


def test_same_variant_never_comes_twice_running(book: Callable[[str], Phrasebook]) -> None:
    """Of two variants, each call takes the other."""
    phrases, dice = book("hi: [one, two]"), random.Random(1)
    spoken: dict[str, int] = {}

    said = [phrases.render(Phrase("test.hi"), "en-US", spoken, dice) for _ in range(20)]

    assert all(a != b for a, b in pairwise(said))


@given(last=st.integers(0, 9), seed=st.integers(0, 999))
def test_last_variant_is_never_chosen_again(last: int, seed: int) -> None:
    """Whatever was spoken last, even a variant since deleted, another one comes."""
    phrases = Phrasebook({"x.y": tuple(partial(lambda n, _: str(n), n) for n in range(4))})
    spoken = {"x.y": last}

    said = phrases.render(Phrase("x.y"), "en-US", spoken, random.Random(seed))

    assert said != str(last)
    assert spoken == {"x.y": int(said)}


@pytest.mark.parametrize("name", ["O'Neil", "Jo & Sam", "Mia <3", 'Dot "D"', "李", "</speak>"])
def test_names_are_escaped(book: Callable[[str], Phrasebook], name: str) -> None:
    """A name is spoken as it is, and never becomes markup."""
    phrases = book('hi: ["Hello {{ name }}, {{ [name, name]|names }}."]')

    said = phrases.render(Phrase("test.hi", name=name), "en-US", {}, random.Random(1))

    assert plain(speak(said)) == f"Hello {name}, {name} and {name}."


@pytest.mark.parametrize(
    ("locale", "spoken"), [("en-US", "March 3, 1,234 wins"), ("en-GB", "3 March, 1,234 wins")]
)
def test_numbers_dates_and_plurals_follow_the_locale(
    book: Callable[[str], Phrasebook], locale: str, spoken: str
) -> None:
    """Dates and plurals are those of the device's locale."""
    phrases = book("""hi: ["{{ day|day }}, {{ n|counted('win', 'wins') }}"]""")
    phrase = Phrase("test.hi", day=date(2026, 3, 3), n=1234)

    assert phrases.render(phrase, locale, {}, random.Random(1)) == spoken


def test_one_is_not_plural(book: Callable[[str], Phrasebook]) -> None:
    """One win is a win."""
    phrases = book("""hi: ["{{ 1|counted('win', 'wins') }}"]""")

    assert phrases.render(Phrase("test.hi"), "en-US", {}, random.Random(1)) == "1 win"


@pytest.mark.parametrize(
    "text", ["hi: 3", "- hi", 'hi: ["{{ name"]', "hi: [1]", "hi:\n- one: or two?", "{"]
)
def test_broken_file_is_named(book: Callable[[str], Phrasebook], text: str) -> None:
    """A file that makes no sense is an error that names it."""
    with pytest.raises(ContentError, match=r"en/test\.yaml"):
        book(text)


def test_missing_phrase_is_named(english_phrases: Phrasebook) -> None:
    """A phrase that does not exist is an error that names it."""
    with pytest.raises(ContentError, match=r"no\.such"):
        english_phrases.variants("no.such")


def test_phrase_never_shows_its_values() -> None:
    """Names do not leak into logs through a phrase's representation."""
    assert repr(Phrase("names.two", names=["Zoë", "Jo"])) == "Phrase('names.two')"
