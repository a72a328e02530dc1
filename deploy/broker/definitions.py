"""RabbitMQ's definitions: virtual hosts, accounts, rights, exchanges and the bridge to customs.

The queues of a service are declared by its migrations; what must be there before the first of them
stands here.
"""

import base64
import hashlib
import os
from collections.abc import Mapping
from typing import Any

from contracts.accounts import (
    BRIDGE,
    GATEWAY,
    SERVICES,
    heard_by_customs,
    said_by,
)
from contracts.customs import SOURCE as CUSTOMS
from contracts.topology import (
    DEAD_LETTER_EXCHANGE,
    DEAD_LETTER_QUEUE,
    DEAD_LETTER_QUEUE_ARGUMENTS,
    EXCHANGE_TYPE,
    FROM_CUSTOMS_QUEUE,
    REPLIES_EXCHANGE,
    SERVICES_EXCHANGE,
    TO_CUSTOMS_QUEUE,
    asks_exchange,
    exchange_name,
)
from deploy.broker import rights
from deploy.broker.rights import Rights

SERVICES_VHOST = "/"
CUSTOMS_VHOST = "customs"
Definitions = dict[str, list[dict[str, Any]]]
_RECONNECT_SECONDS = 1
_BRIDGE_QUEUE_ARGUMENTS = {"x-queue-type": "quorum", "x-delivery-limit": 1_000_000_000}
"""Connections that break are no fault of the message in hand."""


def whole(passwords: Mapping[str, str | None]) -> Definitions:
    """Both virtual hosts with everybody in them; an account without a password lets nobody in."""
    users = {"users": [user(name, passwords.get(name)) for name in rights.accounts()]}
    return merged(users, of_services(SERVICES_VHOST), bridged(SERVICES_VHOST, CUSTOMS_VHOST))


def user(name: str, password: str | None, tags: str = "") -> dict[str, Any]:
    salt = os.urandom(4)
    digest = hashlib.sha256(salt + (password or "").encode()).digest()
    return {
        "name": name,
        "password_hash": base64.b64encode(salt + digest).decode() if password else "",
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": tags,
    }


def of_services(vhost: str) -> Definitions:
    """A virtual host for the services, without any neighbour."""
    sources = (*SERVICES, CUSTOMS)
    topics = [*map(exchange_name, sources), REPLIES_EXCHANGE, DEAD_LETTER_EXCHANGE]
    return merged(
        {"vhosts": [{"name": vhost}]},
        _granted(vhost, rights.of_services()),
        {"exchanges": [_exchange(vhost, name, EXCHANGE_TYPE) for name in topics]},
        {"exchanges": [_exchange(vhost, asks_exchange(GATEWAY), "direct")]},
        _dead_letters(vhost),
    )


def bridged(services: str, customs: str) -> Definitions:
    """A virtual host for customs, and the bridge between the two.

    What is carried is chosen by what its queues are bound to. What no queue takes on the other side
    is a dead letter there: one whose listener was not declared yet is not lost.
    """
    said = [(exchange_name(CUSTOMS), event.__name__) for event in said_by(CUSTOMS)]
    heard = [(exchange_name(event.SOURCE), event.__name__) for event in heard_by_customs()]
    ways = [
        (customs, FROM_CUSTOMS_QUEUE, services, exchange_name(CUSTOMS)),
        (services, TO_CUSTOMS_QUEUE, customs, SERVICES_EXCHANGE),
    ]
    queues = [_queue(there, name, _BRIDGE_QUEUE_ARGUMENTS) for there, name, _, _ in ways]
    exchanges = (exchange_name(CUSTOMS), SERVICES_EXCHANGE, DEAD_LETTER_EXCHANGE)
    return merged(
        {"vhosts": [{"name": customs}]},
        _granted(customs, rights.of_customs()),
        {"exchanges": [_exchange(customs, name, EXCHANGE_TYPE) for name in exchanges]},
        _dead_letters(customs),
        {"queues": queues},
        {"bindings": [_binding(customs, *one, FROM_CUSTOMS_QUEUE) for one in said]},
        {"bindings": [_binding(services, *one, TO_CUSTOMS_QUEUE) for one in heard]},
        {"policies": [_nothing_is_lost(vhost, exchange) for _, _, vhost, exchange in ways]},
        {"parameters": [_shovel(*way) for way in ways]},
    )


def merged(*parts: Definitions) -> Definitions:
    """One after the other, kind by kind."""
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    return {kind: [one for part in parts for one in part.get(kind, [])] for kind in kinds}


def _granted(vhost: str, everybody: Mapping[str, Rights]) -> Definitions:
    return {
        "permissions": [
            {
                "user": account,
                "vhost": vhost,
                "configure": its.configure,
                "write": its.write,
                "read": its.read,
            }
            for account, its in everybody.items()
        ],
        "topic_permissions": [
            {
                "user": account,
                "vhost": vhost,
                "exchange": topic.exchange,
                "write": topic.write,
                "read": topic.read,
            }
            for account, its in everybody.items()
            for topic in its.topics
        ],
    }


def _dead_letters(vhost: str) -> Definitions:
    return {
        "queues": [_queue(vhost, DEAD_LETTER_QUEUE, DEAD_LETTER_QUEUE_ARGUMENTS)],
        "bindings": [_binding(vhost, DEAD_LETTER_EXCHANGE, "#", DEAD_LETTER_QUEUE)],
    }


def _exchange(vhost: str, name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "vhost": vhost,
        "type": kind,
        "durable": True,
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _queue(vhost: str, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "vhost": vhost,
        "durable": True,
        "auto_delete": False,
        "arguments": dict(arguments),
    }


def _binding(vhost: str, exchange: str, key: str, queue: str) -> dict[str, Any]:
    return {
        "source": exchange,
        "vhost": vhost,
        "destination": queue,
        "destination_type": "queue",
        "routing_key": key,
        "arguments": {},
    }


def _nothing_is_lost(vhost: str, exchange: str) -> dict[str, Any]:
    return {
        "vhost": vhost,
        "name": f"{exchange}-nothing-is-lost",
        "pattern": f"^{exchange.replace('.', '[.]')}$",
        "apply-to": "exchanges",
        "definition": {"alternate-exchange": DEAD_LETTER_EXCHANGE},
        "priority": 0,
    }


def _shovel(there: str, queue: str, here: str, exchange: str) -> dict[str, Any]:
    """It runs in the broker as the bridge, so that it needs neither password nor network."""
    return {
        "component": "shovel",
        "vhost": there,
        "name": queue,
        "value": {
            "src-protocol": "amqp091",
            "src-uri": _inside(there),
            "src-queue": queue,
            "dest-protocol": "amqp091",
            "dest-uri": _inside(here),
            "dest-exchange": exchange,
            "ack-mode": "on-confirm",
            "reconnect-delay": _RECONNECT_SECONDS,
            "dest-publish-properties": {"user_id": BRIDGE},
        },
    }


def _inside(vhost: str) -> str:
    return f"amqp://{BRIDGE}@/{'%2F' if vhost == '/' else vhost}"
