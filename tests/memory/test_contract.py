"""What every memory promises, whatever it is made of."""

import json
import threading
import types
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_origin

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from skill.errors import ConflictError
from skill.memory import Bookmark, Household, Memory, Place, Win

NOW = datetime(2026, 2, 14, 20, 0, tzinfo=UTC)
US = "amzn1.ask.account.US"
THEM = "amzn1.ask.account.THEM"
_MINUTE = timedelta(minutes=1)

_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    datetime: st.datetimes(timezones=st.just(UTC)),
    int: st.integers(-(2**63), 2**63 - 1),
    str: st.text(max_size=40),
}
_CONTAINERS: dict[Any, Callable[..., st.SearchStrategy[Any]]] = {
    dict: st.dictionaries,
    list: st.lists,
    types.UnionType: st.one_of,
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return the values that a field of a struct can have, to any depth."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = msgspec.structs.fields(kind)
        return st.builds(kind, **{field.name: values_of(field.type) for field in fields})
    if container := _CONTAINERS.get(get_origin(kind)):
        return container(*(values_of(part) for part in get_args(kind)))
    return _LEAVES[kind] if kind in _LEAVES else st.from_type(kind)


def named(memory: Memory, user: str, *names: str) -> None:
    """Save a household with these names."""
    stored = memory.load(user)
    stored.household.names = list(names)
    memory.save(user, stored, now=NOW)


def win(number: int, text: str = "We talked for an hour.") -> Win:
    """Return a win, a minute later for each number."""
    return Win(id=f"request-{number}", text=text, at=NOW + number * _MINUTE)


def bookmark(offset: int, *, minute: int = 0, device: str = "kitchen") -> Bookmark:
    """Return how far a device is in the one track of these tests."""
    return Bookmark(device=device, track="breath", offset=offset, at=NOW + minute * _MINUTE)


def test_an_unknown_household_is_fresh(memory: Memory) -> None:
    """Somebody we never met has no names, no wins, and nothing to forget."""
    assert memory.load(US).household == Household()
    assert memory.wins(US, limit=9) == []
    assert memory.bookmarks(US) == []
    assert not memory.forget(US)


def test_a_saved_household_is_loaded_again(memory: Memory) -> None:
    """What was saved comes back, for this household only."""
    named(memory, US, "Zoë", "O'Neil")

    assert memory.load(US).household.names == ["Zoë", "O'Neil"]
    assert memory.load(THEM).household == Household()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(household=values_of(Household))
def test_any_household_comes_back_as_it_was(memory: Memory, household: Household) -> None:
    """No name, number or moment changes on its way through the database."""
    stored = memory.load(US)
    stored.household = household
    memory.save(US, stored, now=NOW)

    assert memory.load(US).household == household


def test_what_was_saved_can_be_saved_again(memory: Memory) -> None:
    """A household need not be loaded again after its own save."""
    stored = memory.load(US)
    for opened in (1, 2, 3):
        stored.household.opened = opened
        memory.save(US, stored, now=NOW)

    assert memory.load(US).household.opened == 3


def test_the_second_of_two_saves_is_a_conflict(memory: Memory) -> None:
    """Two devices that loaded the same household cannot both save it."""
    named(memory, US, "Zoë", "Jo")
    first, second = memory.load(US), memory.load(US)
    first.household.opened, second.household.opened = 1, 2
    memory.save(US, first, now=NOW)

    with pytest.raises(ConflictError):
        memory.save(US, second, now=NOW)

    assert memory.load(US).household.opened == 1


def test_two_first_saves_are_a_conflict(memory: Memory) -> None:
    """Two devices that both met a new household cannot both make it."""
    first, second = memory.load(US), memory.load(US)
    first.household.opened, second.household.opened = 1, 2
    memory.save(US, first, now=NOW)

    with pytest.raises(ConflictError):
        memory.save(US, second, now=NOW)


def test_an_unchanged_household_is_not_saved(memory: Memory) -> None:
    """Where nothing changed nothing is written, so nothing can be in conflict."""
    memory.save(US, memory.load(US), now=NOW)
    assert not memory.forget(US)

    named(memory, US, "Zoë", "Jo")
    unchanged = memory.load(US)
    named(memory, US, "Jo", "Zoë")
    memory.save(US, unchanged, now=NOW)

    assert memory.load(US).household.names == ["Jo", "Zoë"]


def test_no_change_is_lost_between_threads(memory: Memory) -> None:
    """Threads that retry on a conflict have all counted in the end."""
    together = threading.Barrier(4)

    def count(_thread: int) -> int:
        conflicts = 0
        together.wait()
        for _ in range(20):
            while True:
                stored = memory.load(US)
                stored.household.opened += 1
                try:
                    memory.save(US, stored, now=NOW)
                except ConflictError:
                    conflicts += 1
                else:
                    break
        return conflicts

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))

    assert memory.load(US).household.opened == 80


