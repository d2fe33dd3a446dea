"""What a household is, has heard and has kept."""

from datetime import date, datetime

import msgspec


class Place(msgspec.Struct):
    """Where a household is in its conversation, so that the next opening carries on.

    Attributes:
        starter: id of the starter asked last.
        at: when it was asked, in UTC.
        followed: whether its follow-up has been asked as well.
        cut_off: whether the device reported an error while it was being asked.
    """

    starter: str
    at: datetime
    followed: bool = False
    cut_off: bool = False


class Household(msgspec.Struct, omit_defaults=True):
    """Two partners behind one Alexa account, as far as the skill remembers them.

    Attributes:
        names: what the partners want to be called; none, one or two.
        opened: how many times the skill was opened.
        since: the day it was opened first, in UTC.
        heard: for each deck, the numbers of its starters in the order they were asked.
        blocked: topics never to ask about.
        place: the starter asked last.
        lighter: how many light or warm starters came since the start, or since the
            couple last found one too much; deep ones have to be earned.
        sitting: whether a starter was asked in this sitting.
        warned: whether the sentence before the first deep starter of this sitting was said.
        skips: how many starters were skipped in a row.
        leads: which partner (0 or 1) answers the next starter first.
        variants: for each phrase, the variant spoken last.
        plays: how often each meditation was started.
        meditated: the meditation started last.
        usual: the minutes of the meditation started last.
        failed: whether a device could not play a meditation, and nobody has said sorry yet.
    """

    names: list[str] = []
    opened: int = 0
    since: date | None = None
    heard: dict[str, list[int]] = {}
    blocked: list[str] = []
    place: Place | None = None
    lighter: int = 0
    sitting: bool = False
    warned: bool = False
    skips: int = 0
    leads: int = 0
    variants: dict[str, int] = {}
    plays: dict[str, int] = {}
    meditated: str = ""
    usual: int = 0
    failed: bool = False

    @property
    def heard_count(self) -> int:
        """Return how many starters this household has heard, as far as we still know."""
        return sum(map(len, self.heard.values()))

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing worth keeping: only what was spoken last."""
        kept = (self.names, self.opened, self.heard, self.blocked, self.place, self.plays)
        return not any(kept)


class Win(msgspec.Struct, frozen=True):
    """A good moment that a household asked us to keep.

    Attributes:
        id: the request id it was saved under, unique within the household.
        text: the couple's own words.
        at: when it was saved, in UTC.
        about: the name of the partner it is about or from, if they said so.
    """

    id: str
    text: str
    at: datetime
    about: str | None = None


class Bookmark(msgspec.Struct, frozen=True):
    """How far one device is in one track.

    Attributes:
        device: the device's id.
        track: the track's id.
        offset: milliseconds from the start of the track.
        at: when the device said so, in UTC; an older event never overwrites a newer one.
    """

    device: str
    track: str
    offset: int
    at: datetime
