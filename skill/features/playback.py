"""Playback: pausing, going on, beginning anew, and what the device tells of it."""

from skill import player
from skill.player import Place
from skill.speech import Phrase
from skill.turn import Mark, Pending, Reply, Routes, Turn

MINUTE = 60_000
"""Milliseconds."""


def pause(turn: Turn) -> Reply:
    """Stop what plays, and keep the place."""
    return _halt(turn, "playback.paused")


def stop(turn: Turn) -> Reply:
    """Stop what plays, keep the place, and close."""
    return _halt(turn, "basics.bye")


def resume(turn: Turn) -> Reply:
    """Go on at once with what was played here; else ask."""
    if nothing := player.cannot(turn):
        return nothing
    here = _here(turn)
    return player.go_on(turn, here, Phrase("playback.going_on")) if here else find(turn)


def find(turn: Turn) -> Reply:
    """Say where they were, on whichever device, and ask whether to go on."""
    if nothing := player.cannot(turn):
        return nothing
    places = player.places(turn)
    fresh = [place for place in places if place.fresh]
    if fresh:
        return _ask(turn, *fresh)
    return _long_ago(turn, places[0]) if places else _nothing(turn)


def go_on(turn: Turn) -> Reply:
    """Go on where we said they were."""
    place = _offered(turn)
    return player.go_on(turn, place, Phrase("playback.going_on")) if place else _nothing(turn)


def anew(turn: Turn) -> Reply:
    """Begin again with what we said they were in."""
    place = _offered(turn)
    if place is None:
        return _nothing(turn)
    return player.start(turn, place.track, Phrase("playback.anew"))


def start_over(turn: Turn) -> Reply:
    """Begin again with what plays here, or was played here last."""
    if nothing := player.cannot(turn):
        return nothing
    track = player.named(turn, turn.player.token) if turn.player.active else None
    if track is None and (here := _here(turn)):
        track = here.track
    return player.start(turn, track, Phrase("playback.anew")) if track else _nothing(turn)


def again(turn: Turn) -> Reply:
    """Play the present phrase again."""
    here = player.heard(turn)
    if here is None:
        return start_over(turn)
    track = turn.library.tracks[here.track]
    offset = track.resume_at(here.offset)
    return player.start(turn, track, Phrase("playback.again"), offset=offset)


def leave(_turn: Turn) -> Reply:
    """Leave the place where it is."""
    return Reply(say=[Phrase("playback.kept")])


def loop(_turn: Turn) -> Reply:
    """Say how to hear it again; nothing is played for ever."""
    return Reply(say=[Phrase("playback.no_loop")])


def shuffle(_turn: Turn) -> Reply:
    """Say that another one comes each time anyway."""
    return Reply(say=[Phrase("playback.no_shuffle")])


def help_(_turn: Turn) -> Reply:
    """Say what can be said while something plays."""
    return Reply(say=[Phrase("playback.help")])


def stopped(turn: Turn) -> Reply:
    """Keep the place whenever the device stops, for whatever reason."""
    return Reply(say=[], mark=player.heard(turn))


def finished(turn: Turn) -> Reply:
    """Mark the end, so that there is nothing to go on to."""
    track = player.named(turn, turn.player.token)
    return Reply(say=[], mark=Mark(track.id, track.duration) if track else None)


def failed(turn: Turn) -> Reply:
    """Try a stream once more; if that fails too, apologise when they next come."""
    token = turn.player.token
    track = player.named(turn, token)
    if track is None:
        return Reply(say=[])
    here = player.heard(turn)
    if player.tried_again(token):
        turn.household.failed = True
        return Reply(say=[], mark=here)
    offset = here.offset if here else _last_known(turn, track.id)
    reply = player.start(turn, track, offset=offset, again=True)
    reply.mark = here
    return reply


