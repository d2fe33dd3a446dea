"""Places in meditations: where a couple is in each, and going on from there.

The place is never lost. A reply that starts a track keeps where it starts; every stop and
every spoken pause keeps how far it came; an offset of 0 says nothing, for that is what a
device says that has not begun to play. A track that was heard to its end is marked there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from skill.content.library import Track
from skill.speech import Phrase
from skill.turn import Feature, Mark, Pending, Play, Reply, Turn

FRESH = timedelta(days=7)
"""After a week a place is no longer gone on from; the meditation is offered anew."""

TAIL = 10_000
"""Milliseconds before the end of a track in which there is nothing left to go on to."""

_AGAIN = ":again"
"""What a token ends in when the stream failed before."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a couple is in a track that is not over.

    Attributes:
        track: the track.
        offset: milliseconds from its start.
        device: the device that said so.
        fresh: whether that was within the last week.
    """

    track: Track
    offset: int
    device: str
    fresh: bool = True


def tracks(turn: Turn) -> list[Track]:
    """Return the tracks that this device can play."""
    if not turn.can_play:
        return []
    scripts = turn.content.meditations
    return [track for track in turn.library.tracks.values() if track.meditation in scripts]


def named(turn: Turn, token: str) -> Track | None:
    """Return the track that a token stands for, if it is one of ours."""
    track = turn.library.tracks.get(token.removesuffix(_AGAIN))
    return track if track and track.meditation in turn.content.meditations else None


def tried_again(token: str) -> bool:
    """Say whether the stream of this token was tried before and failed."""
    return token.endswith(_AGAIN)


def name(turn: Turn, track: Track) -> str:
    """Return how the meditation of a track is spoken of."""
    return turn.content.meditations[track.meditation].name


def start(
    turn: Turn, track: Track, *say: Phrase, offset: int = 0, again: bool = False
) -> Reply:
    """Return the reply that plays a track and keeps where it starts.

    Args:
        turn: the turn.
        track: the track.
        say: what is said before.
        offset: where it starts, in milliseconds.
        again: whether it failed before.
    """
    script = turn.content.meditations[track.meditation]
    return Reply(
        say=[*say],
        play=Play(
            token=track.id + _AGAIN * again,
            url=track.url,
            offset=offset,
            title=script.name,
            subtitle=script.about,
        ),
        mark=Mark(track.id, offset),
    )


def go_on(turn: Turn, place: Place, *say: Phrase) -> Reply:
    """Return the reply that goes on from a place, a breath before it."""
    return start(turn, place.track, *say, offset=place.track.resume_at(place.offset))


def cannot(turn: Turn) -> Reply | None:
    """Return what is said where nothing can be played: three breaths are offered instead."""
    if tracks(turn):
        return None
    why = "meditations.unavailable" if turn.can_play else "meditations.no_player"
    return Reply(
        say=[Phrase(why), Phrase("meditations.breath_offer")],
        ask=Phrase("meditations.breath_offer_again"),
        pending=Pending.BREATH,
    )


def silently(feature: Feature) -> Feature:
    """Return the feature for where nobody listens: it acts, or does nothing."""

    def quiet(turn: Turn) -> Reply:
        reply = feature(turn)
        return Reply(say=[], play=reply.play, stop=reply.stop, mark=reply.mark)

    return quiet


def heard(turn: Turn) -> Mark | None:
    """Return how far the device says it is, if it says anything."""
    track = named(turn, turn.player.token)
    if track is None or turn.player.offset <= 0:
        return None
    return Mark(track.id, min(turn.player.offset, track.duration))


def places(turn: Turn) -> list[Place]:
    """Return where the household is in tracks that are not over, newest first.

    For this device its own word is newer than any bookmark: after a power cut there was
    nobody to send one.
    """
    return [place for place in _newest(turn) if not _over(place.track, place.offset)]


def _newest(turn: Turn) -> Iterator[Place]:
    """Yield the newest place in each track."""
    here, seen = heard(turn), set()
    if here and not turn.remembers:
        yield Place(turn.library.tracks[here.track], here.offset, turn.device)
        return
    for bookmark in turn.bookmarks():
        track = named(turn, bookmark.track)
        if track is None or track.id in seen:
            continue
        seen.add(track.id)
        offset = bookmark.offset
        ours = here and (here.track, turn.device) == (track.id, bookmark.device)
        if here and ours and not _over(track, offset):
            offset = here.offset
        yield Place(track, offset, bookmark.device, turn.now - bookmark.at < FRESH)


def _over(track: Track, offset: int) -> bool:
    return offset >= track.duration - TAIL
