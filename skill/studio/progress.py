"""A progress bar for long work."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TaskID

from skill.studio.building import Watch


@contextmanager
def bars() -> Iterator[Watch]:
    """Show progress on standard error, a bar for each stage of the work."""
    progress = Progress(console=Console(stderr=True))
    shown: dict[str, TaskID] = {}

    def watch(stage: str, done: int, total: int) -> None:
        if stage not in shown:
            shown[stage] = progress.add_task(stage, total=total)
        progress.update(shown[stage], completed=done)

    with progress:
        yield watch
