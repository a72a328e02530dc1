"""From the start of each process until it is ready, its neighbours and servers being there.

The bare handler of `bench.references` is started in turn with it.
"""

import statistics
import time
from typing import Final

from bench.bare_process import bare_handler
from bench.harness import Row
from bench.running import scratch
from deploy.local import server
from deploy.local.stack import Stack, running_stack

LIMIT_SECONDS: Final = 1.5
ROUNDS: Final = 9


def run(*, quick: bool = False) -> list[Row]:
    rounds = 1 if quick else ROUNDS
    with scratch() as root, running_stack(root, durable=False) as stack:
        names = list(stack.processes.applications)
        return [_row(stack, name, rounds) for name in names]


def _row(stack: Stack, name: str, rounds: int) -> Row:
    pairs = [(_start(stack, name), _bare_start(stack)) for _ in range(rounds)]
    ours, bare = (statistics.median(each) for each in zip(*pairs, strict=True))
    slowest = max(seconds for seconds, _ in pairs)
    note = f"slowest of {rounds} {slowest:.2f} s; bare handler of nameko {bare:.2f} s"
    return Row("starts", name, ours, LIMIT_SECONDS, "limit", "s", 1.0, note)


def _start(stack: Stack, name: str) -> float:
    """Seconds, to the thirty milliseconds between two looks."""
    application = stack.processes.applications[name]
    application.stop()
    started = time.perf_counter()
    server.restart(application)
    return time.perf_counter() - started


def _bare_start(stack: Stack) -> float:
    started = time.perf_counter()
    with bare_handler(stack.servers):
        return time.perf_counter() - started
