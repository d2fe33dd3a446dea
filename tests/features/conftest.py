"""How the tests of the features ask and look."""

from collections.abc import Callable

import pytest

from skill.dispatch.conversation import ROUTES
from skill.turn import Reply, Turn

Ask = Callable[..., Reply]


@pytest.fixture(name="ask", scope="session")
def _ask(make_turn: Callable[..., Turn]) -> Ask:
    """Return a function that sends an intent to the feature it leads to."""

    def ask(intent: str, **changes: object) -> Reply:
        turn = make_turn(intent, **changes)
        feature = ROUTES.find(intent, turn.memo.pending, playing=turn.player.active)
        assert feature is not None, f"nothing answers to {intent}"
        return feature(turn)

    return ask
