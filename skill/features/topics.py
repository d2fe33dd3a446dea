"""Topics: what there is to talk about, and what never to ask about."""

from skill.content import Topic
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, leave, no_memory, offer

NAMED = 3
"""How many topics are named at once; a listener keeps about three in mind."""


def suggest(turn: Turn) -> Reply:
    """Name a few decks, others each time."""
    open_decks = [d for d in turn.content.decks if d not in turn.household.blocked]
    if not open_decks:
        return Reply(say=[Phrase("starters.all_blocked")])
    chosen = turn.dice.sample(open_decks, min(NAMED, len(open_decks)))
    names = [turn.content.names[deck] for deck in chosen]
    return Reply(
        say=[Phrase("topics.offer", topics=names, count=len(open_decks))],
        ask=Phrase("topics.offer_again"),
        pending=Pending.STARTER,
    )


def block_this(turn: Turn) -> Reply:
    """Never ask again about the main topic of the present question."""
    starter = turn.starter()
    return _block(turn, turn.content.topics[starter.tags[0]]) if starter else _which_to_block()


def block(turn: Turn) -> Reply:
    """Never ask again about the topic they name."""
    topic = turn.topic()
    return _block(turn, topic) if topic else _which_to_block()


def allow(turn: Turn) -> Reply:
    """Ask about a topic again."""
    topic = turn.topic()
    if not turn.remembers:
        return no_memory()
    if topic is None:
        return Reply(
            say=[Phrase("topics.allow_what")],
            ask=Phrase("topics.allow_example"),
            pending=Pending.ALLOW,
        )
    if topic.id not in turn.household.blocked:
        return offer(Phrase("topics.was_open", topic=topic.name))
    turn.household.blocked.remove(topic.id)
    return offer(Phrase("topics.allowed", topic=topic.name))


def blocked(turn: Turn) -> Reply:
    """Say which topics are blocked; of many, a few and how many more."""
    if not turn.remembers:
        return no_memory()
    topics = turn.content.topics
    names = [topics[t].name for t in turn.household.blocked if t in topics]
    if not names:
        return offer(Phrase("topics.none_blocked"))
    more = max(len(names) - NAMED, 0)
    return Reply(
        say=[Phrase("topics.blocked", topics=names[:NAMED], more=more, first=names[0])]
    )


def _block(turn: Turn, topic: Topic) -> Reply:
    if not turn.remembers:
        return no_memory()
    if topic.id not in turn.household.blocked:
        turn.household.blocked.append(topic.id)
    return offer(Phrase("topics.block", topic=topic.name))


def _which_to_block() -> Reply:
    return Reply(
        say=[Phrase("topics.block_what")],
        ask=Phrase("topics.block_example"),
        pending=Pending.BLOCK,
    )


_LEFT = {"AMAZON.NoIntent": leave, "SkipIntent": leave}

routes = Routes(
    {
        "TopicsIntent": suggest,
        "BlockThisIntent": block_this,
        "BlockTopicIntent": block,
        "AllowTopicIntent": allow,
        "BlockedTopicsIntent": blocked,
    },
    {
        Pending.BLOCK: {"TopicStarterIntent": block, **_LEFT},
        Pending.ALLOW: {"TopicStarterIntent": allow, **_LEFT},
    },
)
