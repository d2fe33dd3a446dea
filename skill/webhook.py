"""The webhook: Flask around verification and dispatch; nothing here knows of romance."""

import logging
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from skill import logs, paths, serving, settings as setup
from skill.content import library
from skill.dispatch import Answer, Dispatcher, utc_now
from skill.errors import BodyTooLargeError, MemoryFaultError, RequestRefusedError
from skill.memory import Memory
from skill.memory.opening import open_memory
from skill.verification import Verifier

LARGEST = 128 * 1024
"""Bytes of a request body; Alexa's own stay far below (dynamic entities do not come in)."""

log = logging.getLogger("skill")


def create_app(  # noqa: PLR0913 - each is a seam that tests put something of theirs into
    settings: setup.Settings | None = None,
    *,
    memory: Memory | None = None,
    clock: Callable[[], datetime] = utc_now,
    verifier: Verifier | None = None,
    dispatcher: Dispatcher | None = None,
    audio: Path | None = None,
) -> Flask:
    """Build the WSGI application.

    Args:
        settings: read from the environment by default.
        memory: opened as the settings say by default.
        clock: returns the present moment in UTC.
        verifier: decides what comes from Alexa; made from the settings by default.
        dispatcher: answers what was verified; made around the memory by default.
        audio: the folder of recordings; the project's own by default.

    Raises:
        SettingsError: a setting makes no sense.
        ContentError: content or phrases are broken.
    """
    logs.configure()
    settings = settings or setup.load()
    memory = memory or open_memory(settings, must_answer=False)
    verifier = verifier or Verifier(settings.skill_id, roots=settings.alexa_roots)
    audio = audio or paths.audio()
    dispatcher = dispatcher or Dispatcher(
        memory, clock=clock, libraries=_libraries(settings, audio)
    )
    if not settings.skill_id:
        log.error("SKILL_ID is not set, so every request is refused: set it to your skill's id")
    app = Flask("skill", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    _add_routes(app, verifier, dispatcher, memory, clock)
    _add_audio(app, audio)
    return app


def _libraries(settings: setup.Settings, audio: Path) -> library.Libraries:
    recorded = settings.starter_voice == "recorded"
    return library.load(audio, settings.audio_base_url, clips=recorded)


def _add_routes(
    app: Flask,
    verifier: Verifier,
    dispatcher: Dispatcher,
    memory: Memory,
    clock: Callable[[], datetime],
) -> None:
    @app.post("/alexa")
    def alexa() -> Response:
        """Answer a request that Amazon signed for this skill."""
        started = perf_counter()
        try:
            body = _body()
            verifier.verify(request.headers, body, clock())
            answer = dispatcher.answer(body)
        except RequestRefusedError as refused:
            _log(logging.WARNING, "refused", started, outcome="refused", reason=refused.reason)
            return Response(status=refused.status)
        except MemoryFaultError:
            # Amazon delivers an event again until it is answered 200.
            _log(logging.WARNING, "not carried out", started, outcome="no-memory")
            return Response(status=503)
        _log_answer(answer, started)
        return Response(answer.body, content_type="application/json;charset=UTF-8")

    @app.get("/healthz")
    def healthz() -> Response:
        """Say that the process is up."""
        return Response("ok\n", content_type="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        """Say whether turns can be remembered; content was loaded or we would not be up."""
        try:
            memory.ping()
        except MemoryFaultError:
            return Response("the database is out of reach\n", 503, content_type="text/plain")
        return Response("ready\n", content_type="text/plain")


def _add_audio(app: Flask, audio: Path) -> None:
    @app.get("/audio/<path:name>")
    def recording(name: str) -> Response:
        """Serve a file of the library, or a part of it."""
        started = perf_counter()
        answer = serving.send(audio, name)
        _log(logging.INFO, "audio", started, path=_safe(name), status=answer.status_code)
        return answer


def _body() -> bytes:
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise BodyTooLargeError("size") from error


def _log_answer(answer: Answer, started: float) -> None:
    _log(
        logging.INFO,
        "turn",
        started,
        request=_safe(answer.request_id),
        type=_safe(answer.kind),
        intent=answer.intent,
        locale=_safe(answer.locale or ""),
        outcome=answer.outcome,
    )


def _log(level: int, message: str, started: float, **fields: str | int | None) -> None:
    """Log one line for a request, with the milliseconds that it took."""
    took = round((perf_counter() - started) * 1000, 3)
    log.log(level, message, extra={"fields": {**fields, "ms": took}})


def _safe(text: str) -> str:
    """Return an identifier fit for a log: Amazon's alphabet, and not for ever."""
    return re.sub(r"[^\w.:/-]", "?", text[:160])
