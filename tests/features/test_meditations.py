"""Meditations: by length, by name, by mood, and never the same one twice running."""

import random
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from replies import keys, values

from skill.content import Content
from skill.content.library import Libraries
from skill.memory import Bookmark, Household
from skill.turn import Memo, Pending, Player, Reply

Ask = Callable[..., Reply]
Sit = Callable[..., Reply]


@pytest.fixture(name="sit")
def _sit(ask: Ask, recorded: Libraries) -> Sit:
    """Return a function that asks on a device that can play."""

    def sit(intent: str, **changes: Any) -> Reply:
        return ask(intent, **{"can_play": True, "library": recorded.of("en-US")} | changes)

    return sit


def track(reply: Reply) -> str:
    """Return what is played."""
    assert reply.play
    assert reply.ask is None
    return reply.play.token


def minutes(reply: Reply) -> int:
    """Return how long what is played is."""
    return int(track(reply).rpartition("-")[2])


def test_a_first_meditation_asks_how_long_once(sit: Sit) -> None:
    """Who never had one is asked for a length; the answer plays."""
    asked = sit("MeditationIntent")
    assert asked.pending is Pending.LENGTH
    assert asked.play is None

    played = sit(
        "MeditationLengthIntent", words={"minutes": "5"}, memo=Memo(pending=asked.pending)
    )
    assert minutes(played) == 5
    assert keys(played) == ["meditations.orient"]


@pytest.mark.parametrize("intent", ["MeditationIntent", "UsualIntent"])
def test_the_usual_is_as_long_as_the_last(sit: Sit, intent: str) -> None:
    """Whoever had one is not asked again."""
    household = Household(usual=10)

    assert minutes(sit(intent, household=household)) == 10


def test_starting_is_written_down(sit: Sit) -> None:
    """Plays, the last one and its length are kept, and where it starts."""
    household = Household()
    reply = sit("NamedMeditationIntent", ids={"meditation": "breath"}, household=household)

    assert (household.plays, household.meditated) == ({"breath": 1}, "breath")
    assert household.usual == minutes(reply) == 5
    assert reply.mark
    assert (reply.mark.track, reply.mark.offset) == ("breath-5", 0)


def test_what_is_played_says_what_it_is(sit: Sit, english: Content) -> None:
    """A screen shows the name; the address is https and has a version."""
    play = sit("NamedMeditationIntent", ids={"meditation": "sleep"}).play

    assert play
    assert play.title == english.meditations["sleep"].name
    assert play.subtitle == english.meditations["sleep"].about
    assert play.url.startswith("https://host.example/audio/en-US/sleep-10.mp3?v=")


@pytest.mark.parametrize(
    ("words", "expected", "said"),
    [
        ({"minutes": "10"}, 10, []),
        ({"minutes": "7"}, 5, ["meditations.nearest"]),
        ({"minutes": "4"}, 3, ["meditations.nearest"]),
        ({"minutes": "18"}, 20, ["meditations.nearest"]),
        ({"minutes": "1"}, 3, ["meditations.nearest"]),
        ({"duration": "PT10M"}, 10, []),
        ({"duration": "PT90S"}, 3, ["meditations.nearest"]),
        ({"duration": "PT0.5H"}, 0, []),
        ({"duration": "P1D"}, 0, []),
        ({"minutes": "?"}, 0, []),
        ({"minutes": "0"}, 0, []),
        ({}, 0, []),
    ],
)
def test_the_nearest_length_is_played_and_said(
    sit: Sit, words: dict[str, str], expected: int, said: list[str]
) -> None:
    """An exact length is not talked about, another one is; nonsense asks again."""
    reply = sit("MeditationLengthIntent", words=words)

    if expected:
        assert minutes(reply) == expected
        assert keys(reply) == [*said, "meditations.orient"]
    else:
        assert reply.pending is Pending.LENGTH


@pytest.mark.parametrize("words", [{"duration": "PT1H"}, {"minutes": "9999"}])
def test_an_hour_is_offered_the_longest(sit: Sit, words: dict[str, str]) -> None:
    """More than there is becomes an offer of the longest, and yes plays it."""
    offered = sit("MeditationLengthIntent", words=words)
    assert keys(offered)[0] == "meditations.longest"
    assert offered.pending is Pending.BEGIN

    memo = Memo(pending=Pending.BEGIN, track=offered.track)
    assert track(sit("AMAZON.YesIntent", memo=memo)) == offered.track
    assert offered.track.endswith("-20")
    assert sit("AMAZON.NoIntent", memo=memo).play is None


def test_by_name_in_the_length_they_said(sit: Sit) -> None:
    """A name and a length are that; a length it does not have is the nearest, and said."""
    ids = {"meditation": "breath"}
    exact = sit("NamedMeditationIntent", ids=ids, words={"duration": "PT10M"})
    near = sit("NamedMeditationIntent", ids=ids, words={"duration": "PT1H"})
    usual = sit("NamedMeditationIntent", ids=ids, household=Household(usual=20))

    assert [track(reply) for reply in (exact, near, usual)] == ["breath-10"] * 3
    assert keys(near)[0] == "meditations.nearest"
    assert keys(usual) == keys(exact) == ["meditations.orient"]


