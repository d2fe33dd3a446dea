"""Work shared out to processes, one for each core."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from skill.studio.errors import StudioError

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """Return how many processes this machine has room for."""
    return os.cpu_count() or 1


def run(job: Callable[[T], R], tasks: Sequence[T], workers: int) -> Iterator[R]:
    """Yield what a job gives for each task, as it comes; tasks are begun in their order.

    When the caller stops listening, by Ctrl-C for one, tasks in hand are finished and no
    others are begun.

    Raises:
        StudioError: a process was ended from outside.
    """
    workers = min(workers, len(tasks))
    if workers <= 1:
        yield from map(job, tasks)
        return
    # Spawned, not forked: onnxruntime and numpy have threads that a fork would lose.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _uninterrupted)
    try:
        for future in as_completed([pool.submit(job, task) for task in tasks]):
            yield future.result()
    except BrokenProcessPool as error:
        raise StudioError(
            "a process of the studio was ended from outside, perhaps for want of memory; "
            "run the same again with fewer workers, it goes on where it stopped"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _uninterrupted() -> None:
    """Leave Ctrl-C to the parent, so that no file is left half-written."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
