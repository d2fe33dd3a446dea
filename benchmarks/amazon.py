"""Amazon's part: signed requests of many households, and the chain that vouches for them.

It is played by the private authority of the tests.
"""

import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

from authority import SKILL_ID, Authority, ChainServer  # noqa: E402 - found only now
from bodies import body  # noqa: E402 - the same

__all__ = ["ROOT", "SKILL_ID", "Authority", "ChainServer", "Device", "requests", "turn", "user"]


class Device(StrEnum):
    """What the request comes from; the fuller the body, the more a deserialiser has to do.

    ``TEST`` is the body of the tests, which has only what the skill reads. The others
    carry what Amazon's "Request and Response JSON Reference" lists for such a device.
    """

    TEST = "test"
    SPEAKER = "speaker"
    SCREEN = "screen"


def user(number: int) -> str:
    """Return the account of a household."""
    return f"amzn1.ask.account.{number:064d}"


def turn(number: int, device: Device) -> bytes:
    """Return the body of a household that asks for a conversation starter, now."""
    short = body(
        intent="StarterIntent",
        user=user(number),
        at=datetime.now(UTC),
        requestId=f"amzn1.echo-api.request.{number:08d}-0000-4000-8000-000000000000",
    )
    if device is Device.TEST:
        return short
    envelope = json.loads(short)
    _add_speaker(envelope)
    if device is Device.SCREEN:
        _add_screen(envelope["context"])
    return json.dumps(envelope).encode()


def requests(authority: Authority, households: int, device: Device) -> list[bytes]:
    """Return a request of each household as it goes over the wire, signed now."""
    bodies = (turn(number, device) for number in range(households))
    return [_post(content, authority.sign(content)) for content in bodies]


def _add_speaker(envelope: dict[str, Any]) -> None:
    """Add what a speaker without a screen sends beside what we read."""
    context = envelope["context"]
    context["AudioPlayer"] = {"playerActivity": "IDLE"}
    context["Extensions"] = {"available": {"aplext:backstack:10": {}}}
    context["System"] |= {
        "apiEndpoint": "https://api.amazonalexa.com",
        "apiAccessToken": "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9." + "x" * 860,
        "device": {
            "deviceId": "amzn1.ask.device." + "A" * 156,
            "supportedInterfaces": {"AudioPlayer": {}},
            "persistentEndpointId": "amzn1.alexa.endpoint." + "A" * 92,
        },
    }
    envelope["request"]["dialogState"] = "STARTED"
    envelope["request"]["intent"]["confirmationStatus"] = "NONE"


def _add_screen(context: dict[str, Any]) -> None:
    """Add what a speaker with a screen of 1024 by 600 pixels sends beside that."""
    context["Viewport"] = {
        "experiences": [
            {
                "arcMinuteWidth": 246,
                "arcMinuteHeight": 144,
                "canRotate": False,
                "canResize": False,
            }
        ],
        "mode": "HUB",
        "shape": "RECTANGLE",
        "pixelWidth": 1024,
        "pixelHeight": 600,
        "currentPixelWidth": 1024,
        "currentPixelHeight": 600,
        "dpi": 160,
        "touch": ["SINGLE"],
        "video": {"codecs": ["H_264_42", "H_264_41"]},
    }
    size = {"type": "DISCRETE", "pixelWidth": 1024, "pixelHeight": 600}
    codecs = {"codecs": ["H_264_42", "H_264_41"]}
    context["Viewports"] = [
        {
            "type": "APL",
            "id": "main",
            "shape": "RECTANGLE",
            "dpi": 160,
            "presentationType": "STANDARD",
            "canRotate": False,
            "configuration": {"current": {"mode": "HUB", "video": codecs, "size": size}},
        }
    ]


def _post(content: bytes, headers: dict[str, str]) -> bytes:
    """Return a request as it goes over the wire."""
    lines = {
        "Host": "localhost",
        "User-Agent": "Apache-HttpClient/4.5.x (Java/1.8.0)",
        "Accept": "application/json",
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(content)),
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST /alexa HTTP/1.1\r\n{head}\r\n".encode() + content
