"""A turn: one thing a couple says, and everything a feature may know to answer it.

A feature is a pure function from ``Turn`` to ``Reply``. It may change ``turn.household``,
which is its own copy: the dispatcher saves it, and runs the feature again on a fresh copy
when another device of the household was faster.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from skill.content import Content, Starter, Topic
from skill.content.library import Library
from skill.memory import Bookmark, Household
from skill.speech import Phrase


class Pending(StrEnum):
    """What we asked last, so that a yes, a no or a name finds its question."""

    NAMES = "names"
    SECOND_NAME = "second-name"
    NEW_NAMES = "new-names"
    STARTER = "starter"
    FOLLOW_UP = "follow-up"
    MOOD = "mood"
    BLOCK = "block"
    ALLOW = "allow"
    FORGET = "forget"
    HELPLINE = "helpline"
    LENGTH = "length"
    MEDITATION = "meditation"
    BEGIN = "begin"
    RESUME = "resume"
    BREATH = "breath"


class Memo(msgspec.Struct, omit_defaults=True):
    """What one session carries from turn to turn, in Alexa's session attributes.

    It expires with the session, and ``pending`` with the next turn.

    Attributes:
        pending: the question that is open.
        misses: how many turns in a row were not understood.
        said: what was spoken last, SSML.
        asked: the reprompt that went with it, SSML.
        names: names that wait for a yes, or for the second one.
        topic: what the helpline was offered for.
        starter: the starter whose follow-up was offered; another device may have gone on.
        track: the track that was offered.
    """

    pending: Pending | None = None
    misses: int = 0
    said: str = ""
    asked: str = ""
    names: tuple[str, ...] = ()
    topic: str = ""
    starter: str = ""
    track: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """What the device says about its audio player.

    Attributes:
        token: what we called the stream that it played last.
        offset: how far it is, in milliseconds; 0 says nothing, for a device that has not
            begun to play says so as well.
        active: whether it plays, or did until it heard its name.
    """

    token: str = ""
    offset: int = 0
    active: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """A stream to be played, in place of whatever plays.

    Attributes:
        token: what we call it.
        url: where the device fetches it.
        offset: where it starts, in milliseconds.
        title: what a screen shows.
        subtitle: what a screen shows below it.
    """

    token: str
    url: str
    offset: int
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How far this device is in a track, to be kept.

    Attributes:
        track: the track's id.
        offset: milliseconds from its start.
    """

    track: str
    offset: int


@dataclass(slots=True, kw_only=True)
class Turn:
    """One request, as a feature sees it.

    Attributes:
        intent: the intent's name; for other requests their type.
        words: for each filled slot, what was said.
        ids: for each resolved slot, the content's id of it.
        locale: the device's locale, such as ``en-GB``; it need not be one we speak.
        memo: what the session carried here.
        household: what we remember of the couple; a feature may change it.
        remembers: whether the memory is there at all; if not, nothing can be kept.
        locked: whether there is something kept that our keys do not open; it can still be
            forgotten.
        content: what there is to ask, in the language of the locale.
        now: the time of the request, in UTC.
        dice: where every choice comes from.
        device: the device's id, a household's own.
        can_play: whether the device has an audio player.
        player: what it says about it.
        library: what can be played to it.
        bookmarks: returns how far each device of the household is, newest first.
    """

    intent: str
    words: Mapping[str, str]
    ids: Mapping[str, str]
    locale: str
    memo: Memo
    household: Household
    remembers: bool
    locked: bool
    content: Content
    now: datetime
    dice: random.Random
    device: str = ""
    can_play: bool = False
    player: Player = Player()
    library: Library = field(default_factory=Library)
    bookmarks: Callable[[], list[Bookmark]] = list

    def topic(self) -> Topic | None:
        """Return the topic that the couple named, if they named one we know."""
        return self.content.topics.get(self.ids.get("topic", ""))

    def starter(self, starter_id: str = "") -> Starter | None:
        """Return a starter, by default the one asked last.

        None if there is none, if it was taken out of the content, or if it touches a
        topic that was blocked since: then it is as if it had never been asked.
        """
        place = self.household.place
        starter = self.content.starter(starter_id or (place.starter if place else ""))
        if starter and starter.touches(self.household.blocked):
            return None
        return starter


