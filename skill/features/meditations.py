"""Meditations: one by length, by name or by mood, and never the same one twice running."""

import re
from collections.abc import Collection, Iterable, Mapping

from skill import player
from skill.content.library import Track
from skill.speech import Phrase
from skill.turn import Feature, Pending, Reply, Routes, Turn

OFFERED = 3
"""How many meditations are named at once; a listener keeps about three in mind."""

MIDDLING = 5
"""The minutes of a first meditation, for those who do not say how long."""

_DURATION = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?")


def meditate(turn: Turn) -> Reply:
    """Start one as long as the last one; whoever never had one is asked how long."""
    usual = turn.household.usual
    return _begin(turn, _of_length(turn, usual)) if usual else _ask_length()


def of_length(turn: Turn) -> Reply:
    """Start one of the length they said, or of the nearest there is."""
    wanted = _minutes(turn)
    if not wanted:
        return _ask_length()
    longest = max(track.minutes for track in player.tracks(turn))
    if wanted > longest:
        track = _of_length(turn, longest)
        return _offer(Phrase("meditations.longest", minutes=longest), track)
    track = _of_length(turn, wanted)
    return _begin(turn, track, *_nearest(track, wanted))


def by_name(turn: Turn) -> Reply:
    """Start the one they named; one that waits for them goes on."""
    own = [t for t in player.tracks(turn) if t.meditation == turn.ids.get("meditation")]
    if not own:
        return _which(turn, Phrase("meditations.unknown"))
    if turn.memo.pending is Pending.RESUME:
        for place in player.places(turn):
            if place.fresh and place.track in own:
                return player.go_on(turn, place, Phrase("playback.going_on"))
    wanted = _minutes(turn)
    track = _fitting(own, wanted or turn.household.usual)
    return _begin(turn, track, *(_nearest(track, wanted) if wanted else ()))


def by_mood(turn: Turn) -> Reply:
    """Start one that fits what they say of themselves."""
    mood = turn.content.moods.get(turn.ids.get("mood", ""))
    scripts = turn.content.meditations
    fitting = [
        t for t in player.tracks(turn) if mood and mood.id in scripts[t.meditation].moods
    ]
    if mood is None or not fitting:
        return _which(turn, Phrase("meditations.unknown"))
    chosen = _choose(turn, {track.meditation for track in fitting})
    own = [track for track in fitting if track.meditation == chosen]
    lead = Phrase("meditations.mood", mood=mood.name)
    return _begin(turn, _fitting(own, turn.household.usual), lead)


def short(turn: Turn) -> Reply:
    """Start one of the shortest."""
    return _begin(turn, _of_length(turn, 0))


def different(turn: Turn) -> Reply:
    """Start another one than what plays, was offered or was played last."""
    if turn.memo.pending is Pending.RESUME:
        for place in player.places(turn):
            if place.fresh and place.track.id != turn.memo.track:
                return player.go_on(turn, place, Phrase("playback.going_on"))
    now = player.named(turn, turn.player.token) if turn.player.active else None
    offered = player.named(turn, turn.memo.track)
    not_this = {track.meditation for track in (now, offered) if track}
    wanted = now.minutes if now else turn.household.usual or MIDDLING
    return _begin(turn, _of_length(turn, wanted, not_this))


def suggest(turn: Turn) -> Reply:
    """Name a few, the least heard first."""
    return _which(turn)


def quiet(turn: Turn) -> Reply:
    """Say that all have a soft sound, and offer the one with the fewest words."""
    track = min(player.tracks(turn), key=lambda t: (len(t.phrases) / t.minutes, t.id))
    name = player.name(turn, track)
    return _offer(Phrase("meditations.quiet", name=name, minutes=track.minutes), track)


def offered(turn: Turn) -> Reply:
    """Start the one that was offered."""
    track = player.named(turn, turn.memo.track)
    return _begin(turn, track) if track else meditate(turn)


def breath(_turn: Turn) -> Reply:
    """Guide three breaths in speech, for a device that plays nothing."""
    return Reply(say=[Phrase("meditations.breath")])


def leave(_turn: Turn) -> Reply:
    """Take a no for what it is."""
    return Reply(say=[Phrase("basics.no")])


def _begin(turn: Turn, track: Track, *lead: Phrase) -> Reply:
    """Write down that it was played, say in a sentence what it is, and play it."""
    household, script = turn.household, turn.content.meditations[track.meditation]
    household.plays[track.meditation] = household.plays.get(track.meditation, 0) + 1
    household.meditated = track.meditation
    household.usual = track.minutes
    orientation = Phrase(
        "meditations.orient", name=script.name, about=script.about, minutes=track.minutes
    )
    return player.start(turn, track, *lead, orientation)


