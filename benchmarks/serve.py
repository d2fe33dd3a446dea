"""Serve one application as the skill is served: ``serve.py benchmarks.apps:echo``.

Host, port and threads come from the environment, as with ``romance serve``.
"""

import sys
from typing import Any
from unittest.mock import patch

from granian import Granian
from granian.server.common import AbstractServer

from skill import server, settings


def serve(target: str) -> None:
    """Run ``skill.server.serve`` with all its options, but with another application."""

    def granian(_target: str, **options: Any) -> AbstractServer[Any]:
        return Granian(target, **options)

    with patch.object(server, "Granian", granian):
        server.serve(settings.load())


if __name__ == "__main__":
    serve(sys.argv[1])