@pytest.mark.parametrize("intent", ["NamedMeditationIntent", "MoodIntent"])
def test_what_we_do_not_have_is_answered_with_what_we_have(sit: Sit, intent: str) -> None:
    """An unknown name or mood is said to be, and a few are named."""
    reply = sit(intent, words={"meditation": "purple", "mood": "purple"})

    assert keys(reply) == ["meditations.unknown", "meditations.some"]
    assert reply.pending is Pending.MEDITATION


def test_a_mood_finds_what_fits_it(sit: Sit, english: Content) -> None:
    """Whatever they say of themselves, what is played is for that."""
    for mood in english.moods:
        reply = sit("MoodIntent", ids={"mood": mood})
        meditation = track(reply).rpartition("-")[0]

        assert mood in english.meditations[meditation].moods
        assert values(reply) == {"mood": english.moods[mood].name}


def test_something_short_is_the_shortest(sit: Sit) -> None:
    """The shortest length there is, whatever was usual."""
    assert minutes(sit("ShortMeditationIntent", household=Household(usual=20))) == 3


def test_never_the_same_twice_running_and_the_least_played_first(sit: Sit) -> None:
    """Over many evenings each comes as often as the others, and never twice running."""
    household, dice = Household(usual=5), random.Random(3)
    played = [track(sit("UsualIntent", household=household, dice=dice)) for _ in range(80)]

    assert all(one != next_ for one, next_ in pairwise(played))
    assert max(household.plays.values()) - min(household.plays.values()) <= 1


def test_the_list_names_three_and_asks(sit: Sit, english: Content) -> None:
    """Three of the least played are named; yes to it starts one."""
    heard = dict.fromkeys(list(english.meditations)[:6], 9)
    reply = sit("MeditationsIntent", household=Household(plays=heard))
    names = {script.name: name for name, script in english.meditations.items()}

    assert len(values(reply)["names"]) == 3
    assert not {names[said] for said in values(reply)["names"]} & heard.keys()
    assert sit("AMAZON.YesIntent", memo=Memo(pending=reply.pending)).pending is Pending.LENGTH


def test_no_music_promises_nothing(sit: Sit, recorded: Libraries) -> None:
    """All have a soft sound; the one with the fewest words is offered."""
    reply = sit("QuietIntent")
    tracks = recorded.of("en-US").tracks

    assert keys(reply) == ["meditations.quiet", "meditations.offer"]
    assert reply.track in tracks
    assert reply.play is None


@pytest.mark.parametrize("intent", ["AnotherStarterIntent", "SkipIntent", "AMAZON.NextIntent"])
@pytest.mark.parametrize("pending", [Pending.LENGTH, Pending.MEDITATION, Pending.BEGIN])
def test_a_different_one_is_a_meditation_while_we_speak_of_them(
    sit: Sit, intent: str, pending: Pending
) -> None:
    """What else asks for another starter starts another meditation, not the one offered."""
    for seed in range(20):
        reply = sit(
            intent,
            memo=Memo(pending=pending, track="gratitude-5"),
            household=Household(meditated="breath"),
            dice=random.Random(seed),
        )
        assert track(reply).rpartition("-")[0] not in {"gratitude", "breath"}
        assert minutes(reply) == 5


def test_next_while_one_plays_is_another_as_long(sit: Sit) -> None:
    """The same length, another meditation."""
    player = Player("kindness-15", 70_000, active=True)
    reply = sit("AMAZON.NextIntent", player=player)

    assert track(reply) == "walk-15"


@pytest.mark.parametrize("can_play", [True, False])
def test_where_nothing_can_be_played_three_breaths_are_offered(
    ask: Ask, can_play: bool
) -> None:
    """Without a library or a player that is said, and yes leads three breaths in speech."""
    intents = ("MeditationIntent", "MoodIntent", "QuietIntent", "MeditationLengthIntent")
    for intent in (*intents, "ResumeMeditationIntent", "AMAZON.ResumeIntent"):
        reply = ask(intent, can_play=can_play)
        key = "meditations.unavailable" if can_play else "meditations.no_player"
        assert keys(reply) == [key, "meditations.breath_offer"]

    yes = ask("AMAZON.YesIntent", memo=Memo(pending=Pending.BREATH))
    assert keys(yes) == ["meditations.breath"]
    assert ask("AMAZON.NoIntent", memo=Memo(pending=Pending.BREATH)).ask is None


def test_a_british_device_hears_the_american_library(sit: Sit, recorded: Libraries) -> None:
    """Meditations of another locale of the language will do; of another language, not."""
    assert sit("UsualIntent", library=recorded.of("en-GB"), household=Household(usual=5)).play
    assert not recorded.of("de-DE").tracks


def test_naming_one_that_waits_goes_on_with_it(sit: Sit, now: datetime) -> None:
    """Asked which of two to go on with, the name of one is an answer."""
    waiting = [
        Bookmark("kitchen", "breath-10", 250_000, now),
        Bookmark("kitchen", "numb-5", 100_000, now),
    ]
    reply = sit(
        "NamedMeditationIntent",
        ids={"meditation": "numb"},
        memo=Memo(pending=Pending.RESUME, track="breath-10"),
        bookmarks=lambda: waiting,
    )

    assert reply.play
    assert (reply.play.token, reply.play.offset) == ("numb-5", 96_500)
