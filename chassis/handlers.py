"""What the chassis gives a handler, by its declaration.

An event handler gets `(tx, event)`, one of groups `(tx, events)`, with only what was never heard
before; a request that changes something gets `(tx, request)`, a question `(session, request)`,
a timer `(tx)`. Declared `outside_transaction=True`, a handler gets the same without `tx` or
`session` and opens its own through `self.db`: an event may then come to it more than once and must
change nothing the second time, and a command ends in `self.db.conclude`. Another request that is
recorded (`contracts.audited`) ends in `self.db.answered`, if it changes anything.
"""

import inspect
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from chassis.deliveries import Group
from contracts.base import Command, Reply, Request

Method = Callable[..., Any]


def of_event(method: Method, *, outside_transaction: bool) -> Method:
    """The entrypoint of a handler of single events; nameko calls it with a group of one."""
    if outside_transaction:
        check_parameters(method, "event")

        @wraps(method)
        def outside(self: Any, group: Group[Any]) -> None:
            for one in group:
                method(self, one.event)

        return outside
    check_parameters(method, "tx", "event")

    @wraps(method)
    def inside(self: Any, _group: Group[Any]) -> None:
        def handle(tx: Any, events: Any) -> None:
            for event in events:
                method(self, tx, event)

        self.db.hear(handle)

    return inside


def of_events(method: Method, *, outside_transaction: bool) -> Method:
    """The entrypoint of a handler of groups."""
    if outside_transaction:
        check_parameters(method, "events")

        @wraps(method)
        def outside(self: Any, group: Group[Any]) -> None:
            method(self, [one.event for one in group])

        return outside
    check_parameters(method, "tx", "events")

    @wraps(method)
    def inside(self: Any, _group: Group[Any]) -> None:
        self.db.hear(partial(method, self))

    return inside


def of_request(
    request_type: type[Request[Any]], method: Method, *, outside_transaction: bool
) -> Callable[[Any, Any], Reply]:
    """How a service answers this request by the method."""
    if outside_transaction:
        check_parameters(method, "request")
        return partial(_answer_outside, method)
    if issubclass(request_type, Command):
        check_parameters(method, "tx", "request")
        return partial(_carry_out, method)
    if request_type.CHANGES:
        check_parameters(method, "tx", "request")
        return partial(_answer_in_transaction, method)
    check_parameters(method, "session", "request")
    return partial(_answer_reading, method)


def of_timer(method: Method, *, outside_transaction: bool) -> Method:
    if outside_transaction:
        check_parameters(method)
        return method
    check_parameters(method, "tx")

    @wraps(method)
    def inside(self: Any) -> None:
        with self.db.transaction() as tx:
            method(self, tx)

    return inside


def check_parameters(method: Method, *names: str) -> None:
    """Raise TypeError for a handler that does not take what its declaration says it gets."""
    found = [name.lstrip("_") for name in inspect.signature(method).parameters]
    if found != ["self", *names]:
        raise TypeError(f"{method.__qualname__} takes {found}; a handler so declared gets {names}")


def _carry_out(method: Method, service: Any, command: Command[Any]) -> Any:
    return service.db.conclude(command, lambda tx: method(service, tx, command))


def _answer_in_transaction(method: Method, service: Any, request: Request[Any]) -> Any:
    with service.db.transaction() as tx:
        return service.db.answered(tx, method(service, tx, request))


def _answer_reading(method: Method, service: Any, request: Request[Any]) -> Any:
    with service.db.reading() as session:
        return method(service, session, request)


def _answer_outside(method: Method, service: Any, request: Request[Any]) -> Any:
    """A command that came before gets its first reply, and no work is done for it."""
    if not isinstance(request, Command):
        return method(service, request)
    earlier = service.db.earlier_reply(request)
    if earlier is not None:
        return earlier
    reply = method(service, request)
    if reply is not service.db.concluded:
        raise RuntimeError(f"{method.__qualname__} answered a command without concluding it")
    return reply
