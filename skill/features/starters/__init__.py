"""Conversation starters: one question, and then the speaker leaves them to it."""

from dataclasses import replace

from skill.content import Depth
from skill.features.starters.drawing import Drawn, Wish, draw, may_go_deep
from skill.memory import Place
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, leave, offer, question

SKIPS = 3
"""After this many skips in a row we ask for another mood instead of guessing again."""

LEARNING = 3
"""After so many starters couples know how to go on, and the closing words can rest."""

LONGEST_TOPIC = 30
"""Characters; what is longer is no topic but a sentence, and not ours to say aloud."""


def starter(turn: Turn) -> Reply:
    """Ask the next starter."""
    return _ask(turn, Wish(), "starters.lead")


def about(turn: Turn) -> Reply:
    """Ask about the topic they named, as deep as they said."""
    topic = turn.topic()
    if topic is None:
        return _unknown_topic(turn)
    if topic.id in turn.household.blocked:
        return offer(Phrase("topics.is_blocked", topic=topic.name))
    return _ask(turn, Wish(topic=topic, depth=_depth(turn)), "starters.lead_topic")


def as_deep(turn: Turn) -> Reply:
    """Ask one of the depth they named."""
    return _ask(turn, Wish(depth=_depth(turn)), "starters.lead")


def another(turn: Turn) -> Reply:
    """Ask the next one."""
    return _ask(turn, Wish(), "starters.lead_another")


def skip(turn: Turn) -> Reply:
    """Ask another one without a word about it; after three, ask for a mood."""
    household = turn.household
    if household.place is None:
        return starter(turn)
    skips = household.skips + 1
    if skips >= SKIPS:
        household.skips = 0
        household.place.followed = True
        return Reply(
            say=[Phrase("starters.mood")],
            ask=Phrase("starters.mood_again"),
            pending=Pending.MOOD,
        )
    household.leads = 1 - household.leads  # who was to begin has not begun
    reply = _ask(turn, Wish(), "starters.lead_skip")
    household.skips = skips
    return reply


def deeper(turn: Turn) -> Reply:
    """Go one step deeper, in the same deck if it has one."""
    last = turn.starter()
    if last is None:
        return _ask(turn, Wish(depth=Depth.WARM), "starters.lead")
    lead = "starters.deepest" if last.depth is Depth.DEEP else "starters.lead_deeper"
    return _ask(turn, Wish(deck=last.deck, depth=last.depth.step(1)), lead)


def lighter(turn: Turn) -> Reply:
    """Go one step lighter, in the same deck if it has one."""
    last = turn.starter()
    if last is None:
        return _ask(turn, Wish(depth=Depth.LIGHT), "starters.lead")
    wish = Wish(deck=last.deck, depth=last.depth.step(-1))
    return _ask(turn, wish, "starters.lead_lighter")


def too_much(turn: Turn) -> Reply:
    """Go light at once, without asking why; depth has to be earned anew."""
    turn.household.lighter = 0
    lead = "starters.lead_too_much" if turn.household.place else "starters.lead"
    return _ask(turn, Wish(depth=Depth.LIGHT), lead)


def follow_up(turn: Turn) -> Reply:
    """Take a question one step further: the one that was offered, or else the last one."""
    offered, place = turn.memo.starter, turn.household.place
    last = turn.starter(offered)
    if place is None or last is None or (place.followed and place.starter == last.id):
        return offer(Phrase("starters.no_follow_up"))
    turn.household.place = Place(last.id, turn.now, followed=True)
    return Reply(
        say=[
            Phrase("starters.lead_follow_up"),
            Phrase("starters.question", ask=last.follow_up),
            Phrase("starters.close"),
        ]
    )


def other(turn: Turn) -> Reply:
    """Offer a different one to those who do not want the follow-up, now or later."""
    if turn.household.place:
        turn.household.place.followed = True
    return offer(Phrase("starters.not_that"))


def _depth(turn: Turn) -> Depth | None:
    said = turn.ids.get("depth", "")
    return Depth(said) if said in set(Depth) else None


def _unknown_topic(turn: Turn) -> Reply:
    """Say back a topic that we do not have, if it is no more than a topic."""
    said = turn.words.get("topic", "")
    if said and len(said) <= LONGEST_TOPIC:
        return offer(Phrase("starters.no_topic", topic=said))
    return offer(Phrase("starters.which_topic"))


def _ask(turn: Turn, wish: Wish, lead: str) -> Reply:
    """Draw a starter, ask it, say who begins, and close."""
    household = turn.household
    if not turn.remembers:  # nor do we know what was blocked
        wish = replace(wish, depth=Depth.LIGHT)
    too_early = wish.depth is Depth.DEEP and not may_go_deep(household)
    drawn = draw(turn, wish)
    if drawn is None:
        return Reply(say=[Phrase("starters.all_blocked")])
    household.skips = 0
    first = Phrase("starters.not_yet") if too_early else _lead(turn, drawn, wish, lead)
    return Reply(
        say=[
            first,
            question(turn, drawn.starter),
            *_who_begins(turn),
            _closing(turn),
        ]
    )


def _lead(turn: Turn, drawn: Drawn, wish: Wish, lead: str) -> Phrase:
    """Return the words before a starter; what is special about it goes first."""
    topic = wish.topic.name if wish.topic else ""
    if drawn.starter.depth is Depth.DEEP and not turn.household.warned:
        turn.household.warned = True
        return Phrase("starters.warning")
    if drawn.renewed:
        return Phrase("starters.renewed")
    if drawn.beyond:
        deck = turn.content.names[drawn.starter.deck]
        return Phrase("starters.beyond", topic=topic, deck=deck)
    return Phrase(lead, topic=topic)


def _who_begins(turn: Turn) -> list[Phrase]:
    """Let the partners begin by turns, by name."""
    names = turn.household.names
    if len(set(names)) != 2:  # noqa: PLR2004 - two partners, told apart by name
        return []
    leads = turn.household.leads % 2
    turn.household.leads = 1 - leads
    return [Phrase("starters.begins", name=names[leads])]


def _closing(turn: Turn) -> Phrase:
    learning = turn.remembers and turn.household.heard_count <= LEARNING
    return Phrase("starters.close_and_how" if learning else "starters.close")


routes = Routes(
    {
        "StarterIntent": starter,
        "TopicStarterIntent": about,
        "DepthStarterIntent": as_deep,
        "AnotherStarterIntent": another,
        "AMAZON.NextIntent": another,
        "SkipIntent": skip,
        "DeeperIntent": deeper,
        "LighterIntent": lighter,
        "TooMuchIntent": too_much,
        "FollowUpIntent": follow_up,
    },
    {
        Pending.STARTER: {"AMAZON.YesIntent": starter, "SkipIntent": leave},
        Pending.FOLLOW_UP: {"AMAZON.YesIntent": follow_up, "AMAZON.NoIntent": other},
        Pending.MOOD: {"AMAZON.YesIntent": lighter, "SkipIntent": leave},
    },
)
