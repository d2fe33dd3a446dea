"""Google's voice through gTTS, over a network that does not always answer.

gTTS knows Google's protocol: it cuts the text and packs the requests. We send them, because
gTTS sends without a time-out and without looking at the certificate.
"""

import base64
import re
import time
from dataclasses import dataclass, field
from functools import cache

import certifi
from gtts import gTTS
from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError

from skill.studio.codec import decode, slowed
from skill.studio.errors import (
    SoundError,
    VoiceDownError,
    VoiceError,
    VoiceGarbledError,
    VoiceRefusedError,
    VoiceThrottledError,
    VoiceUnreachableError,
)
from skill.studio.sound import Samples
from skill.studio.voices.voice import Pace

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_AUDIO = re.compile(rb'jQ1olc","\[\\"([A-Za-z0-9+/=]+)\\"')  # as in gTTS's own stream()
_TOO_MANY = 429
_SERVER = 500
_TEMPO = 0.8
"""Google speaks at about 150 words a minute; with our pauses this gives 110 in meditations.
Its own slow mode reads word by word."""


@dataclass(frozen=True)
class Manners:
    """How we treat a service that we do not pay for.

    Attributes:
        gap: least seconds between two requests.
        tries: how often a request is tried again after 429, 5xx, or a cut connection.
        backoff: seconds before the second new try, doubled each time; ``Retry-After`` counts.
        patience: seconds to wait for a connection, and for an answer.
    """

    gap: float = 0.5
    tries: int = 6
    backoff: float = 1.0
    patience: float = 15.0


@dataclass(frozen=True)
class Google:
    """Google Translate's voice.

    Attributes:
        accent: the top-level domain that gives the accent, such as ``com`` or ``co.uk``.
        base: where the service is; empty for Google itself.
        language: what it reads.
        manners: how often we ask, and again.
    """

    accent: str = "com"
    base: str = ""
    language: str = "en"
    manners: Manners = field(default_factory=Manners)

    @property
    def name(self) -> str:
        """Return its name in the manifest."""
        return f"gtts:{self.language}-{self.accent}"

    @property
    def most(self) -> int:
        """Return 1: one process, so that the gap between requests holds."""
        return 1

    def fingerprint(self, pace: Pace) -> str:
        """Return all settings that are heard."""
        return f"{self.name}/{_TEMPO if pace is Pace.CALM else 1:g}"

    def speak(self, sentence: str, pace: Pace) -> Samples:
        """Read one sentence aloud.

        Raises:
            VoiceError: one of its children says why not, with the probable cause.
        """
        try:
            asked = gTTS(sentence, tld=self.accent, lang=self.language, lang_check=False)
            spoken = decode(b"".join(self._ask(body) for body in asked.get_bodies()))
        except AssertionError as error:  # gTTS's way to say that nothing is left of a text
            raise VoiceError(f"gTTS found nothing to say in {sentence!r}") from error
        except SoundError as error:
            raise VoiceGarbledError(
                "Google's answer is no MP3. Probable cause: the connection is tampered with"
            ) from error
        return slowed(spoken, _TEMPO) if pace is Pace.CALM else spoken

    def _ask(self, body: str) -> bytes:
        """Send one request, politely and again, and return the MP3 in its answer."""
        url = (self.base or f"https://translate.google.{self.accent}") + _PATH
        _wait(self.manners.gap)
        try:
            answer = _pool().request(
                "POST",
                url,
                body=body,
                headers=gTTS.GOOGLE_TTS_HEADERS,
                retries=_retry(self.manners),
                timeout=Timeout(self.manners.patience),
                redirect=False,
            )
        except HTTPError as error:
            raise _unreachable(error) from error
        return _audio(answer)


@cache
def _pool() -> PoolManager:
    return PoolManager(ca_certs=certifi.where())


@dataclass
class _Clock:
    last: float = 0.0


_asked = _Clock()


def _wait(gap: float) -> None:
    """Keep a gap between requests of this process."""
    time.sleep(max(0.0, _asked.last + gap - time.monotonic()))
    _asked.last = time.monotonic()


def _retry(manners: Manners) -> Retry:
    return Retry(
        total=manners.tries,
        backoff_factor=manners.backoff,
        backoff_jitter=manners.backoff,
        status_forcelist={_TOO_MANY, 500, 502, 503, 504},
        allowed_methods={"POST"},
        raise_on_status=False,
    )


def _audio(answer: BaseHTTPResponse) -> bytes:
    """Return the MP3 in an answer, or raise what went wrong."""
    if answer.status == _TOO_MANY:
        raise VoiceThrottledError(
            "Google answers 429 again and again. Probable cause: too many requests from this "
            "address; wait an hour and run the same again, it goes on where it stopped"
        )
    if answer.status >= _SERVER:
        raise VoiceDownError(
            f"Google answers {answer.status} again and again. Probable cause: the service is "
            "down; try later, it goes on where it stopped"
        )
    if answer.status != 200:  # noqa: PLR2004 - OK
        raise VoiceRefusedError(
            f"Google answers {answer.status}. Probable cause: the protocol has changed "
            "(a newer gTTS?), or this network sends requests elsewhere"
        )
    found = _AUDIO.findall(answer.data)
    if not found:
        raise VoiceGarbledError(
            "Google's answer holds no sound. Probable cause: a page of this network's own, a "
            "language it does not read, or a changed protocol (a newer gTTS?)"
        )
    return b"".join(base64.b64decode(part + b"==") for part in found)


def _unreachable(error: HTTPError) -> VoiceUnreachableError:
    reason = error.reason if isinstance(error, MaxRetryError) else error
    return VoiceUnreachableError(
        f"Google cannot be reached: {reason}. Probable cause: no network, or one that does not "
        "let this through; --voice piper needs none"
    )
