"""Entrypoints that the clock calls."""

from collections.abc import Callable
from typing import Any

from nameko.timer import timer

from chassis import handlers


def every(
    seconds: float, *, outside_transaction: bool = False, at_once: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Call the method at this interval in every process of the service: it must bear company.

    `at_once`: the first time when the process starts, else after the first interval. What it gets
    stands in `chassis.handlers`.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        entrypoint = handlers.of_timer(method, outside_transaction=outside_transaction)
        return timer(interval=seconds, eager=at_once)(entrypoint)

    return decorate