def press_play(turn: Turn) -> Reply:
    """Go on with what was played here, for somebody who pressed a button."""
    here = _here(turn)
    return player.go_on(turn, here) if here else Reply(say=[])


def _halt(turn: Turn, word: str) -> Reply:
    playing = turn.player.active
    mark = player.heard(turn) if playing else None
    return Reply(say=[Phrase(word)], stop=turn.can_play or playing, mark=mark)


def _here(turn: Turn) -> Place | None:
    """Return the newest place of this device."""
    places = (p for p in player.places(turn) if p.fresh and p.device == turn.device)
    return next(places, None)


def _offered(turn: Turn) -> Place | None:
    """Return the place that we asked about, or the newest if we named none."""
    places = player.places(turn)
    named = (place for place in places if place.track.id == turn.memo.track)
    return next(named, places[0] if places else None)


def _ask(turn: Turn, newest: Place, *others: Place) -> Reply:
    track = newest.track
    into = round(newest.offset / MINUTE)
    left = max(round((track.duration - newest.offset) / MINUTE), 1)
    key = "playback.where" if into else "playback.just_begun"
    say = [Phrase(key, name=player.name(turn, track), into=into, left=left)]
    if others:
        say.append(Phrase("playback.other", name=player.name(turn, others[0].track)))
    return Reply(
        say=[*say, Phrase("playback.which" if others else "playback.go_on")],
        ask=Phrase("playback.go_on_again"),
        pending=Pending.RESUME,
        track=track.id,
    )


def _long_ago(turn: Turn, place: Place) -> Reply:
    return Reply(
        say=[
            Phrase("playback.long_ago", name=player.name(turn, place.track)),
            Phrase("playback.begin_anew"),
        ],
        ask=Phrase("meditations.offer_again"),
        pending=Pending.BEGIN,
        track=place.track.id,
    )


def _nothing(_turn: Turn) -> Reply:
    return Reply(
        say=[Phrase("playback.nothing"), Phrase("playback.start_one")],
        ask=Phrase("playback.start_one_again"),
        pending=Pending.MEDITATION,
    )


def _last_known(turn: Turn, track: str) -> int:
    """Return how far this device last said it was in a track."""
    marks = (b for b in turn.bookmarks() if (b.device, b.track) == (turn.device, track))
    return next((bookmark.offset for bookmark in marks), 0)


routes = Routes(
    {
        "ResumeMeditationIntent": find,
        "AMAZON.ResumeIntent": resume,
        "AMAZON.PauseIntent": pause,
        "AMAZON.StartOverIntent": start_over,
        "AMAZON.PreviousIntent": start_over,
        **dict.fromkeys(("AMAZON.LoopOnIntent", "AMAZON.LoopOffIntent"), loop),
        **dict.fromkeys(("AMAZON.ShuffleOnIntent", "AMAZON.ShuffleOffIntent"), shuffle),
    },
    {
        Pending.RESUME: {
            "AMAZON.YesIntent": go_on,
            "AMAZON.ResumeIntent": go_on,
            "ResumeMeditationIntent": go_on,
            "AMAZON.StartOverIntent": anew,
            "AMAZON.PreviousIntent": anew,
            "AMAZON.NoIntent": leave,
            "AMAZON.CancelIntent": leave,
        }
    },
    playing={
        "AMAZON.StopIntent": stop,
        "AMAZON.CancelIntent": stop,
        "AMAZON.NavigateHomeIntent": stop,
        "AMAZON.RepeatIntent": again,
        "AMAZON.HelpIntent": help_,
    },
    events={
        "AudioPlayer.PlaybackStopped": stopped,
        "AudioPlayer.PlaybackFinished": finished,
        "AudioPlayer.PlaybackFailed": failed,
        "PlaybackController.PlayCommandIssued": press_play,
        "PlaybackController.PauseCommandIssued": player.silently(pause),
        "PlaybackController.PreviousCommandIssued": player.silently(start_over),
    },
)