class Verbatim(str):
    """SSML that we spoke before and speak again as it was."""

    __slots__ = ()


@dataclass(slots=True, kw_only=True)
class Reply:
    """What to say and do.

    Attributes:
        say: what is spoken, in order.
        ask: what is asked again after a silence; without it the session closes.
        pending: the question that is left open.
        slow: whether all of it is spoken slowly.
        aside: whether it is about the open question, so that "repeat that" still repeats
            the question and not this.
        forget: whether everything about the household goes.
        secret: whether the turn leaves no trace: nothing saved, its intent not logged.
        names: names that the open question is about.
        topic: what the helpline was offered for.
        starter: the starter that the open question is about.
        track: the track that the open question is about.
        misses: how many turns in a row were not understood.
        play: what is played once all is said.
        stop: whether what plays is stopped.
        mark: how far the device is, to be kept once the household is.
    """

    say: list[Phrase | Verbatim]
    ask: Phrase | Verbatim | None = None
    pending: Pending | None = None
    slow: bool = False
    aside: bool = False
    forget: bool = False
    secret: bool = False
    names: tuple[str, ...] = ()
    topic: str = ""
    starter: str = ""
    track: str = ""
    misses: int = 0
    play: Play | None = None
    stop: bool = False
    mark: Mark | None = None


def offer(*lead: Phrase | Verbatim) -> Reply:
    """Return a reply that ends by offering a starter, and stays open for the answer."""
    return Reply(
        say=[*lead, Phrase("starters.offer")],
        ask=Phrase("starters.offer_again"),
        pending=Pending.STARTER,
    )


def question(turn: Turn, starter: Starter) -> Phrase:
    """Return a starter's question: its clip if there is one, else to be spoken."""
    clip = turn.library.clips.get(starter.id)
    if clip:
        return Phrase("starters.clip", src=clip)
    return Phrase("starters.question", ask=starter.ask)


def leave(_turn: Turn) -> Reply:
    """Take a no for what it is, and leave them in peace."""
    return Reply(say=[Phrase("basics.no")])


def no_memory() -> Reply:
    """Return the reply for what needs a memory while there is none."""
    return Reply(say=[Phrase("household.no_memory")])


Feature = Callable[[Turn], Reply]


@dataclass(frozen=True)
class Routes:
    """What a feature answers to.

    Attributes:
        intents: features by intent name or request type.
        answers: for each open question, features by intent name; they come first.
        playing: features by intent name while the device plays something of ours; they
            come next.
        events: features by type of request for what happens where nobody listens: their
            replies say nothing.
    """

    intents: Mapping[str, Feature] = field(default_factory=dict)
    answers: Mapping[Pending, Mapping[str, Feature]] = field(default_factory=dict)
    playing: Mapping[str, Feature] = field(default_factory=dict)
    events: Mapping[str, Feature] = field(default_factory=dict)

    def find(
        self, intent: str, pending: Pending | None, *, playing: bool = False
    ) -> Feature | None:
        """Return the feature for this intent while this question is open."""
        if pending and (answer := self.answers.get(pending, {}).get(intent)):
            return answer
        if playing and (feature := self.playing.get(intent)):
            return feature
        return self.intents.get(intent)


def merge(*routes: Routes) -> Routes:
    """Join routes; a later one wins where two answer to the same."""
    intents: dict[str, Feature] = {}
    answers: dict[Pending, dict[str, Feature]] = {}
    playing: dict[str, Feature] = {}
    events: dict[str, Feature] = {}
    for route in routes:
        intents |= route.intents
        playing |= route.playing
        events |= route.events
        for pending, features in route.answers.items():
            answers.setdefault(pending, {}).update(features)
    return Routes(intents, answers, playing, events)


def memo(attributes: Mapping[str, Any] | None) -> Memo:
    """Read the session attributes; anything we did not write counts as nothing."""
    try:
        read = msgspec.convert(attributes or {}, Memo)
    except msgspec.ValidationError:
        return Memo()
    # A question was asked in words, but for the helpline's, which leave no trace.
    asked = read.asked or read.pending in {None, Pending.HELPLINE}
    return read if asked else Memo()
