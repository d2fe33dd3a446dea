"""Serving recordings: all of the library, any part of it, and nothing else."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from recordings import SOUND, record
from werkzeug.test import TestResponse

from skill.content import Content
from skill.memory import Memory
from skill.settings import Settings
from skill.webhook import create_app

FILE = "/audio/en-US/breath-5.mp3"


class Client(FlaskClient):
    """A client that closes what it has read, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        return super().open(*args, **{"buffered": True} | kwargs)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, english: Content) -> Path:
    """A library with a secret beside it, and links that lead there."""
    folder = record(tmp_path, english)
    (tmp_path / "secret.mp3").write_text("secret")
    (folder / "en-US" / "link.mp3").symlink_to(tmp_path / "secret.mp3")
    (folder / "out").symlink_to(tmp_path)
    (folder / "en-US" / "notes.txt").write_text("secret")
    (folder / "en-US" / ".manifest.json.part").write_text("secret")
    return folder


@pytest.fixture(name="client")
def _client(settings: Settings, memory: Memory, folder: Path) -> FlaskClient:
    app = create_app(settings, memory=memory, audio=folder)
    app.test_client_class = Client
    return app.test_client()


def test_a_recording_is_served_whole(client: FlaskClient) -> None:
    """The bytes, their type, and leave to keep them for ever."""
    answer = client.get(f"{FILE}?v=1")

    assert (answer.status_code, answer.data) == (200, SOUND)
    assert answer.content_type == "audio/mpeg"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_head_says_the_same_without_the_bytes(client: FlaskClient) -> None:
    """HEAD has the length and no body."""
    answer = client.head(FILE)

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == len(SOUND)
    assert answer.headers["ETag"] == client.get(FILE).headers["ETag"]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", len(SOUND) - 50, None)],
)
def test_a_part_is_served(client: FlaskClient, asked: str, start: int, end: int | None) -> None:
    """A device that goes on from the middle fetches the middle."""
    answer = client.get(FILE, headers={"Range": asked})
    part = SOUND[start:end]

    assert (answer.status_code, answer.data) == (206, part)
    last = start + len(part) - 1
    assert answer.headers["Content-Range"] == f"bytes {start}-{last}/{len(SOUND)}"


def test_a_part_beyond_the_end_is_refused(client: FlaskClient) -> None:
    """Who asks for what is not there is told how much there is."""
    answer = client.get(FILE, headers={"Range": "bytes=999999-"})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"


def test_what_is_known_is_not_sent_again(client: FlaskClient) -> None:
    """With the tag of what one has, there is nothing to send."""
    tag = client.get(FILE).headers["ETag"]

    assert client.get(FILE, headers={"If-None-Match": tag}).status_code == 304
    old = client.get(FILE, headers={"If-Range": '"old"', "Range": "bytes=0-9"})
    assert (old.status_code, old.data) == (200, SOUND)


def test_a_manifest_is_kept_for_minutes_only(client: FlaskClient) -> None:
    """It changes in place."""
    answer = client.get("/audio/en-US/manifest.json")

    assert json.loads(answer.data)["locale"] == "en-US"
    assert answer.content_type == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    "path",
    [
        "../secret.mp3",
        "en-US/../../secret.mp3",
        "..%2fsecret.mp3",
        "%2e%2e/secret.mp3",
        "%2e%2e%2fsecret.mp3",
        "..%5csecret.mp3",
        "..\\secret.mp3",
        "....//secret.mp3",
        "..%252fsecret.mp3",
        "%c0%ae%c0%ae/secret.mp3",
        "..;/secret.mp3",
        "//secret.mp3",
        "%2fetc/passwd",
        "//etc/passwd",
        "en-US/breath-5.mp3%00.txt",
        "%00",
        "en-US/link.mp3",
        "out/secret.mp3",
        "en-US/notes.txt",
        "en-US/.manifest.json.part",
        "en-US",
        "en-US/",
        "",
        "en-US/nothing.mp3",
        "en-US/" + "a" * 5_000 + ".mp3",
    ],
)
def test_nothing_else_can_be_reached(client: FlaskClient, path: str) -> None:
    """However it is spelled, what is no file of the library is not there."""
    answer = client.get(f"/audio/{path}", follow_redirects=True)

    assert answer.status_code == 404
    assert b"secret" not in answer.data


def test_an_absolute_path_stays_outside(client: FlaskClient, folder: Path) -> None:
    """The full path of the secret is just another unknown name."""
    for path in (folder.parent / "secret.mp3", folder / "en-US" / "breath-5.mp3"):
        assert client.get(f"/audio/{path}").status_code in {404, 308}
        assert client.get(f"/audio/{path}", follow_redirects=True).status_code == 404


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    """Nothing can be put or removed."""
    assert {client.open(FILE, method=m).status_code for m in ("POST", "PUT", "DELETE")} == {405}


def test_a_recording_is_one_line_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Path and status, without the query, and nothing that could forge a line."""
    logging.getLogger("skill").addHandler(caplog.handler)
    client.get(f"{FILE}?v=private")
    client.get("/audio/a%09%22b.mp3")
    lines = [vars(r)["fields"] for r in caplog.records if r.getMessage() == "audio"]

    assert [(line["path"], line["status"]) for line in lines] == [
        ("en-US/breath-5.mp3", 200),
        ("a??b.mp3", 404),
    ]


def test_without_a_library_there_is_just_nothing(
    settings: Settings, memory: Memory, tmp_path: Path
) -> None:
    """No folder is no fault."""
    client = create_app(settings, memory=memory, audio=tmp_path / "none").test_client()

    assert client.get(FILE).status_code == 404
