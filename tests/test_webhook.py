"""The webhook: what Amazon signed is answered; everything else gets nothing."""

import json
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest
from authority import NOW, SKILL_ID, Authority
from bodies import SHARED, body, iso
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings as examples, strategies as st
from werkzeug.test import TestResponse

from skill.errors import MemoryUnavailableError
from skill.logs import JsonFormatter
from skill.memory import Memory
from skill.settings import Settings
from skill.verification import Fetcher, Trust, Verifier
from skill.webhook import LARGEST, create_app

if TYPE_CHECKING:
    from skill.dispatch import Dispatcher

Post = Callable[[bytes], TestResponse]


@pytest.fixture(name="app")
def _app(settings: Settings, memory: Memory, authority: Authority) -> Flask:
    verifier = Verifier(SKILL_ID, roots=authority.root_pem, fetch=lambda _path: authority.chain)
    return create_app(settings, memory=memory, verifier=verifier, clock=lambda: NOW)


@pytest.fixture(name="client")
def _client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(name="post")
def _post(client: FlaskClient, authority: Authority) -> Post:
    """Return a function that signs a body as Amazon does and posts it."""
    return lambda content: client.post(
        "/alexa", data=content, headers=authority.sign(content), content_type="application/json"
    )


@pytest.fixture(name="lines")
def _lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, object]]]:
    """Return a function that reads the log as the lines an operator sees."""
    logging.getLogger("skill").addHandler(caplog.handler)
    formatter = JsonFormatter()
    return lambda: [json.loads(formatter.format(record)) for record in caplog.records]


def test_signed_request_is_answered(post: Post) -> None:
    """A request signed for this skill gets its answer as JSON."""
    answer = post(body())

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert "Reviving Romance" in answer.text


def test_chain_comes_over_tls_as_amazon_serves_it(
    settings: Settings, memory: Memory, authority: Authority
) -> None:
    """With a private root, a chain served over TLS as s3.amazonaws.com is accepted."""
    content = body()
    with authority.serve() as server:
        fetch = Fetcher(Trust(authority.root_pem).context, address=server.address)
        verifier = Verifier(SKILL_ID, roots=authority.root_pem, fetch=fetch)
        app = create_app(settings, memory=memory, verifier=verifier, clock=lambda: NOW)
        answers = [
            app.test_client().post("/alexa", data=content, headers=authority.sign(content))
            for _ in range(3)
        ]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert len(server.requests) == 1


def test_unsigned_request_gets_nothing(
    client: FlaskClient, lines: Callable[[], list[dict[str, object]]]
) -> None:
    """Without a signature there is a 400, its reason in the log, and no answer."""
    answer = client.post("/alexa", data=body(), content_type="application/json")

    assert (answer.status_code, answer.data) == (400, b"")
    assert lines()[-1]["reason"] == "signature-missing"


@pytest.mark.parametrize(
    "header",
    ["X-Simulator", "X-Debug", "X-Forwarded-For", "X-Skip-Verification", "Authorization"],
)
def test_no_header_turns_verification_off(client: FlaskClient, header: str) -> None:
    """Whatever a caller adds, an unsigned request stays refused."""
    for value in ("1", "true", "127.0.0.1", "localhost"):
        assert client.post("/alexa", data=body(), headers={header: value}).status_code == 400


