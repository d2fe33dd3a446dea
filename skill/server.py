"""The production server: granian, chosen by measuring (docs/performance.md)."""

from granian import Granian
from granian.constants import Interfaces

from skill.settings import Settings

GRACE = 10
"""Seconds that a worker has to finish its turns after a stop; a turn takes eight at most."""


def serve(settings: Settings, app: str = "skill.webhook:create_app") -> None:
    """Serve the webhook until the process is told to stop; turns in progress are finished.

    Args:
        settings: where to listen, with how many workers and threads.
        app: module and name of the factory of the WSGI application.
    """
    Granian(
        app,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        websockets=False,
    ).serve()
