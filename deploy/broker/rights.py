"""What each account may do at the broker, as RabbitMQ's regular expressions.

Nobody but the migrations declares anything that outlives its process, and nobody writes to the
default exchange, which leads to every queue by its name. What is published leaves through exchanges
of one's own, so that their bindings decide where it may come to: a queue that is told to hand its
dead letters on to an exchange gets by a right to keys of it, and by no binding.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.accounts import BRIDGE, GATEWAY, MIGRATIONS, OPERATIONS, SERVICES, asked_by
from contracts.catalogue import EVENTS
from contracts.customs import SOURCE as CUSTOMS
from contracts.topology import (
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    FROM_CUSTOMS_QUEUE,
    REPLIES_EXCHANGE,
    SERVICES_EXCHANGE,
    TO_CUSTOMS_QUEUE,
    asks_exchange,
    exchange_name,
    given_up_exchange,
    request_queue_name,
    retry_exchange,
    retry_queue_names,
)
from contracts.visible_events import VISIBLE

_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NOTHING = "^$"
_EVERYTHING = ".*"


@dataclass(frozen=True)
class TopicRights:
    """Routing keys that may be sent to this exchange, and binding keys that may be read from it.

    An exchange that is not named to RabbitMQ is open in both ways.
    """

    exchange: str
    write: str
    read: str


@dataclass(frozen=True)
class Rights:
    """Of one account in one virtual host: names of queues and exchanges."""

    configure: str = _NOTHING
    write: str = _NOTHING
    read: str = _NOTHING
    topics: tuple[TopicRights, ...] = ()


def of_services() -> dict[str, Rights]:
    """In the virtual host of the services."""
    return {service: _of_service(service) for service in SERVICES} | {
        GATEWAY: _of_gateway(),
        BRIDGE: Rights(write=_any(exchange_name(CUSTOMS)), read=_any(TO_CUSTOMS_QUEUE)),
        MIGRATIONS: Rights(_EVERYTHING, _EVERYTHING, _EVERYTHING),
        OPERATIONS: _of_operations(*SERVICES),
    }


def of_customs() -> dict[str, Rights]:
    """In its own virtual host, where it declares what it hears."""
    queues = rf"evt-.+--{CUSTOMS}\..+"
    exchanges = (exchange_name(CUSTOMS), retry_exchange(CUSTOMS), SERVICES_EXCHANGE)
    own = "|".join([*map(re.escape, exchanges), DEAD_LETTER_EXCHANGE, queues])
    own = f"^({own})$"
    return {
        CUSTOMS: Rights(configure=own, write=own, read=own),
        BRIDGE: Rights(write=_any(SERVICES_EXCHANGE), read=_any(FROM_CUSTOMS_QUEUE)),
        OPERATIONS: _of_operations(CUSTOMS),
    }


def _of_operations(*listeners: str) -> Rights:
    return Rights(write=_any(*map(retry_exchange, listeners)), read=_any(DEAD_LETTER_QUEUE))


def _of_service(service: str) -> Rights:
    replies = _replies_to(service)
    # Through `retry` itself processes of the previous release send what is to wait.
    exchanges = (exchange_name, asks_exchange, retry_exchange, given_up_exchange)
    written = [*(name(service) for name in exchanges), *retry_queue_names(service)]
    own = "|".join(map(re.escape, written))
    queues = rf"{re.escape(request_queue_name(service))}|evt-.+--{service}\..+"
    return Rights(
        configure=f"^{replies}$",
        write=f"^({own}|{REPLIES_EXCHANGE}|{replies})$",
        read=f"^({queues}|{REPLIES_EXCHANGE}|{replies})$",
        topics=(
            TopicRights(exchange_name(service), _EVERYTHING, _NOTHING),
            TopicRights(REPLIES_EXCHANGE, _answers_of(service), f"^{replies}$"),
        ),
    )


def _of_gateway() -> Rights:
    """It asks, and hears of every event what browsers may know."""
    replies, live = _replies_to(GATEWAY), f"gateway-live-{_UUID}"
    sources = sorted({event.SOURCE for event in EVENTS.values()})
    heard = {source: _heard(source) for source in sources}
    exchanges = "|".join(re.escape(exchange_name(source)) for source in sources)
    return Rights(
        configure=f"^({replies}|{live})$",
        write=f"^({re.escape(asks_exchange(GATEWAY))}|{replies}|{live})$",
        read=f"^({REPLIES_EXCHANGE}|{exchanges}|{replies}|{live})$",
        topics=(
            TopicRights(REPLIES_EXCHANGE, _NOTHING, f"^{replies}$"),
            *(TopicRights(exchange_name(one), _NOTHING, names) for one, names in heard.items()),
        ),
    )


def _heard(source: str) -> str:
    return _any(*(name for name in VISIBLE if source == EVENTS[name].SOURCE))


def _answers_of(service: str) -> str:
    askers = [process for process in (GATEWAY, *SERVICES) if _asks(process, service)]
    return f"^rpc\\.reply-({'|'.join(askers)})-{_UUID}$" if askers else _NOTHING


def _asks(process: str, service: str) -> bool:
    return any(name.startswith(f"{service}.") for name in asked_by(process))


def _replies_to(process: str) -> str:
    return rf"rpc\.reply-{process}-{_UUID}"


def _any(*names: str) -> str:
    return f"^({'|'.join(map(re.escape, names))})$" if names else _NOTHING


def accounts() -> Iterable[str]:
    """Everybody there is, each once."""
    return sorted({*of_services(), *of_customs()})
