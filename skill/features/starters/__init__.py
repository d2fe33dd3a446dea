"""Conversation starters: one question, and then the speaker leaves them to it."""

from skill.content import Depth, Starter
from skill.features.starters.drawing import Drawn, Wish, draw, may_go_deep
from skill.speech import Phrase
from skill.turn import Pending, Reply, Routes, Turn, offer, question

SKIPS = 3
"""After this many skips in a row we ask for another mood instead of guessing again."""

LEARNING = 4
"""For so many openings the closing words say how to go on; then couples know."""


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
    depth = _depth(turn)
    return _ask(turn, Wish(depth=depth), "starters.lead")


def another(turn: Turn) -> Reply:
    """Ask the next one."""
    return _ask(turn, Wish(), "starters.lead_another")


def skip(turn: Turn) -> Reply:
    """Ask another one without a word about it; after three, ask for a mood."""
    household = turn.household
    household.skips += 1
    if household.skips >= SKIPS:
        household.skips = 0
        return Reply(
            say=[Phrase("starters.mood")],
            ask=Phrase("starters.mood_again"),
            pending=Pending.MOOD,
        )
    skips = household.skips
    reply = _ask(turn, Wish(), "starters.lead_skip")
    household.skips = skips
    return reply


def deeper(turn: Turn) -> Reply:
    """Go one step deeper, in the same deck if it has one."""
    last = _last(turn)
    if last is None:
        return _ask(turn, Wish(depth=Depth.WARM), "starters.lead_deeper")
    lead = "starters.deepest" if last.depth is Depth.DEEP else "starters.lead_deeper"
    return _ask(turn, Wish(deck=last.deck, depth=last.depth.step(1)), lead)


def lighter(turn: Turn) -> Reply:
    """Go one step lighter, in the same deck if it has one."""
    last = _last(turn)
    if last is None or last.depth is Depth.LIGHT:
        return _ask(turn, Wish(depth=Depth.LIGHT), "starters.lead_lighter")
    wish = Wish(deck=last.deck, depth=last.depth.step(-1))
    return _ask(turn, wish, "starters.lead_lighter")


def too_much(turn: Turn) -> Reply:
    """Go light at once, without asking why; depth has to be earned anew."""
    turn.household.lighter = 0
    return _ask(turn, Wish(depth=Depth.LIGHT), "starters.lead_too_much")


def follow_up(turn: Turn) -> Reply:
    """Take the present question one step further."""
    place = turn.household.place
    last = _last(turn)
    if place is None or last is None or place.followed:
        return offer(Phrase("starters.no_follow_up"))
    place.followed = True
    place.at = turn.now
    return Reply(
        say=[
            Phrase("starters.lead_follow_up"),
            Phrase("starters.question", ask=last.follow_up),
            Phrase("starters.close"),
        ]
    )


def other(_turn: Turn) -> Reply:
    """Offer a different one to those who do not want the follow-up."""
    return offer(Phrase("starters.not_that"))


def leave(_turn: Turn) -> Reply:
    """Take a no to the offer for what it is."""
    return Reply(say=[Phrase("basics.no")])


def _last(turn: Turn) -> Starter | None:
    place = turn.household.place
    return turn.content.starter(place.starter) if place else None


def _depth(turn: Turn) -> Depth | None:
    said = turn.ids.get("depth", "")
    return Depth(said) if said in set(Depth) else None


def _unknown_topic(turn: Turn) -> Reply:
    said = turn.words.get("topic")
    lead = Phrase("starters.no_topic", topic=said) if said else Phrase("starters.which_topic")
    return offer(lead)


def _ask(turn: Turn, wish: Wish, lead: str) -> Reply:
    """Draw a starter, ask it, say who begins, and close."""
    household = turn.household
    wanted_deep = wish.depth is Depth.DEEP and not may_go_deep(household)
    drawn = draw(turn, wish)
    if drawn is None:
        return Reply(say=[Phrase("starters.all_blocked")])
    household.skips = 0
    values = {"topic": wish.topic.name} if wish.topic else {}
    opening = Phrase("starters.not_yet") if wanted_deep else Phrase(lead, **values)
    return Reply(
        say=[
            _note(turn, drawn, wish) or opening,
            *_warning(turn, drawn.starter),
            question(turn, drawn.starter),
            *_who_begins(turn),
            _closing(turn),
        ]
    )


def _note(turn: Turn, drawn: Drawn, wish: Wish) -> Phrase | None:
    if drawn.renewed:
        return Phrase("starters.renewed")
    if drawn.beyond and wish.topic:
        deck = turn.content.names[drawn.starter.deck]
        return Phrase("starters.beyond", topic=wish.topic.name, deck=deck)
    return None


def _warning(turn: Turn, drawn: Starter) -> list[Phrase]:
    """Say a sentence before the first deep starter of a sitting."""
    if drawn.depth is not Depth.DEEP or turn.household.warned:
        return []
    turn.household.warned = True
    return [Phrase("starters.warning")]


def _who_begins(turn: Turn) -> list[Phrase]:
    """Let the partners begin by turns, by name."""
    names = turn.household.names
    if len(names) != 2:  # noqa: PLR2004 - two partners
        return []
    leads = turn.household.leads % 2
    turn.household.leads = 1 - leads
    return [Phrase("starters.begins", name=names[leads])]


def _closing(turn: Turn) -> Phrase:
    learning = turn.household.opened <= LEARNING
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
        Pending.STARTER: {"AMAZON.YesIntent": starter, "AMAZON.NoIntent": leave},
        Pending.FOLLOW_UP: {"AMAZON.YesIntent": follow_up, "AMAZON.NoIntent": other},
        Pending.MOOD: {"AMAZON.YesIntent": lighter, "AMAZON.NoIntent": leave},
    },
)
