"""The one place where services learn the time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from nameko.extensions import DependencyProvider

Now = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Clock(DependencyProvider):
    """Injects a function that returns the time in UTC."""

    def get_dependency(self, _worker_ctx: Any) -> Now:
        return utc_now
