"""Entrypoints that the clock calls."""

from collections.abc import Callable
from typing import Any

from nameko.timer import timer


def every(seconds: float) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Call the method at this interval in every process of the service: it must bear company."""
    return timer(interval=seconds)  # type: ignore[no-any-return]