def test_fifty_threads_lose_no_win(memory: Memory) -> None:
    """Wins are rows of their own: none waits for another, none overwrites another."""
    named(memory, US, "Zoë", "Jo")
    with ThreadPoolExecutor(50) as pool:
        kept = list(pool.map(lambda number: memory.add_win(US, win(number)), range(200)))

    assert all(kept)
    assert memory.wins(US, limit=500) == [win(number) for number in reversed(range(200))]


def test_a_win_is_kept_once(memory: Memory) -> None:
    """A request that arrives twice keeps one win, the first."""
    named(memory, US, "Zoë", "Jo")

    assert memory.add_win(US, win(1, "We danced."))
    assert not memory.add_win(US, win(1, "We danced again."))
    assert memory.wins(US, limit=9) == [win(1, "We danced.")]


def test_ids_of_wins_are_a_households_own(memory: Memory) -> None:
    """The same id in two households is two wins."""
    for user in (US, THEM):
        named(memory, user, "Zoë", "Jo")
        assert memory.add_win(user, win(1))

    assert memory.remove_wins(US, ["request-1"]) == 1
    assert memory.wins(THEM, limit=9) == [win(1)]


def test_a_win_says_who_it_is_about(memory: Memory) -> None:
    """All that a win holds comes back."""
    named(memory, US, "Zoë", "Jo")
    whole = Win(id="request", text="She said “李 & <3”.", at=NOW, about="Zoë")
    memory.add_win(US, whole)

    assert memory.wins(US, limit=1) == [whole]


def test_wins_are_listed_newest_first_within_bounds(memory: Memory) -> None:
    """The later moment is left out, the earlier one is in, and the newest come first."""
    named(memory, US, "Zoë", "Jo")
    for number in (3, 1, 4, 2, 0):
        memory.add_win(US, win(number))

    def numbers(*, limit: int = 9, **bounds: datetime) -> list[str]:
        found = memory.wins(US, limit=limit, **bounds)
        return [kept.id.removeprefix("request-") for kept in found]

    assert numbers() == ["4", "3", "2", "1", "0"]
    assert numbers(limit=2) == ["4", "3"]
    assert numbers(since=win(3).at) == ["4", "3"]
    assert numbers(before=win(1).at) == ["0"]
    assert numbers(since=win(1).at, before=win(4).at, limit=2) == ["3", "2"]


def test_wins_are_removed_by_id(memory: Memory) -> None:
    """Only wins that are there count as removed."""
    named(memory, US, "Zoë", "Jo")
    for number in range(3):
        memory.add_win(US, win(number))

    assert memory.remove_wins(US, ["request-0", "request-2", "request-7"]) == 2
    assert memory.remove_wins(US, []) == 0
    assert memory.wins(US, limit=9) == [win(1)]


def test_an_older_event_never_moves_a_bookmark(memory: Memory) -> None:
    """Events of a device can overtake one another; the newest one counts."""
    named(memory, US, "Zoë", "Jo")

    assert memory.set_bookmark(US, bookmark(1_000, minute=1))
    assert memory.set_bookmark(US, bookmark(3_000, minute=3))
    assert not memory.set_bookmark(US, bookmark(2_000, minute=2))
    assert memory.bookmarks(US) == [bookmark(3_000, minute=3)]


def test_the_same_event_twice_sets_the_same_bookmark(memory: Memory) -> None:
    """An event that is delivered again changes nothing and is not an older one."""
    named(memory, US, "Zoë", "Jo")

    assert memory.set_bookmark(US, bookmark(1_000))
    assert memory.set_bookmark(US, bookmark(1_000))
    assert memory.bookmarks(US) == [bookmark(1_000)]


def test_each_device_has_its_own_bookmarks(memory: Memory) -> None:
    """The kitchen does not move the bedroom's bookmark; all are listed newest first."""
    named(memory, US, "Zoë", "Jo")
    kitchen = bookmark(1_000, minute=1)
    bedroom = bookmark(2_000, minute=2, device="bedroom")
    other = Bookmark(device="kitchen", track="gratitude", offset=0, at=NOW)
    for place in (kitchen, bedroom, other):
        assert memory.set_bookmark(US, place)

    assert memory.bookmarks(US) == [bedroom, kitchen, other]
    assert memory.bookmarks(US, "kitchen") == [kitchen, other]
    assert memory.bookmarks(US, "garage") == []


