"""Lines for what costs much: few wait, so that the workers of a process are left for all else."""

from collections.abc import Iterator
from contextlib import contextmanager

from eventlet.semaphore import Semaphore

from contracts.errors import Refused


class Line:
    """As many as have `places` in it, at work or waiting; others come again after so long."""

    def __init__(self, places: int, *, retry_seconds: int) -> None:
        self._places = Semaphore(places)
        self._retry_seconds = retry_seconds

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raise Refused("service.too_many_requests") when too many wait already."""
        if not self._places.acquire(blocking=False):
            raise Refused("service.too_many_requests", {"seconds": self._retry_seconds})
        try:
            yield
        finally:
            self._places.release()