def _offer(lead: Phrase, track: Track) -> Reply:
    return Reply(
        say=[lead, Phrase("meditations.offer")],
        ask=Phrase("meditations.offer_again"),
        pending=Pending.BEGIN,
        track=track.id,
    )


def _ask_length() -> Reply:
    return Reply(
        say=[Phrase("meditations.length")],
        ask=Phrase("meditations.length_again"),
        pending=Pending.LENGTH,
    )


def _which(turn: Turn, *lead: Phrase) -> Reply:
    plays, dice = turn.household.plays, turn.dice.random
    known = sorted({track.meditation for track in player.tracks(turn)})
    least = sorted(known, key=lambda m: (plays.get(m, 0), dice()))[:OFFERED]
    names = [turn.content.meditations[meditation].name for meditation in least]
    return Reply(
        say=[*lead, Phrase("meditations.some", names=names, count=len(known))],
        ask=Phrase("meditations.some_again"),
        pending=Pending.MEDITATION,
    )


def _of_length(turn: Turn, wanted: float, not_this: Collection[str] = ()) -> Track:
    """Choose among the tracks nearest to a length."""
    found = player.tracks(turn)
    found = [track for track in found if track.meditation not in not_this] or found
    minutes = _fitting(found, wanted).minutes
    fitting = {track.meditation: track for track in found if track.minutes == minutes}
    return fitting[_choose(turn, fitting)]


def _choose(turn: Turn, meditations: Iterable[str]) -> str:
    """Choose among those played least, and never the last one unless there is no other."""
    household, known = turn.household, sorted(meditations)
    others = [m for m in known if m != household.meditated] or known
    fewest = min(household.plays.get(m, 0) for m in others)
    return turn.dice.choice([m for m in others if household.plays.get(m, 0) == fewest])


def _fitting(tracks: Iterable[Track], wanted: float) -> Track:
    """Return the track nearest to a length; of two as near, the shorter."""
    return min(tracks, key=lambda t: (abs(t.minutes - wanted), t.minutes))


def _nearest(track: Track, wanted: float) -> list[Phrase]:
    """Say so when it is not as long as they asked for."""
    if track.minutes == wanted:
        return []
    return [Phrase("meditations.nearest", minutes=track.minutes)]


def _minutes(turn: Turn) -> float:
    """Return how many minutes they said; 0 if they said none that make sense."""
    said = turn.words.get("minutes", "")
    if said.isdecimal() and len(said) < 5:  # noqa: PLR2004 - nobody means ten thousand
        return int(said)
    found = _DURATION.fullmatch(turn.words.get("duration", ""))
    hours, minutes, seconds = (
        (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    )
    return 60 * hours + minutes + seconds / 60


def _playable(features: Mapping[str, Feature]) -> dict[str, Feature]:
    """Let features answer only where there is something to play."""

    def guarded(feature: Feature) -> Feature:
        return lambda turn: player.cannot(turn) or feature(turn)

    return {intent: guarded(feature) for intent, feature in features.items()}


_OTHER = dict.fromkeys(("AnotherStarterIntent", "SkipIntent", "AMAZON.NextIntent"), different)
_NO = {"AMAZON.NoIntent": leave, "AMAZON.CancelIntent": leave}

routes = Routes(
    _playable(
        {
            "MeditationIntent": meditate,
            "MeditationLengthIntent": of_length,
            "NamedMeditationIntent": by_name,
            "MoodIntent": by_mood,
            "ShortMeditationIntent": short,
            "UsualIntent": meditate,
            "MeditationsIntent": suggest,
            "QuietIntent": quiet,
        }
    ),
    {
        Pending.LENGTH: _playable({**_OTHER, "AMAZON.YesIntent": different}) | _NO,
        Pending.MEDITATION: _playable({**_OTHER, "AMAZON.YesIntent": meditate}) | _NO,
        Pending.BEGIN: _playable({**_OTHER, "AMAZON.YesIntent": offered}) | _NO,
        Pending.RESUME: _playable(_OTHER),
        Pending.BREATH: {"AMAZON.YesIntent": breath, **_NO},
    },
    playing=_playable(_OTHER),
    events={
        name: player.silently(feature)
        for name, feature in _playable(
            {"PlaybackController.NextCommandIssued": different}
        ).items()
    },
)