def test_forgetting_removes_everything_of_one_household(memory: Memory) -> None:
    """Names, wins and bookmarks go; the neighbours keep theirs."""
    for user in (US, THEM):
        named(memory, user, "Zoë", "Jo")
        memory.add_win(user, win(1))
        memory.set_bookmark(user, bookmark(1_000))

    assert memory.forget(US)
    assert not memory.forget(US)

    nothing = {"household": msgspec.structs.asdict(Household()), "wins": [], "bookmarks": []}
    assert memory.export(US) == nothing
    assert memory.load(THEM).household.names == ["Zoë", "Jo"]
    assert memory.wins(THEM, limit=9) == [win(1)]
    assert memory.bookmarks(THEM) == [bookmark(1_000)]


def test_a_turn_in_flight_cannot_bring_a_household_back(memory: Memory) -> None:
    """What was loaded before the household was forgotten cannot be saved after."""
    named(memory, US, "Zoë", "Jo")
    in_flight = memory.load(US)
    in_flight.household.opened = 7
    memory.forget(US)

    with pytest.raises(ConflictError):
        memory.save(US, in_flight, now=NOW)

    assert memory.load(US).household == Household()


def test_a_household_that_came_back_is_a_new_one(memory: Memory) -> None:
    """However often both were saved, the old one's version is never the new one's."""
    named(memory, US, "Zoë", "Jo")
    in_flight = memory.load(US)
    in_flight.household.opened = 7
    memory.forget(US)
    named(memory, US, "Ann", "Bo")

    with pytest.raises(ConflictError):
        memory.save(US, in_flight, now=NOW)

    assert memory.load(US).household.names == ["Ann", "Bo"]


def test_a_fresh_household_loaded_before_forgetting_may_begin(memory: Memory) -> None:
    """A turn that knew nothing of what was forgotten brings nothing of it back."""
    fresh = memory.load(US)
    fresh.household.opened = 1
    named(memory, US, "Zoë", "Jo")
    memory.forget(US)
    memory.save(US, fresh, now=NOW)

    assert memory.load(US).household == Household(opened=1)


def test_nothing_is_kept_for_a_household_that_is_not_there(memory: Memory) -> None:
    """A win in flight is refused, and a bookmark in flight is out of date."""
    named(memory, US, "Zoë", "Jo")
    memory.forget(US)

    with pytest.raises(ConflictError):
        memory.add_win(US, win(1))
    assert not memory.set_bookmark(US, bookmark(1_000))

    named(memory, US, "Ann", "Bo")
    assert memory.wins(US, limit=9) == []
    assert memory.bookmarks(US) == []


def test_wins_race_with_forgetting(memory: Memory) -> None:
    """Whichever comes first, no win is left of a household that was forgotten."""
    named(memory, US, "Zoë", "Jo")
    together = threading.Barrier(5)

    def add(thread: int) -> None:
        together.wait()
        for number in range(20):
            try:
                memory.add_win(US, win(100 * thread + number))
            except ConflictError:
                return

    with ThreadPoolExecutor(5) as pool:
        adding = [pool.submit(add, thread) for thread in range(4)]
        together.wait()
        memory.forget(US)
        for done in adding:
            done.result()

    assert memory.wins(US, limit=99) == []


def test_an_export_holds_everything_as_json(memory: Memory) -> None:
    """A household gets all of its data, readable without us."""
    stored = memory.load(US)
    stored.household = Household(
        names=["Zoë", "Jo"], heard={"travel": [3, 1]}, place=Place("travel-1", NOW)
    )
    memory.save(US, stored, now=NOW)
    memory.add_win(US, win(1))
    memory.set_bookmark(US, bookmark(1_000))

    everything = memory.export(US)

    assert json.loads(json.dumps(everything)) == everything
    assert everything == {
        "household": {
            **msgspec.structs.asdict(Household()),
            "names": ["Zoë", "Jo"],
            "heard": {"travel": [3, 1]},
            "place": {
                "starter": "travel-1",
                "at": "2026-02-14T20:00:00Z",
                "followed": False,
                "cut_off": False,
            },
        },
        "wins": [
            {
                "id": "request-1",
                "text": "We talked for an hour.",
                "at": "2026-02-14T20:01:00Z",
                "about": None,
            }
        ],
        "bookmarks": [
            {
                "device": "kitchen",
                "track": "breath",
                "offset": 1000,
                "at": "2026-02-14T20:00:00Z",
            }
        ],
    }


def test_a_memory_answers_until_it_is_closed(memory: Memory) -> None:
    """A ping says that the database is there; closing twice does no harm."""
    memory.ping()
    memory.close()
    memory.close()
