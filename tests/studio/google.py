"""Google's part, on this machine: it speaks the protocol of its translator's voice."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from studio.tones import Humming

from skill.studio.codec import encode
from skill.studio.voices import Pace

Trouble = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    """What the server was asked, and what goes wrong next.

    Attributes:
        base: its address.
        said: every text that it was asked for.
        troubles: what it does instead of answering, one for each request.
    """

    base: str = ""
    said: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def status(code: int, **headers: str) -> Trouble:
    """Answer with a status and nothing else."""

    def trouble(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return trouble


def page(content: bytes) -> Trouble:
    """Answer with something else."""

    def trouble(handler: BaseHTTPRequestHandler) -> None:
        _send(handler, content)

    return trouble


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Promise a long answer, and hang up in the middle of it."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b")]}'")
    handler.close_connection = True


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Hang up without a word."""
    handler.close_connection = True


def answer(mp3: bytes) -> bytes:
    """Return an answer of the translator that holds an MP3, as it comes over the wire."""
    inner = json.dumps([base64.b64encode(mp3).decode()])
    line = json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]])
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["di",59]]\n'.replace(", ", ",").encode()


def _send(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json; charset=utf-8")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


@contextmanager
def serving() -> Iterator[Server]:
    """Run the server for a while."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer with the text that was asked for, hummed, unless there is trouble."""
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if server.troubles:
                server.troubles.pop(0)(self)
                return
            asked = json.loads(parse_qs(body)["f.req"][0])
            assert asked[0][0][0] == "jQ1olc"
            text, language, _, _ = json.loads(asked[0][0][1])
            assert language == "en"
            server.said.append(text)
            _send(self, answer(encode(Humming().speak(text, Pace.PLAIN), "")))

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.base = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
