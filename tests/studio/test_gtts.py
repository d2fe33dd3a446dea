"""Google's voice, against a server on this machine that speaks its protocol."""

import time
from collections.abc import Iterator
from io import BytesIO

import pytest
from gtts import gTTS
from studio.desk import Desk
from studio.google import Server, cut, page, serving, silent, status

from skill.studio import building
from skill.studio.codec import decode
from skill.studio.errors import (
    VoiceDownError,
    VoiceError,
    VoiceGarbledError,
    VoiceRefusedError,
    VoiceThrottledError,
    VoiceUnreachableError,
)
from skill.studio.sound import seconds
from skill.studio.voices import Pace
from skill.studio.voices.gtts import Google, Manners

TEXT = "Hum with me, both of you."


@pytest.fixture(name="server")
def _server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(name="google")
def _google(server: Server) -> Google:
    """Return a voice that asks the server, with little patience."""
    return Google(base=server.base, manners=Manners(gap=0, tries=2, backoff=0.01, patience=2))


def test_the_server_speaks_googles_protocol(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GTTS itself, pointed at it, gets an MP3."""
    monkeypatch.setattr(
        "gtts.tts._translate_url", lambda tld, path: f"{server.base}/{path}{tld[:0]}"
    )
    spoken = BytesIO()

    gTTS(TEXT, lang_check=False).write_to_fp(spoken)

    assert server.said == [TEXT]
    assert seconds(decode(spoken.getvalue())) > 1


def test_a_sentence_is_spoken(server: Server, google: Google) -> None:
    """As the server gave it in questions, and more slowly in meditations."""
    plain, calm = (seconds(google.speak(TEXT, pace)) for pace in (Pace.PLAIN, Pace.CALM))

    assert server.said == [TEXT, TEXT]
    assert calm == pytest.approx(plain / 0.8, rel=0.05)


def test_a_long_sentence_is_asked_for_in_pieces(server: Server, google: Google) -> None:
    """Google takes a hundred characters at a time; all of them come back as one."""
    text = "Hum with me, both of you, for as long as you like, " * 3 + "and then rest."

    spoken = google.speak(text.strip(), Pace.PLAIN)

    assert len(server.said) > 1
    assert " ".join(server.said).split() == text.translate({ord(","): "", ord("."): ""}).split()
    assert seconds(spoken) > 10


@pytest.mark.parametrize(
    "trouble",
    [status(429), status(500), status(503), cut, silent],
    ids=["429", "500", "503", "cut", "silent"],
)
def test_passing_trouble_is_waited_out(server: Server, google: Google, trouble: object) -> None:
    """Too many requests, a failing service, a cut connection: asked again, it answers."""
    server.troubles = [trouble, trouble]  # type: ignore[list-item]  # parametrized

    assert seconds(google.speak(TEXT, Pace.PLAIN)) > 1
    assert server.said == [TEXT]


def test_each_new_try_waits_longer(server: Server) -> None:
    """The third request comes no sooner than the back-off says."""
    google = Google(base=server.base, manners=Manners(gap=0, tries=3, backoff=0.2))
    server.troubles = [status(503)] * 3
    began = time.monotonic()

    google.speak(TEXT, Pace.PLAIN)

    assert time.monotonic() - began >= 0.4 + 0.8


def test_the_services_own_wait_counts(server: Server, google: Google) -> None:
    """``Retry-After`` is obeyed."""
    server.troubles = [status(429, Retry_After="1")]
    began = time.monotonic()

    google.speak(TEXT, Pace.PLAIN)

    assert time.monotonic() - began >= 1


def test_requests_keep_a_gap(server: Server) -> None:
    """We do not pay for the service, so we do not hurry it."""
    google = Google(base=server.base, manners=Manners(gap=0.15))
    began = time.monotonic()

    google.speak(TEXT, Pace.PLAIN)
    google.speak(TEXT, Pace.PLAIN)

    assert time.monotonic() - began >= 0.15


@pytest.mark.parametrize(
    ("trouble", "error", "cause"),
    [
        (status(429), VoiceThrottledError, "too many requests"),
        (status(500), VoiceDownError, "the service is down"),
        (status(403), VoiceRefusedError, "the protocol has changed"),
        (status(404), VoiceRefusedError, "404"),
        (status(302, Location="http://127.0.0.1/login"), VoiceRefusedError, "this network"),
        (cut, VoiceUnreachableError, "no network"),
        (silent, VoiceUnreachableError, "--voice piper"),
        (page(b"<html>Please log in</html>"), VoiceGarbledError, "a page of this network"),
        (page(b""), VoiceGarbledError, "holds no sound"),
        (
            page(b'[["wrb.fr","jQ1olc","[\\"bm90IGFuIG1wMw==\\"]"]]'),
            VoiceGarbledError,
            "no MP3",
        ),
    ],
)
def test_lasting_trouble_is_an_error_with_its_probable_cause(
    server: Server, google: Google, trouble: object, error: type[VoiceError], cause: str
) -> None:
    """Whatever urllib3, gTTS or pydub would have raised."""
    server.troubles = [trouble] * 3  # type: ignore[list-item]  # parametrized

    with pytest.raises(error, match=cause):
        google.speak(TEXT, Pace.PLAIN)


def test_nobody_there_is_an_error_with_its_probable_cause() -> None:
    """No server listens at this address."""
    google = Google(base="http://127.0.0.1:9", manners=Manners(gap=0, tries=0, patience=1))

    with pytest.raises(VoiceUnreachableError, match="Probable cause: no network"):
        google.speak(TEXT, Pace.PLAIN)


def test_nothing_to_say_is_an_error() -> None:
    """Before a request is made."""
    with pytest.raises(VoiceError, match="nothing to say"):
        Google(base="http://127.0.0.1:9").speak("...", Pace.PLAIN)


def test_a_library_is_built_with_google(desk: Desk, server: Server, google: Google) -> None:
    """Cut off by 429, it goes on where it stopped, and passes every check."""
    server.troubles = []
    with pytest.raises(VoiceThrottledError):
        building.build(desk.library, desk.cache, _tired(google, server), desk.items, workers=1)
    before = len(server.said)
    server.troubles = []

    built = building.build(desk.library, desk.cache, google, desk.items, workers=1)

    assert 0 < before < len(server.said)
    assert built.lines == 2
    assert desk.check() == []


def _tired(google: Google, server: Server) -> Google:
    """Return the voice, with a server that has had enough after two answers."""

    class _Few(list[object]):
        """Trouble that begins after two requests."""

        def __bool__(self) -> bool:
            return len(server.said) >= 2

        def pop(self, _index: object = 0) -> object:
            return status(429)

    server.troubles = _Few()  # type: ignore[assignment]  # a list that fills itself
    return google
