"""The WSGI applications that are measured side by side; each is a factory for a server."""

import os
from time import sleep

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name
from ask_sdk_model import RequestEnvelope, Response as SkillResponse
from flask import Flask, Response, jsonify, request

from skill import settings as setup
from skill.verification import Fetcher, Trust, Verifier
from skill.webhook import create_app

CHAIN_PORT = "BENCH_CHAIN_PORT"
"""The variable with the port where this machine plays s3.amazonaws.com."""

SLOW = 0.3
"""Seconds that a turn of ``slow`` takes."""


def echo() -> Flask:
    """Return the floor: Flask handing back the body, and nothing else."""
    app = Flask("echo", static_folder=None)

    @app.post("/alexa")
    def alexa() -> Response:
        """Answer with what came."""
        return Response(request.get_data(), content_type="application/json")

    @app.get("/healthz")
    def healthz() -> str:
        """Say which process answers."""
        return str(os.getpid())

    return app


def slow() -> Flask:
    """Return an application whose turns take a while, as with a slow database."""
    app = echo()

    @app.before_request
    def wait() -> None:
        """Take the time of a slow turn, unless it is a question about health."""
        if request.method == "POST":
            sleep(SLOW)

    return app


def hello() -> Flask:
    """Return a skill as the SDK's own tutorial writes it: no verification, no memory."""
    builder = SkillBuilder()

    @builder.request_handler(can_handle_func=is_intent_name("StarterIntent"))  # type: ignore[untyped-decorator]  # the SDK has no types
    def say_hello(handler_input: HandlerInput) -> SkillResponse:
        """Say hello."""
        speak = handler_input.response_builder.speak("Hello world, what shall we talk about?")
        return speak.set_should_end_session(True).response

    skill, serializer = builder.create(), DefaultSerializer()
    app = Flask("hello", static_folder=None)

    @app.post("/alexa")
    def alexa() -> Response:
        """Deserialise, invoke, serialise."""
        envelope = serializer.deserialize(request.get_data(as_text=True), RequestEnvelope)
        answer = skill.invoke(request_envelope=envelope, context=None)
        return jsonify(serializer.serialize(answer))

    @app.get("/healthz")
    def healthz() -> str:
        """Say which process answers."""
        return str(os.getpid())

    return app


def ours() -> Flask:
    """Return the skill itself, which fetches its chain from this machine over TLS."""
    settings = setup.load()
    address = ("127.0.0.1", int(os.environ[CHAIN_PORT]))
    fetch = Fetcher(Trust(settings.alexa_roots).context, address=address)
    verifier = Verifier(settings.skill_id, roots=settings.alexa_roots, fetch=fetch)
    return create_app(settings, verifier=verifier)
