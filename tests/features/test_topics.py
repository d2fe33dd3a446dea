"""Topics: asking for them and never being asked about them."""

from collections.abc import Callable
from datetime import datetime

from replies import keys, values

from skill.content import Content
from skill.memory import Household, Place
from skill.turn import Memo, Pending, Reply

Ask = Callable[..., Reply]


def test_three_decks_are_named(ask: Ask) -> None:
    """Asked for topics, we name three and ask which."""
    reply = ask("TopicsIntent")

    assert len(values(reply)["topics"]) == 3
    assert reply.pending is Pending.STARTER


def test_block_this_means_the_present_question(
    ask: Ask, english: Content, now: datetime
) -> None:
    """Saying "Never ask about that" blocks the main topic of the question on the table."""
    starter = english.about["money"][0]
    household = Household(opened=2, place=Place(starter.id, now))

    reply = ask("BlockThisIntent", household=household)

    assert household.blocked == [starter.tags[0]]
    assert reply.pending is Pending.STARTER


def test_blocking_twice_blocks_once(ask: Ask) -> None:
    """A topic is on the list once, however often it is blocked."""
    household = Household(opened=2)
    for _ in range(2):
        ask("BlockTopicIntent", ids={"topic": "money"}, household=household)

    assert household.blocked == ["money"]


def test_blocked_topic_can_be_listed_and_opened_again(ask: Ask) -> None:
    """What was blocked is said on request, and opened again by its name."""
    household = Household(opened=2, blocked=["money"])

    assert keys(ask("BlockedTopicsIntent", household=household)) == ["topics.blocked"]
    ask("AllowTopicIntent", ids={"topic": "money"}, household=household)
    assert keys(ask("BlockedTopicsIntent", household=household))[0] == "topics.none_blocked"


def test_asking_for_a_blocked_topic_says_so(ask: Ask) -> None:
    """A blocked topic is not asked about even by name; we say how to open it."""
    household = Household(opened=2, blocked=["money"])

    reply = ask("TopicStarterIntent", ids={"topic": "money"}, household=household)

    assert keys(reply)[0] == "topics.is_blocked"


def test_opening_what_was_open_says_so(ask: Ask) -> None:
    """A topic that was never blocked stays as it is."""
    assert keys(ask("AllowTopicIntent", ids={"topic": "money"}))[0] == "topics.was_open"


def test_topic_named_after_the_question_is_blocked_not_asked(ask: Ask) -> None:
    """Asked which topic to leave alone, "money" blocks money; asked which to open, opens it."""
    household = Household(opened=2)
    asked = ask("BlockTopicIntent", words={"topic": "submarines"}, household=household)
    money = {"ids": {"topic": "money"}, "household": household}

    ask("TopicStarterIntent", memo=Memo(pending=asked.pending), **money)
    assert household.blocked == ["money"]

    asked = ask("AllowTopicIntent", household=household)
    ask("TopicStarterIntent", memo=Memo(pending=asked.pending), **money)
    assert household.blocked == []


def test_many_blocked_topics_are_not_read_out(ask: Ask, english: Content) -> None:
    """Of many blocked topics three are named, and the others counted."""
    reply = ask(
        "BlockedTopicsIntent", household=Household(opened=2, blocked=list(english.topics))
    )

    assert len(values(reply)["topics"]) == 3
    assert values(reply)["more"] == len(english.topics) - 3


def test_unknown_topic_is_asked_for(ask: Ask) -> None:
    """Blocking or opening something we do not know asks which topic was meant."""
    for intent in ("BlockTopicIntent", "AllowTopicIntent", "BlockThisIntent"):
        assert ask(intent).ask is not None


def test_without_memory_nothing_is_blocked(ask: Ask) -> None:
    """Nothing pretends to be blocked while the memory is away."""
    for intent in ("BlockTopicIntent", "AllowTopicIntent", "BlockedTopicsIntent"):
        reply = ask(intent, ids={"topic": "money"}, remembers=False)
        assert keys(reply) == ["household.no_memory"]
