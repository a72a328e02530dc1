"""What customs hears, seen in the traces of those who said it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from contracts import tracing
from customs.entrypoints.heard import Heard
from customs.telemetry import new_call


@contextmanager
def hearing(group: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Each with a call of its own at the end of its calls, and that call's span while it is heard.

    The first one's is the current one: a group has one transaction.
    """
    begun = [replace(each, call_ids=new_call(each.call_ids, each.handler)) for each in group]
    with ExitStack() as spans:
        for each in reversed(begun):
            event = type(each.event).__name__
            spans.enter_context(
                tracing.hearing(each.handler, event, each.call_ids, each.traceparent)
            )
        yield begun
