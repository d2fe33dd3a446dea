"""Conversation starters: which one comes, and when."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import given, settings, strategies as st
from replies import keys

from skill.content import Content, Depth, Starter
from skill.features.starters import SKIPS, routes
from skill.features.starters.drawing import EARNED
from skill.memory import Household, Place
from skill.turn import Memo, Pending, Reply, Turn

MakeTurn = Callable[..., Turn]


def ask(turn: Turn) -> Reply:
    """Run the feature that the turn's intent leads to."""
    feature = routes.find(turn.intent, turn.memo.pending)
    assert feature is not None
    return feature(turn)


def asked(turn: Turn) -> Starter:
    """Return the starter that the household was asked last."""
    assert turn.household.place is not None
    starter = turn.content.starter(turn.household.place.starter)
    assert starter is not None
    return starter


def test_starter_closes_and_keeps_the_place(make_turn: MakeTurn, now: datetime) -> None:
    """After a starter the speaker closes, and the place is where the next opening begins."""
    turn = make_turn("StarterIntent")

    reply = ask(turn)

    assert reply.ask is None
    assert turn.household.place == Place(asked(turn).id, now)


def test_all_starters_come_once_before_any_comes_twice(
    make_turn: MakeTurn, english: Content
) -> None:
    """A household hears every starter once before it hears one again."""
    household = Household(opened=9)
    total = sum(map(len, english.decks.values()))

    heard = []
    for _ in range(total):
        turn = make_turn("AnotherStarterIntent", household=household)
        ask(turn)
        heard.append(asked(turn).id)

    assert total >= 480
    assert len(set(heard)) == total


