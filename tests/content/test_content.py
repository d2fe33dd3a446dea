"""Content: enough of it, ours, and fit to be spoken."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from skill import content
from skill.content import Content, Depth, Starter
from skill.errors import ContentError

WORDS = 25
DECK = "name: dreams\nstarters:\n"
SCRIPT = (
    "{name: Sit, about: sitting, said: [], moods: [gold], bed: rain, minutes: [5], steps: [],"
    " question: What now?}"
)
STARTER = "- {{number: 1, depth: light, tags: [{}], ask: What?, follow_up: So?}}\n"
ASSUMING = re.compile(
    r"\b(wife|husband|boyfriend|girlfriend|spouse|married|marriage|wedding|he|she|him|her|his"
    r"|hers|soulmate|sex|sexual|therapy|normal couples?|relax|should|always|never)\b",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"(do|does|did|is|are|was|were|have|has|can|could|would|will) ", re.IGNORECASE
)


def all_starters(english: Content) -> list[Starter]:
    """Return the starters of all decks."""
    return [starter for deck in english.decks.values() for starter in deck.values()]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return every run of four words."""
    words = re.findall(r"[a-z']+", text.lower())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def test_there_are_twelve_decks_of_forty(english: Content) -> None:
    """Twelve decks or more, forty starters or more in each."""
    assert len(english.decks) >= 12
    assert min(map(len, english.decks.values())) >= 40


def test_depths_are_mixed_as_planned(english: Content) -> None:
    """About 40 percent are light, 35 warm and 25 deep, in every deck."""
    for deck in english.decks.values():
        counts = Counter(starter.depth for starter in deck.values())
        shares = {depth: counts[depth] / len(deck) for depth in Depth}
        assert shares == pytest.approx(
            {Depth.LIGHT: 0.40, Depth.WARM: 0.35, Depth.DEEP: 0.25}, abs=0.05
        )


def test_starters_are_short_open_questions(english: Content) -> None:
    """Each is at most 25 words, ends with its one question, and wants more than a yes."""
    for starter in all_starters(english):
        for text in (starter.ask, starter.follow_up):
            assert len(text.split()) <= WORDS, starter.id
            assert text.endswith("?"), starter.id
            assert text.count("?") == 1, starter.id
        assert not CLOSED.match(starter.ask), starter.id


def test_nobody_is_assumed(english: Content) -> None:
    """No starter assumes gender or marriage, pushes, or promises."""
    for starter in all_starters(english):
        assert not ASSUMING.search(f"{starter.ask} {starter.follow_up}"), starter.id


def test_no_two_starters_are_alike(english: Content) -> None:
    """No two questions share half of their runs of four words; no follow-up comes twice."""
    runs = [(starter.id, shingles(starter.ask)) for starter in all_starters(english)]
    alike = [
        (a, b)
        for (a, x), (b, y) in combinations(runs, 2)
        if 2 * len(x & y) >= min(len(x), len(y))
    ]

    assert alike == []
    follow_ups = Counter(starter.follow_up.lower() for starter in all_starters(english))
    assert max(follow_ups.values()) == 1


def test_every_topic_has_something_to_ask(english: Content) -> None:
    """Each topic leads to six starters or more, and twenty topics are more than decks."""
    assert min(map(len, english.about.values())) >= 6
    assert len(english.topics.keys() - english.decks.keys()) >= 20


def test_no_word_leads_to_two_topics(english: Content) -> None:
    """Each word for a topic means one topic only."""
    said = Counter(
        word.lower() for topic in english.topics.values() for word in {topic.name, *topic.said}
    )

    assert [word for word, count in said.items() if count > 1] == []


def test_ids_lead_back(english: Content) -> None:
    """A starter's id finds it; an id of nothing finds nothing."""
    assert all(english.starter(starter.id) is starter for starter in all_starters(english))
    assert english.starter("dreams-998") is None
    assert english.starter("dreams") is None
    assert english.starter("no-deck-01") is None


def test_helplines_are_there_for_each_model(english: Content) -> None:
    """Each locale that we speak has lines for crisis and abuse, each with its source."""
    assert {"en-US", "en-GB"} <= english.helplines.keys()
    for lines in english.helplines.values():
        assert all(line.source.startswith("https://") for line in lines.crisis + lines.abuse)


def test_depth_steps_stop_at_both_ends() -> None:
    """Nothing is lighter than light or deeper than deep."""
    assert Depth.LIGHT.step(-1) is Depth.LIGHT
    assert Depth.WARM.step(1) is Depth.DEEP
    assert Depth.DEEP.step(5) is Depth.DEEP


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("topics.yaml", "- {id: dreams, name: dreams, said: [], deck: nowhere}", "nowhere"),
        ("topics.yaml", "[]", "no topic of its own"),
        ("topics.yaml", "- {id: dreams, name: dreams, said: [], deck: dreams, x: 1}", "`x`"),
        ("topics.yaml", "- [", r"topics\.yaml"),
        ("moods.yaml", "- {id: sad, name: are sad, said: []}", "no meditation for"),
        ("meditations/sit.yaml", SCRIPT, "no mood"),
        ("starters/dreams.yaml", "name: dreams", "starters"),
        (
            "starters/dreams.yaml",
            DECK + 2 * STARTER.format("dreams"),
            "twice",
        ),
        (
            "starters/dreams.yaml",
            DECK + STARTER.format("gold"),
            "gold",
        ),
    ],
)
def test_broken_content_is_named(tmp_path: Path, name: str, text: str, says: str) -> None:
    """A file that breaks its schema or names what is not there is an error that says where."""
    home = tmp_path / "en"
    (home / "starters").mkdir(parents=True)
    (home / "meditations").mkdir()
    files = {
        "topics.yaml": "- {id: dreams, name: dreams, said: [], deck: dreams}",
        "starters/dreams.yaml": "name: dreams\nstarters: []",
        "helplines.yaml": "{}",
        "alarms.yaml": "{harmless: [], crisis: [], abuse: []}",
        "moods.yaml": "[]",
    }
    for path, good in files.items():
        (home / path).write_text(good, encoding="utf-8")
    assert content.load("en", tmp_path).decks.keys() == {"dreams"}
    content.load.cache_clear()

    (home / name).write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match=says):
        content.load("en", tmp_path)
