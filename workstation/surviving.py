"""Threads that go on whatever happens: who sees that the program runs takes its work for done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from workstation import logs

PAUSE_SECONDS: Final = 2.0


@contextmanager
def survived(event: str, **facts: object) -> Iterator[None]:
    """One turn of a thread's loop; what nobody expected is logged, and the next one comes later."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - a full disk, a defect: the next turn may be well
        logs.failure(event, error, **facts)
        time.sleep(PAUSE_SECONDS)