def test_used_up_content_says_so_and_spares_the_newer_half(
    make_turn: MakeTurn, english: Content
) -> None:
    """When all were heard, we say that old ones return, and the newest half stays away."""
    heard = {deck: list(starters) for deck, starters in english.decks.items()}
    turn = make_turn("StarterIntent", household=Household(opened=9, heard=heard, lighter=9))

    reply = ask(turn)

    deck, number = asked(turn).deck, asked(turn).number
    assert "starters.renewed" in keys(reply)
    assert number in list(english.decks[deck])[: len(english.decks[deck]) // 2]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40)
def test_depth_is_earned(seed: int, make_turn: MakeTurn) -> None:
    """Nobody hears a deep starter before three lighter ones, whatever they ask for."""
    dice = random.Random(seed)
    household = Household(opened=9)
    lighter = 0
    for _ in range(12):
        intent = dice.choice(["DeeperIntent", "StarterIntent", "SkipIntent", "TooMuchIntent"])
        if intent == "TooMuchIntent":
            lighter = 0
        before = household.place
        turn = make_turn(intent, household=household, dice=dice)
        ask(turn)
        if household.place is before:
            continue
        deep = asked(turn).depth is Depth.DEEP
        assert not (deep and lighter < EARNED)
        lighter += not deep


def test_first_deep_starter_of_a_sitting_is_announced(make_turn: MakeTurn) -> None:
    """A sentence of warning comes before the first deep starter, and not before the next."""
    household = Household(opened=9, lighter=EARNED)
    deep = {"ids": {"depth": "deep"}, "household": household}

    first, second = (ask(make_turn("DepthStarterIntent", **deep)) for _ in range(2))

    assert "starters.warning" in keys(first)
    assert "starters.warning" not in keys(second)


def test_next_evening_the_warning_comes_again(make_turn: MakeTurn, now: datetime) -> None:
    """A new sitting begins after three hours, and with it the warning."""
    household = Household(opened=9, lighter=9, warned=True, place=Place("play-01", now))
    tomorrow = now + timedelta(days=1)

    reply = ask(
        make_turn(
            "DepthStarterIntent", ids={"depth": "deep"}, household=household, now=tomorrow
        )
    )

    assert "starters.warning" in keys(reply)


def test_deeper_goes_one_step_in_the_same_deck(
    make_turn: MakeTurn, english: Content, now: datetime
) -> None:
    """Saying "A deeper one" after a light question about dreams is a warm one about dreams."""
    light = next(s for s in english.decks["dreams"].values() if s.depth is Depth.LIGHT)
    turn = make_turn("DeeperIntent", household=Household(opened=9, place=Place(light.id, now)))

    ask(turn)

    assert (asked(turn).deck, asked(turn).depth) == ("dreams", Depth.WARM)


def test_at_the_floor_deeper_says_so(
    make_turn: MakeTurn, english: Content, now: datetime
) -> None:
    """Below the deepest deck there is nothing, and we say so."""
    deep = next(s for s in english.decks["fears"].values() if s.depth is Depth.DEEP)
    household = Household(opened=9, lighter=9, place=Place(deep.id, now))

    household.warned = True
    assert "starters.deepest" in keys(ask(make_turn("DeeperIntent", household=household)))


def test_too_much_goes_light_at_once(
    make_turn: MakeTurn, english: Content, now: datetime
) -> None:
    """Saying "Too much" brings a light one at once, and depth has to be earned anew."""
    deep = next(s for s in english.decks["fears"].values() if s.depth is Depth.DEEP)
    turn = make_turn(
        "TooMuchIntent", household=Household(opened=9, lighter=20, place=Place(deep.id, now))
    )

    ask(turn)

    assert asked(turn).depth is Depth.LIGHT
    assert turn.household.lighter == 1


def test_every_topic_leads_to_a_starter_that_touches_it(
    make_turn: MakeTurn, english: Content
) -> None:
    """Each topic that the model knows brings a question about it."""
    for topic in english.topics:
        turn = make_turn("TopicStarterIntent", ids={"topic": topic}, words={"topic": topic})
        ask(turn)

        assert asked(turn) in english.about[topic]


def test_used_up_topic_goes_on_elsewhere_and_says_so(
    make_turn: MakeTurn, english: Content
) -> None:
    """When a topic has no more, the next one comes from its deck, with a word about it."""
    heard: dict[str, list[int]] = {}
    for starter in english.about["travel"]:
        heard.setdefault(starter.deck, []).append(starter.number)
    turn = make_turn(
        "TopicStarterIntent",
        ids={"topic": "travel"},
        household=Household(opened=9, heard=heard, lighter=9),
    )

    reply = ask(turn)

    assert "starters.beyond" in keys(reply)
    assert asked(turn) not in english.about["travel"]


def test_unknown_topic_is_said_back(make_turn: MakeTurn) -> None:
    """A topic that we have nothing about is said back, with an offer."""
    reply = ask(make_turn("TopicStarterIntent", words={"topic": "submarines"}))

    assert keys(reply) == ["starters.no_topic", "starters.offer"]
    assert reply.pending is Pending.STARTER


def test_sentence_in_place_of_a_topic_is_not_said_back(make_turn: MakeTurn) -> None:
    """What is too long for a topic is nobody's business to hear again."""
    turn = make_turn("TopicStarterIntent", words={"topic": "something that was said in anger"})

    assert keys(ask(turn))[0] == "starters.which_topic"


def test_blocked_topics_never_come(make_turn: MakeTurn) -> None:
    """With money and children blocked, none of 300 starters touches either."""
    household = Household(opened=9, blocked=["money", "children"])
    for _ in range(300):
        turn = make_turn("StarterIntent", household=household)
        ask(turn)
        assert not {"money", "children"} & set(asked(turn).tags)


def test_everything_blocked_is_said_kindly(make_turn: MakeTurn, english: Content) -> None:
    """A couple that blocked every topic hears how to open one again."""
    household = Household(opened=9, blocked=list(english.topics))

    assert keys(ask(make_turn("StarterIntent", household=household))) == [
        "starters.all_blocked"
    ]


def test_three_skips_in_a_row_ask_for_a_mood(make_turn: MakeTurn) -> None:
    """The third skip in a row asks for another mood; a starter in between counts anew."""
    household = Household(opened=9)
    says = ["Starter", "Skip", "Skip", "Starter", "Skip", "Skip", "Skip"]
    replies = [ask(make_turn(f"{said}Intent", household=household)) for said in says]

    assert SKIPS == 3
    assert [r.pending for r in replies] == [None] * 6 + [Pending.MOOD]


def test_partners_begin_by_turns(make_turn: MakeTurn) -> None:
    """Zoë begins, then Jo, then Zoë."""
    household = Household(opened=9, names=["Zoë", "Jo"])

    first = [
        getattr(part, "values", {})["name"]
        for _ in range(3)
        for part in ask(make_turn("StarterIntent", household=household)).say
        if getattr(part, "key", "") == "starters.begins"
    ]

    assert first == ["Zoë", "Jo", "Zoë"]


def test_follow_up_comes_once(make_turn: MakeTurn) -> None:
    """A starter has one follow-up; after it the next starter is offered."""
    household = Household(opened=9)
    ask(make_turn("StarterIntent", household=household))

    first = ask(make_turn("FollowUpIntent", household=household))
    second = ask(make_turn("FollowUpIntent", household=household))

    assert "starters.lead_follow_up" in keys(first)
    assert second.pending is Pending.STARTER


def test_starter_taken_out_of_the_content_is_no_trouble(
    make_turn: MakeTurn, now: datetime
) -> None:
    """A place whose starter is gone counts as no place."""
    household = Household(opened=9, place=Place("dreams-998", now))

    assert ask(make_turn("FollowUpIntent", household=household)).pending is Pending.STARTER
    assert ask(make_turn("DeeperIntent", household=household)).ask is None


def test_yes_to_the_offer_is_a_starter(make_turn: MakeTurn) -> None:
    """Saying "Yes" finds the question that was open."""
    turn = make_turn("AMAZON.YesIntent", memo=Memo(pending=Pending.STARTER))

    ask(turn)

    assert turn.household.place is not None


def test_light_wishes_never_get_a_deep_one(make_turn: MakeTurn, english: Content) -> None:
    """Asking for something light never brings a deep one, even where light ones are used up."""
    household = Household(opened=9, lighter=9)
    for _ in range(len(english.about["grief"]) + 5):
        ids = {"topic": "grief", "depth": "light"}
        turn = make_turn("TopicStarterIntent", ids=ids, household=household)
        ask(turn)
        assert asked(turn).depth is not Depth.DEEP


def test_lighter_is_one_step_lighter(
    make_turn: MakeTurn, now: datetime, english: Content
) -> None:
    """Lighter than a deep one is a warm one of the same deck."""
    deep = next(s for s in english.decks["fears"].values() if s.depth is Depth.DEEP)
    turn = make_turn("LighterIntent", household=Household(opened=9, place=Place(deep.id, now)))

    ask(turn)

    assert (asked(turn).deck, asked(turn).depth) == ("fears", Depth.WARM)


def test_first_starters_go_from_light_to_deep(make_turn: MakeTurn) -> None:
    """When nobody asks for a depth, the first ones are light, and depth comes step by step."""
    household = Household(opened=9)
    depths = []
    for _ in range(8):
        turn = make_turn("StarterIntent", household=household)
        ask(turn)
        depths.append(asked(turn).depth.value)

    assert depths == ["light", "light", "warm", "warm", "deep", "light", "warm", "deep"]


def test_no_sitting_opens_deep(make_turn: MakeTurn, now: datetime) -> None:
    """The first starter of an evening is never a deep one unless they ask for it."""
    household = Household(opened=9, lighter=9, sitting=True, heard={"play": [1, 2, 3, 4]})
    household.place = Place("play-01", now - timedelta(days=1))
    turn = make_turn("StarterIntent", household=household)

    ask(turn)

    assert asked(turn).depth is Depth.WARM


def test_decks_take_turns(make_turn: MakeTurn, english: Content) -> None:
    """Twelve starters in a row come from twelve decks."""
    household = Household(opened=9)
    for _ in english.decks:
        ask(make_turn("StarterIntent", household=household))

    assert household.heard.keys() == english.decks.keys()


def test_deep_before_its_time_comes_with_a_word(make_turn: MakeTurn) -> None:
    """A couple that asks for a deep one at once gets one a step before it, and hears why."""
    turn = make_turn("DepthStarterIntent", ids={"depth": "deep"})

    assert "starters.not_yet" in keys(ask(turn))
    assert asked(turn).depth is Depth.WARM


def test_skipped_starter_leaves_the_beginning_to_the_same_partner(
    make_turn: MakeTurn,
) -> None:
    """Who was to begin with a skipped starter begins with the next one."""
    household = Household(opened=9, names=["Zoë", "Jo"])
    ask(make_turn("StarterIntent", household=household))
    led = household.leads

    ask(make_turn("SkipIntent", household=household))

    assert household.leads == led


def test_partners_of_one_name_are_not_told_apart(make_turn: MakeTurn) -> None:
    """With the same name twice nobody is told to begin."""
    turn = make_turn("StarterIntent", household=Household(opened=9, names=["Sam", "Sam"]))

    assert "starters.begins" not in keys(ask(turn))


def test_refused_follow_up_is_not_offered_again(make_turn: MakeTurn, now: datetime) -> None:
    """A no to the follow-up offers something else, and the question rests."""
    turn = make_turn(
        "AMAZON.NoIntent",
        memo=Memo(pending=Pending.FOLLOW_UP),
        household=Household(opened=9, place=Place("play-01", now)),
    )

    assert ask(turn).pending is Pending.STARTER
    assert turn.household.place == Place("play-01", now, followed=True)


def test_follow_up_is_the_one_that_was_offered(
    make_turn: MakeTurn, english: Content, now: datetime
) -> None:
    """If another device went on in between, yes still gets the follow-up that was offered."""
    turn = make_turn(
        "AMAZON.YesIntent",
        memo=Memo(pending=Pending.FOLLOW_UP, starter="play-01"),
        household=Household(opened=9, place=Place("dreams-01", now)),
    )

    said = [getattr(part, "values", {}).get("ask") for part in ask(turn).say]

    assert english.decks["play"][1].follow_up in said


def test_without_memory_only_light_ones_come(make_turn: MakeTurn) -> None:
    """When we do not know what was blocked or earned, the starter is a light one."""
    turn = make_turn("DeeperIntent", remembers=False, household=Household())

    reply = ask(turn)

    assert asked(turn).depth is Depth.LIGHT
    assert keys(reply)[-1] == "starters.close"


def test_closing_words_teach_a_few_times(make_turn: MakeTurn) -> None:
    """The first starters end with how to go on; later ones just leave them to it."""
    household = Household(opened=9)
    ends = [keys(ask(make_turn("StarterIntent", household=household)))[-1] for _ in range(5)]

    assert ends == ["starters.close_and_how"] * 3 + ["starters.close"] * 2


def test_skip_with_nothing_asked_is_just_a_starter(make_turn: MakeTurn) -> None:
    """Before anything was asked there is nothing to skip; after an offer, it is a no."""
    assert "starters.lead" in keys(ask(make_turn("SkipIntent")))
    offered = make_turn("SkipIntent", memo=Memo(pending=Pending.STARTER))
    assert keys(ask(offered)) == ["basics.no"]


def test_mood_leads_to_a_lighter_one(make_turn: MakeTurn) -> None:
    """Yes to the question about the mood brings something light."""
    turn = make_turn("AMAZON.YesIntent", memo=Memo(pending=Pending.MOOD))

    ask(turn)

    assert asked(turn).depth is Depth.LIGHT