def test_without_a_skill_id_everything_is_refused(
    settings: Settings, memory: Memory, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    """A webhook that was not told its skill refuses all, and says so when it starts."""
    nameless = Settings(data_dir=settings.data_dir, alexa_roots=authority.root_pem)

    app = create_app(nameless, memory=memory, clock=lambda: NOW)

    content = body()
    answer = app.test_client().post("/alexa", data=content, headers=authority.sign(content))
    assert "SKILL_ID is not set" in capsys.readouterr().err
    assert answer.status_code == 400


def test_large_body_is_refused(post: Post) -> None:
    """A body larger than any of Alexa's is a 413."""
    assert post(b" " * (LARGEST + 1)).status_code == 413


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_only_post_is_answered(client: FlaskClient, method: str) -> None:
    """Other methods are not for this address."""
    assert getattr(client, method)("/alexa").status_code == 405


def test_log_line_says_what_happened_and_nothing_that_was_said(
    post: Post, lines: Callable[[], list[dict[str, object]]]
) -> None:
    """One line a request: id, type, intent, locale, time and outcome; no name, no user."""
    post(body(intent="NamesIntent", slots={"firstName": "Persephone", "secondName": "Jo"}))

    line = lines()[-1]
    assert line.pop("ms")
    assert line.pop("at")
    assert line == {
        "level": "info",
        "message": "turn",
        "request": "amzn1.echo-api.request.1",
        "type": "IntentRequest",
        "intent": "NamesIntent",
        "locale": "en-US",
        "outcome": "spoken",
    }


def test_log_cannot_be_written_into(
    post: Post, lines: Callable[[], list[dict[str, object]]]
) -> None:
    """A made-up type does not break the line."""
    post(body('Evil\n{"outcome":"spoken"}', session=False))

    assert lines()[-1]["type"] == "Evil???outcome?:?spoken??"


def test_health_and_readiness(client: FlaskClient) -> None:
    """The process is up, and turns can be remembered."""
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_readiness_tells_that_the_database_is_away(settings: Settings) -> None:
    """When the database is out of reach we are up, and not ready."""

    class Away:
        def ping(self) -> None:
            raise MemoryUnavailableError("down")

    app = create_app(settings, memory=cast("Memory", Away()))

    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").status_code == 503


def test_event_that_could_not_be_carried_out_comes_again(
    settings: Settings, memory: Memory, authority: Authority
) -> None:
    """If forgetting fails, Amazon hears 503 and delivers the event again."""

    class Failing:
        def answer(self, _body: bytes) -> None:
            raise MemoryUnavailableError("down")

    verifier = Verifier(SKILL_ID, roots=authority.root_pem, fetch=lambda _path: authority.chain)
    app = create_app(
        settings,
        memory=memory,
        verifier=verifier,
        dispatcher=cast("Dispatcher", Failing()),
        clock=lambda: NOW,
    )
    content = body("AlexaSkillEvent.SkillDisabled", session=False)

    answer = app.test_client().post("/alexa", data=content, headers=authority.sign(content))

    assert answer.status_code == 503


def real_bodies() -> list[dict[str, Any]]:
    """Return our own bodies, and those of the shared folder where it is."""
    ours = [body(), body(intent="StarterIntent"), body("SessionEndedRequest")]
    ours += [body("AudioPlayer.PlaybackStopped", session=False)]
    real = [path.read_bytes() for path in sorted(SHARED.glob("*/*.json"))]
    return [json.loads(content) for content in [*ours, *real]]


def adopted(content: dict[str, Any]) -> dict[str, Any]:
    """Return the body as if it had been sent now, to this skill."""
    copy: dict[str, Any] = json.loads(json.dumps(content))
    copy["context"] = copy.get("context") or {}
    copy["context"].setdefault("System", {})["application"] = {"applicationId": SKILL_ID}
    copy["request"]["timestamp"] = iso(NOW)
    return copy


@pytest.mark.parametrize("content", real_bodies())
def test_bodies_as_they_were_sent_are_refused(post: Post, content: dict[str, Any]) -> None:
    """Bodies of other skills, or of other times, are refused however well signed."""
    foreign = adopted(content) | {"context": {}}

    assert post(json.dumps(foreign).encode()).status_code == 400


@pytest.mark.parametrize("content", real_bodies())
def test_real_bodies_get_a_valid_answer(post: Post, content: dict[str, Any]) -> None:
    """Each real body, made out to this skill and now, is answered 200."""
    answer = post(json.dumps(adopted(content)).encode())

    assert answer.status_code == 200
    assert set(answer.get_json()) >= {"version", "response"}


JUNK: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just([]), st.just({})
)


def paths(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return the paths of every value inside a JSON document."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path] * bool(path) + [p for key, item in inside for p in paths(item, (*path, key))]


@given(data=st.data(), chosen=st.integers(0, 1_000))
@examples(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_mutated_bodies_get_200_or_400(post: Post, data: st.DataObject, chosen: int) -> None:
    """A body with any part replaced by junk is answered or refused, never a fault of ours."""
    bodies = real_bodies()
    mutated = adopted(bodies[chosen % len(bodies)])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(mutated)))
        *way, last = path
        parent: Any = mutated
        for key in way:
            parent = parent[key]
        parent[last] = data.draw(JUNK)

    answer = post(json.dumps(mutated).encode())

    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert answer.get_json()["version"] == "1.0"
