"""Playback: the place is never lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from replies import keys, values

from skill.content.library import Libraries
from skill.dispatch.conversation import ROUTES
from skill.memory import Bookmark, Household
from skill.turn import Mark, Memo, Pending, Player, Reply, Turn

Play = Callable[..., Reply]
MakeTurn = Callable[..., Turn]
DOORBELL = 250_000
"""Milliseconds: four minutes and ten seconds."""


@pytest.fixture(name="play")
def _play(make_turn: MakeTurn, recorded: Libraries) -> Play:
    """Return a function that sends an intent or event from the kitchen."""

    def play(intent: str, **changes: Any) -> Reply:
        here = {"can_play": True, "library": recorded.of("en-US"), "device": "kitchen"}
        turn = make_turn(intent, **here | changes)
        feature = ROUTES.events.get(intent) or ROUTES.find(
            intent, turn.memo.pending, playing=turn.player.active
        )
        assert feature, f"nothing answers to {intent}"
        return feature(turn)

    return play


def playing(offset: int = DOORBELL, token: str = "breath-10") -> Player:  # noqa: S107 - no secret
    """Return the state of a device that plays."""
    return Player(token, offset, active=True)


def kept(*marks: Bookmark) -> dict[str, Any]:
    """Return a memory of bookmarks."""
    return {"bookmarks": lambda: sorted(marks, key=lambda b: b.at, reverse=True)}


@pytest.fixture(name="doorbell")
def _doorbell(now: datetime) -> Bookmark:
    """Yesterday, in the kitchen, in the middle of a phrase."""
    return Bookmark("kitchen", "breath-10", DOORBELL, now - timedelta(days=1))


@pytest.mark.parametrize("intent", ["Pause", "Stop", "Cancel", "NavigateHome"])
def test_stopping_keeps_the_place(play: Play, intent: str) -> None:
    """Whatever stops it, the audio stops, the place is kept, and the session closes."""
    reply = play(f"AMAZON.{intent}Intent", player=playing())

    assert reply.stop
    assert reply.mark == Mark("breath-10", DOORBELL)
    assert reply.ask is None


def test_a_pause_at_zero_says_nothing_of_the_place(play: Play, doorbell: Bookmark) -> None:
    """A device that has not begun to play says 0; the place stays where it was."""
    pause = play("AMAZON.PauseIntent", player=playing(0))
    event = play("AudioPlayer.PlaybackStopped", player=Player("breath-10", 0))
    asked = play("ResumeMeditationIntent", player=Player("breath-10", 0), **kept(doorbell))

    assert pause.stop
    assert pause.mark is event.mark is None
    assert values(asked)["into"] == 4


def test_pause_with_nothing_playing_marks_nothing(play: Play) -> None:
    """What a device played long ago is not where they are now."""
    assert play("AMAZON.PauseIntent", player=Player("breath-10", DOORBELL)).mark is None


def test_the_doorbell_and_tomorrow(play: Play, doorbell: Bookmark) -> None:
    """They hear where they were; yes goes on from the phrase with a breath before it."""
    asked = play("ResumeMeditationIntent", **kept(doorbell))
    assert keys(asked) == ["playback.where", "playback.go_on"]
    assert values(asked) == {"name": "Matched Breath", "into": 4, "left": 6}

    memo = Memo(pending=asked.pending, track=asked.track)
    for yes in ("AMAZON.YesIntent", "AMAZON.ResumeIntent", "ResumeMeditationIntent"):
        reply = play(yes, memo=memo, **kept(doorbell))
        assert reply.play
        assert (reply.play.token, reply.play.offset) == ("breath-10", 241_500 - 5_000)
        assert reply.mark == Mark("breath-10", 236_500)

    over = play("AMAZON.StartOverIntent", memo=memo, **kept(doorbell))
    assert over.mark == Mark("breath-10", 0)
    assert play("AMAZON.NoIntent", memo=memo, **kept(doorbell)).play is None


def test_going_on_again_and_again_loses_no_ground(play: Play, doorbell: Bookmark) -> None:
    """Who breaks off at once each time comes back to the same place."""
    memo = Memo(pending=Pending.RESUME, track="breath-10")
    once = play("AMAZON.YesIntent", memo=memo, **kept(doorbell)).mark
    assert once
    again = Bookmark("kitchen", once.track, once.offset, doorbell.at)

    assert play("AMAZON.YesIntent", memo=memo, **kept(again)).mark == once


def test_another_device_knows_the_place(play: Play, doorbell: Bookmark) -> None:
    """What began in the kitchen goes on in the bedroom, after a question."""
    asked = play("AMAZON.ResumeIntent", device="bedroom", **kept(doorbell))

    assert asked.pending is Pending.RESUME
    assert play("AMAZON.ResumeIntent", **kept(doorbell)).play


def test_the_newest_device_counts(play: Play, doorbell: Bookmark, now: datetime) -> None:
    """Of two places in one track the newer one is where they are."""
    later = Bookmark("bedroom", "breath-10", 400_000, now)
    stale = Player("breath-10", DOORBELL)

    assert values(play("ResumeMeditationIntent", player=stale, **kept(doorbell, later)))[
        "into"
    ] == round(400 / 60)


def test_two_places_name_the_newest_first(
    play: Play, doorbell: Bookmark, now: datetime
) -> None:
    """The newest is asked about, the other one is there for the asking."""
    other = Bookmark("kitchen", "gratitude-5", 100_000, now - timedelta(days=2))
    asked = play("ResumeMeditationIntent", **kept(doorbell, other))
    assert keys(asked) == ["playback.where", "playback.other", "playback.which"]
    assert values(asked)["name"] == "Matched Breath"

    memo = Memo(pending=Pending.RESUME, track=asked.track)
    for word in ("AnotherStarterIntent", "SkipIntent", "AMAZON.NextIntent"):
        reply = play(word, memo=memo, **kept(doorbell, other))
        assert reply.play
        assert reply.play.token == "gratitude-5"  # noqa: S105 - no secret


def test_a_different_one_where_one_waits_is_a_new_one(play: Play, doorbell: Bookmark) -> None:
    """With no other place, another one is another meditation."""
    memo = Memo(pending=Pending.RESUME, track="breath-10")
    reply = play("SkipIntent", memo=memo, **kept(doorbell))

    assert reply.play
    assert not reply.play.token.startswith("breath")


def test_after_a_week_it_is_offered_as_new(play: Play, now: datetime) -> None:
    """A place of long ago is not gone on from, and never at once."""
    old = Bookmark("kitchen", "breath-10", DOORBELL, now - timedelta(days=7))
    for intent in ("ResumeMeditationIntent", "AMAZON.ResumeIntent"):
        asked = play(intent, **kept(old))
        assert keys(asked) == ["playback.long_ago", "playback.begin_anew"]

    memo = Memo(pending=Pending.BEGIN, track="breath-10")
    reply = play("AMAZON.YesIntent", memo=memo, **kept(old))
    assert reply.play
    assert reply.play.offset == 0


@pytest.mark.parametrize(
    "intent",
    [
        "ResumeMeditationIntent",
        "AMAZON.ResumeIntent",
        "AMAZON.StartOverIntent",
        "AMAZON.PreviousIntent",
    ],
)
def test_resume_with_nothing_played(play: Play, intent: str) -> None:
    """Where there is no place that is said, and one is offered; yes starts it."""
    reply = play(intent)

    assert keys(reply) == ["playback.nothing", "playback.start_one"]
    memo = Memo(pending=reply.pending)
    assert play("AMAZON.YesIntent", memo=memo, household=Household(usual=5)).play


def test_a_yes_to_a_place_that_is_gone(play: Play) -> None:
    """If the place went meanwhile, nothing is played from nowhere."""
    memo = Memo(pending=Pending.RESUME, track="breath-10")
    for intent in ("AMAZON.YesIntent", "AMAZON.StartOverIntent"):
        assert keys(play(intent, memo=memo))[0] == "playback.nothing"


@pytest.mark.parametrize("intent", ["AMAZON.StartOverIntent", "AMAZON.PreviousIntent"])
def test_start_over(play: Play, intent: str, doorbell: Bookmark) -> None:
    """What plays, or was paused here, begins again."""
    for changes in ({"player": playing()}, kept(doorbell)):
        reply = play(intent, **changes)
        assert reply.play
        assert (reply.play.token, reply.play.offset) == ("breath-10", 0)


def test_repeat_plays_the_phrase_again(play: Play) -> None:
    """Not the last words of the skill, but the present phrase."""
    reply = play("AMAZON.RepeatIntent", player=playing())
    begun = play("AMAZON.RepeatIntent", player=playing(0))

    assert reply.play
    assert begun.play
    assert (reply.play.offset, begun.play.offset) == (236_500, 0)


@pytest.mark.parametrize("name", ["LoopOn", "LoopOff", "ShuffleOn", "ShuffleOff"])
def test_what_we_do_not_do_is_said_kindly(play: Play, name: str) -> None:
    """Loop and shuffle get a sentence, and what plays goes on."""
    reply = play(f"AMAZON.{name}Intent", player=playing())

    assert reply.say
    assert not (reply.stop)
    assert not (reply.play)
    assert not (reply.ask)


def test_help_while_playing_lets_it_go_on(play: Play) -> None:
    """Help says what can be said over a meditation, and asks nothing."""
    reply = play("AMAZON.HelpIntent", player=playing())

    assert keys(reply) == ["playback.help"]
    assert not (reply.stop)
    assert not (reply.ask)


def test_every_stop_of_the_device_is_a_bookmark(play: Play) -> None:
    """A stop keeps the place, however it came about; beyond the end is the end."""
    for offset, place in ((DOORBELL, DOORBELL), (9_999_999, 600_000)):
        event = play("AudioPlayer.PlaybackStopped", player=Player("breath-10", offset))
        assert event == Reply(say=[], mark=Mark("breath-10", place))


@pytest.mark.parametrize("token", ["", "something-else", "timer-5", "purple-7"])
def test_what_is_not_ours_is_left_alone(play: Play, token: str) -> None:
    """Streams of another skill, or of another version of ours, are no places."""
    for name in ("Stopped", "Finished", "Failed"):
        event = play(f"AudioPlayer.Playback{name}", player=Player(token, DOORBELL))
        assert event == Reply(say=[])


@pytest.mark.parametrize("late", [None, 595_000, 0])
def test_what_was_heard_to_its_end_is_over(play: Play, late: int | None, now: datetime) -> None:
    """After Finished there is nothing to go on to, even if a Stopped comes after it."""
    end = play("AudioPlayer.PlaybackFinished", player=Player("breath-10", 600_000)).mark
    if late:
        end = play("AudioPlayer.PlaybackStopped", player=Player("breath-10", late)).mark
    assert end
    over = Bookmark("kitchen", end.track, end.offset, now)
    device = Player("breath-10", DOORBELL if late is None else late)

    reply = play("AMAZON.ResumeIntent", player=device, **kept(over))
    assert keys(reply)[0] == "playback.nothing"


def test_after_a_power_cut_the_device_knows_best(
    play: Play, doorbell: Bookmark, now: datetime
) -> None:
    """No Stopped came; its own word is taken, and without one, what we know."""
    begun = Bookmark("kitchen", "breath-10", 0, now)
    told = play("ResumeMeditationIntent", player=Player("breath-10", DOORBELL), **kept(begun))
    silent = play("ResumeMeditationIntent", **kept(begun))
    elsewhere = play(
        "ResumeMeditationIntent",
        player=Player("breath-10", 1_000),
        device="hall",
        **kept(doorbell),
    )

    assert values(told)["into"] == values(elsewhere)["into"] == 4
    assert keys(silent)[0] == "playback.just_begun"


def test_without_memory_the_device_is_asked(play: Play) -> None:
    """With the database down a pause and a resume still work."""
    reply = play("AMAZON.ResumeIntent", remembers=False, player=Player("breath-10", DOORBELL))

    assert reply.play
    assert reply.play.offset == 236_500


def test_a_failure_is_tried_once_more(play: Play, doorbell: Bookmark) -> None:
    """From where it was, or from the last place known, without a word."""
    told = play("AudioPlayer.PlaybackFailed", player=Player("breath-10", 300_000))
    known = play("AudioPlayer.PlaybackFailed", player=Player("breath-10", 0), **kept(doorbell))
    fresh = play("AudioPlayer.PlaybackFailed", player=Player("breath-10", 0))

    for reply, offset in ((told, 300_000), (known, DOORBELL), (fresh, 0)):
        assert reply.say == []
        assert reply.play
        assert (reply.play.token, reply.play.offset) == ("breath-10:again", offset)
    assert fresh.mark is known.mark is None


def test_a_second_failure_is_apologised_for_next_time(play: Play, doorbell: Bookmark) -> None:
    """No third try; the next opening says sorry once and offers to go on."""
    household = Household(opened=9)
    token = "breath-10:again"  # noqa: S105 - no secret
    event = play("AudioPlayer.PlaybackFailed", player=Player(token, 0), household=household)
    assert event == Reply(say=[])
    assert household == Household(opened=9, failed=True)

    opened = play("LaunchRequest", household=household)
    assert keys(opened) == ["opening.failed", "opening.try_again"]
    assert not household.failed
    memo = Memo(pending=opened.pending)
    assert play("AMAZON.YesIntent", memo=memo, **kept(doorbell)).play


def test_buttons_do_what_they_say_and_say_nothing(play: Play, doorbell: Bookmark) -> None:
    """Play goes on, pause stops, next is another one, previous begins again."""
    button = "PlaybackController.{}CommandIssued".format
    go_on = play(button("Play"), **kept(doorbell))
    pause = play(button("Pause"), player=playing())
    next_ = play(button("Next"), player=playing())
    before = play(button("Previous"), player=playing())

    assert all(reply.say == [] for reply in (go_on, pause, next_, before))
    assert go_on.play
    assert go_on.play.offset == 236_500
    assert pause.stop
    assert pause.mark == Mark("breath-10", DOORBELL)
    assert next_.play
    assert not next_.play.token.startswith("breath")
    assert before.play
    assert before.play.offset == 0


@pytest.mark.parametrize("name", ["Play", "Next", "Previous", "Pause"])
def test_a_button_with_nothing_to_play(play: Play, name: str) -> None:
    """A press on a button never breaks anything."""
    reply = play(f"PlaybackController.{name}CommandIssued", can_play=False)

    assert reply == Reply(say=[])


def test_words_of_crisis_stop_what_plays(play: Play) -> None:
    """There is silence while the numbers are said, and no trace of it."""
    reply = play("CrisisIntent", player=playing())

    assert reply.stop
    assert reply.secret
    assert reply.mark is None
    memo = Memo(pending=Pending.HELPLINE, topic="crisis")
    assert play("AMAZON.StopIntent", memo=memo, player=playing()).stop
