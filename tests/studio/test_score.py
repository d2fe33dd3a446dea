"""Scores: exact lengths from elastic silences."""

import pytest
from hypothesis import given, strategies as st

from skill.content.scripts import Bed, Bell, Script, Step
from skill.studio.errors import TimingError
from skill.studio.score import Score, longest_silence, of_clip, of_script, of_timer, share

LENGTHS = {"one": 3.0, "two": 4.0}


def _script(*steps: Step) -> Script:
    return Script(
        name="Test",
        about="a test",
        said=(),
        moods=(),
        bed=Bed.RAIN,
        minutes=(1, 3),
        steps=steps,
        question="Well?",
    )


def _pauses(score: Score) -> list[float]:
    ends = [mark.end for mark in score.marks]
    starts = [mark.start for mark in score.marks[1:]]
    return [start - end for end, start in zip(ends, starts, strict=False)]


def test_a_script_lasts_exactly_as_long_as_it_says() -> None:
    """Least pauses first; what is left is shared out by stretch."""
    score = of_script(
        _script(
            Step(bell=Bell.OPEN, pause=4),
            Step(say="one", pause=2, stretch=1),
            Step(say="two", pause=2, stretch=2),
            Step(say="one", pause=1),
        ),
        1,
        LENGTHS,
    )
    fixed, once, twice = _pauses(score)

    assert score.length == pytest.approx(60, abs=0.03)
    assert fixed == pytest.approx(4, abs=0.03)
    assert (twice - 2) == pytest.approx(2 * (once - 2), abs=0.1)


def test_steps_of_another_length_are_left_out() -> None:
    """A step that names lengths is heard in those alone."""
    score = of_script(
        _script(
            Step(say="one", pause=1, stretch=1),
            Step(say="two", pause=1, stretch=1, minutes=(3,)),
            Step(say="one", pause=1, stretch=1),
        ),
        1,
        LENGTHS,
    )

    assert [mark.say for mark in score.marks] == ["one", "one"]


def test_no_silence_is_longer_than_allowed() -> None:
    """What one pause has no room for goes to the others."""
    steps = [Step(say="one", pause=1, stretch=9), *[Step(say="two", pause=1, stretch=1)] * 6]

    pauses = _pauses(of_script(_script(*steps), 3, LENGTHS))

    assert pauses[0] == pytest.approx(longest_silence(3), abs=0.03)
    assert max(pauses) <= longest_silence(3) + 0.03


def test_too_many_words_are_an_error_that_names_script_and_length() -> None:
    """It says by how much."""
    steps = [Step(say="one", pause=30)] * 3

    with pytest.raises(TimingError, match=r"Test \(1 minutes\).* 42 seconds too long"):
        of_script(_script(*steps), 1, LENGTHS)


def test_too_little_room_for_silence_is_an_error_that_names_script_and_length() -> None:
    """Two phrases cannot fill three minutes."""
    steps = [Step(say="one", pause=1, stretch=1)] * 2

    with pytest.raises(TimingError, match=r"Test \(3 minutes\).*no room"):
        of_script(_script(*steps), 3, LENGTHS)


def test_a_timer_gives_both_the_same_time() -> None:
    """The word comes at half, after a bell; the closing bell ends it."""
    score = of_timer(5, "two", LENGTHS)
    soft, word, close = score.marks

    assert score.length == 600
    assert (soft.ring, word.say, close.ring) == ("soft", "two", "close")
    assert word.start == 300
    assert soft.end == 300
    assert close.end <= 600


def test_a_clip_is_a_line_with_a_breath_around_it() -> None:
    """It neither begins nor ends abruptly."""
    score = of_clip("one", LENGTHS)

    assert score.length == pytest.approx(3.4)
    assert 0.1 <= score.marks[0].start <= 0.2
    assert score.bed is None


@given(
    amount=st.floats(0, 1_000),
    pauses=st.lists(
        st.tuples(st.just(0.0) | st.floats(0.01, 10), st.floats(0, 75)), min_size=1, max_size=40
    ),
)
def test_sharing_loses_nothing_and_overfills_nobody(
    amount: float, pauses: list[tuple[float, float]]
) -> None:
    """All of an amount is shared unless every place is full; who has no weight gets nothing."""
    weights, rooms = zip(*pauses, strict=True)

    shares = share(amount, weights, rooms)

    places = sum(room for weight, room in pauses if weight > 0)
    assert sum(shares) == pytest.approx(min(amount, places), abs=1e-6)
    for got, weight, room in zip(shares, weights, rooms, strict=True):
        assert -1e-9 <= got <= room + 1e-9
        assert weight > 0 or got == 0
