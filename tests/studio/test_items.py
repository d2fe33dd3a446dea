"""What a library consists of."""

import msgspec
import pytest

from skill.content import Content
from skill.content.scripts import Script, Step
from skill.studio.items import TIMERS, Item, Timer, Track, all_items
from skill.studio.voices import Pace


@pytest.fixture(name="items", scope="module")
def _items() -> tuple[Item, ...]:
    return all_items("en")


def test_every_file_has_a_name_of_its_own(items: tuple[Item, ...]) -> None:
    """And all of them are MP3s."""
    paths = [item.path for item in items]

    assert len(paths) == len(set(paths))
    assert all(path.endswith(".mp3") for path in paths)


def test_every_starter_has_a_clip(items: tuple[Item, ...], english: Content) -> None:
    """Under its id, saying what it asks."""
    clips = {item.path: item.lines for item in items if item.path.startswith("starters/")}
    starters = [starter for deck in english.decks.values() for starter in deck.values()]

    assert clips == {f"starters/{starter.id}.mp3": (starter.ask,) for starter in starters}


def test_there_are_meditations_timers_and_sounds(items: tuple[Item, ...]) -> None:
    """At least 24 tracks, a timer for each length, and what games need to hear."""
    paths = {item.path for item in items}
    tracks = [item for item in items if isinstance(item, Track)]

    assert len(tracks) >= 24
    assert len({track.id for track in tracks}) >= 12
    assert {f"timer-{each}.mp3" for each in TIMERS} <= paths
    assert {
        f"sounds/{name}.mp3" for name in ("open", "soft", "close", "right", "wrong")
    } <= paths


def test_meditations_are_spoken_calmly_and_questions_plainly(items: tuple[Item, ...]) -> None:
    """A track promises its minutes, a clip none."""
    for item in items:
        if item.path.startswith("starters/"):
            assert (item.pace, item.minutes) == (Pace.PLAIN, None)
        elif item.lines:
            assert item.pace is Pace.CALM
            assert item.minutes


def test_a_track_changes_with_what_it_says_at_its_length_alone(script: Script) -> None:
    """A step of the long one is nothing to the short one."""
    steps = [
        msgspec.structs.replace(step, say="Something else.") if step.minutes else step
        for step in script.steps
    ]
    changed = msgspec.structs.replace(script, steps=tuple(steps))

    assert Track("hum", script, 1).script == Track("hum", changed, 1).script
    assert Track("hum", script, 2).script != Track("hum", changed, 2).script


def test_a_track_changes_with_its_pauses(script: Script) -> None:
    """They are heard, too."""
    changed = msgspec.structs.replace(
        script, steps=(Step(bell=script.steps[0].bell, pause=9), *script.steps[1:])
    )

    assert Track("hum", script, 1).script != Track("hum", changed, 1).script


def test_a_timer_lasts_for_both(timer: Timer) -> None:
    """Two turns, and one word between them."""
    assert timer.minutes == 2
    assert timer.score({"Now the other.": 2.0}).length == 120
