"""How a service is seen in traces: one span for each worker, and for each trace in its hands."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from nameko.extensions import DependencyProvider
from nameko.rpc import Rpc

from chassis.deliveries import Delivered
from chassis.subscriptions import Subscription
from contracts import tracing
from contracts.traces import TRACEPARENT_HEADER, Attribute, Kind, trace_id_of
from contracts.tracing import Attributes, Span


class Traced(DependencyProvider):
    """A worker's span, which is the current one while it works."""

    def setup(self) -> None:
        self._open: dict[Any, list[Span]] = {}

    def worker_setup(self, worker_ctx: Any) -> None:
        if not tracing.is_on():
            return
        if isinstance(worker_ctx.entrypoint, Subscription):
            spans = _hearing(worker_ctx)
        else:
            spans = [_called(worker_ctx)]
        self._open[worker_ctx] = spans
        tracing.enter(spans[0])

    def worker_result(self, worker_ctx: Any, _result: Any = None, exc_info: Any = None) -> None:
        error = exc_info[1] if exc_info else None
        for span in self._open.pop(worker_ctx, ()):
            with suppress(Exception):
                span.end(error)


def _called(worker_ctx: Any) -> Span:
    """By a request or by the clock."""
    name = _entrypoint(worker_ctx)
    stack = worker_ctx.call_id_stack
    if not isinstance(worker_ctx.entrypoint, Rpc):
        return tracing.begin(name, Kind.INTERNAL, stack, {Attribute.ENTRYPOINT: name})
    heard = worker_ctx.context_data.get(TRACEPARENT_HEADER)
    return tracing.begin(name, Kind.SERVER, stack, {Attribute.RPC_METHOD: name}, heard=heard)


def _hearing(worker_ctx: Any) -> list[Span]:
    """One for each trace that the group's events belong to, the later linked to the first.

    The first has the transaction: it is one for the whole group.
    """
    [group] = worker_ctx.args
    own = worker_ctx.call_id_stack[-1]
    name = _entrypoint(worker_ctx)
    attributes: Attributes = {
        Attribute.ENTRYPOINT: name,
        Attribute.EVENT: type(group[0].event).__name__,
        Attribute.GROUP_SIZE: len(group),
    }
    spans: list[Span] = []
    for one in _first_of_each_trace(group, own):
        stack = [*one.call_id_stack, own]
        span = tracing.begin(
            name, Kind.CONSUMER, stack, attributes, heard=one.traceparent, links=spans[:1]
        )
        spans.append(span)
    return spans


def _first_of_each_trace(group: tuple[Delivered[Any], ...], own: str) -> Iterator[Delivered[Any]]:
    seen = set()
    for one in group:
        trace = trace_id_of((*one.call_id_stack, own)[0])
        if trace not in seen:
            seen.add(trace)
            yield one


def _entrypoint(worker_ctx: Any) -> str:
    """`service.method`."""
    return f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}"
