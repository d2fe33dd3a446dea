"""Wandering: whatever is said in whatever order, every turn is a fit answer."""

import random
from typing import Any

import msgspec
import pytest
from authority import NOW
from bodies import body
from hypothesis import given, settings as examples, strategies as st

from skill.content import Content
from skill.content.library import Libraries
from skill.dispatch import Dispatcher
from skill.dispatch.conversation import ROUTES
from skill.memory import Household, Memory, Place
from skill.memory.opening import open_memory
from skill.settings import Settings
from skill.turn import Memo, Pending

USER = "amzn1.ask.account.TEST"
INTENTS = sorted(ROUTES.intents.keys() - {"LaunchRequest", "SessionResumedRequest"} | {"Other"})
NAMES = st.sampled_from(["Zoë", "O'Neil", "Jo & Sam", "Mia <3", "", "李", "a, b, c", "x" * 50])


@pytest.fixture(name="wanderings", scope="module")
def _wanderings(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    return open_memory(Settings(data_dir=tmp_path_factory.mktemp("wandering")))


@pytest.mark.parametrize("pending", [None, *Pending])
@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_is_answered_in_every_state(
    wanderings: Memory, intent: str, pending: Pending | None
) -> None:
    """With any question open, every intent gets an answer within all limits."""
    memo = Memo(pending=pending, said="So. Shall I?", asked="Shall I, then?", names=("A", "B"))
    attributes = msgspec.to_builtins(memo)
    for seed in range(6):
        wanderings.forget(USER)
        dispatcher = Dispatcher(wanderings, clock=lambda: NOW, dice=random.Random(seed))

        answer = dispatcher.answer(body(intent=intent, attributes=attributes))

        assert answer.outcome == "spoken"


EVENTS = sorted(ROUTES.events)
PLAYERS = st.fixed_dictionaries(
    {},
    optional={
        "token": st.sampled_from(
            ["", "breath-5", "breath-10:again", "sleep-20", "x-1", ":again"]
        ),
        "offsetInMilliseconds": st.integers(-1, 2**40),
        "playerActivity": st.sampled_from(["PLAYING", "STOPPED", "FINISHED", "IDLE", "ODD"]),
    },
)


@given(data=st.data(), seed=st.integers(0, 10_000))
@examples(max_examples=120, deadline=None)
def test_any_evening_with_meditations_goes_well(
    data: st.DataObject, seed: int, wanderings: Memory, recorded: Libraries
) -> None:
    """Words, events and buttons in any order, with any state of the player."""
    wanderings.forget(USER)
    dice = random.Random(seed)
    dispatcher = Dispatcher(wanderings, clock=lambda: NOW, dice=dice, libraries=recorded)
    attributes: dict[str, object] = {}
    for _ in range(10):
        player = data.draw(PLAYERS)
        event = data.draw(st.one_of(st.none(), st.sampled_from(EVENTS)))
        if event:
            said: dict[str, Any] = {k: v for k, v in player.items() if k != "playerActivity"}
            request = body(event, session=False, player=player, **said)
        else:
            request = body(
                intent=data.draw(st.sampled_from(INTENTS)),
                slots={"minutes": data.draw(st.sampled_from(["", "7", "?", "٣", "60"]))},
                ids={
                    "meditation": data.draw(st.sampled_from(["breath", "sleep", "x"])),
                    "mood": data.draw(st.sampled_from(["fight", "x"])),
                },
                attributes=attributes,
                player=player,
                device=data.draw(st.sampled_from(["kitchen", "bedroom"])),
            )

        answer = dispatcher.answer(request)

        assert answer.outcome == ("quiet" if event else "spoken")
        attributes = msgspec.json.decode(answer.body).get("sessionAttributes", attributes)


@given(data=st.data(), seed=st.integers(0, 10_000))
@examples(max_examples=120, deadline=None)
def test_any_conversation_goes_well(
    data: st.DataObject, seed: int, wanderings: Memory, english: Content
) -> None:
    """Intents, names and topics in any order, over any household, never break an answer."""
    wanderings.forget(USER)
    stored = wanderings.load(USER)
    stored.household = Household(
        names=data.draw(st.sampled_from([[], ["Jo"], ["Jo", "O'Neil"]])),
        opened=data.draw(st.integers(0, 6)),
        blocked=data.draw(st.lists(st.sampled_from(sorted(english.topics)), max_size=3)),
        place=data.draw(st.sampled_from([None, Place("dreams-01", NOW), Place("x-99", NOW)])),
        lighter=data.draw(st.integers(0, 4)),
    )
    wanderings.save(USER, stored, now=NOW)
    dispatcher = Dispatcher(wanderings, clock=lambda: NOW, dice=random.Random(seed))
    attributes: dict[str, object] = {}
    for _ in range(8):
        request = body(
            intent=data.draw(st.sampled_from(INTENTS)),
            slots={"firstName": data.draw(NAMES), "secondName": data.draw(NAMES)},
            ids={
                "topic": data.draw(st.sampled_from(["travel", "money", "nothing"])),
                "depth": data.draw(st.sampled_from(["light", "deep", "other"])),
            },
            attributes=attributes,
        )

        answer = dispatcher.answer(request)

        assert answer.outcome == "spoken"
        attributes = msgspec.json.decode(answer.body).get("sessionAttributes", {})
