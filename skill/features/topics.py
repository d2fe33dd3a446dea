"""Topics: what there is to talk about, and what never to ask about."""

from skill.content import Topic
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, no_memory, offer

OFFERED = 3
"""How many topics are named at once; a listener keeps about three in mind."""


def suggest(turn: Turn) -> Reply:
    """Name a few decks, others each time."""
    open_decks = [d for d in turn.content.decks if d not in turn.household.blocked]
    if not open_decks:
        return Reply(say=[Phrase("starters.all_blocked")])
    chosen = turn.dice.sample(open_decks, min(OFFERED, len(open_decks)))
    return Reply(
        say=[
            Phrase(
                "topics.offer",
                topics=[turn.content.names[deck] for deck in chosen],
                count=len(open_decks),
            )
        ],
        ask=Phrase("topics.offer_again"),
        pending=Pending.STARTER,
    )


def block_this(turn: Turn) -> Reply:
    """Never ask again about the main topic of the present question."""
    place = turn.household.place
    starter = turn.content.starter(place.starter) if place else None
    if starter is None:
        return _which("topics.block_what")
    return _block(turn, turn.content.topics[starter.tags[0]])


def block(turn: Turn) -> Reply:
    """Never ask again about the topic they name."""
    topic = turn.topic()
    return _block(turn, topic) if topic else _which("topics.block_what")


def allow(turn: Turn) -> Reply:
    """Ask about a topic again."""
    topic = turn.topic()
    if topic is None:
        return _which("topics.allow_what")
    if not turn.remembers:
        return no_memory()
    if topic.id not in turn.household.blocked:
        return offer(Phrase("topics.was_open", topic=topic.name))
    turn.household.blocked.remove(topic.id)
    return offer(Phrase("topics.allowed", topic=topic.name), claims=True)


def blocked(turn: Turn) -> Reply:
    """Say which topics are blocked."""
    if not turn.remembers:
        return no_memory()
    topics = turn.content.topics
    names = [topics[t].name for t in turn.household.blocked if t in topics]
    if not names:
        return offer(Phrase("topics.none_blocked"))
    return Reply(say=[Phrase("topics.blocked", topics=names, first=names[0])])


def _block(turn: Turn, topic: Topic) -> Reply:
    if not turn.remembers:
        return no_memory()
    if topic.id not in turn.household.blocked:
        turn.household.blocked.append(topic.id)
    return offer(Phrase("topics.block", topic=topic.name), claims=True)


def _which(key: str) -> Reply:
    return Reply(say=[Phrase(key)], ask=Phrase("topics.example"))


routes = Routes(
    {
        "TopicsIntent": suggest,
        "BlockThisIntent": block_this,
        "BlockTopicIntent": block,
        "AllowTopicIntent": allow,
        "BlockedTopicsIntent": blocked,
    }
)
