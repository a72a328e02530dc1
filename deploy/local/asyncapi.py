"""Print docs/asyncapi.yaml: every event of `contracts`, who sends it and who listens."""

import sys
from typing import Any

import yaml

from contracts.base import Event
from contracts.catalogue import EVENTS, LISTENERS
from contracts.envelope import CONTENT_TYPE, schema_of
from contracts.topology import EXCHANGE_TYPE, SERVICES_EXCHANGE, exchange_name


def document() -> dict[str, Any]:
    """AsyncAPI 3.0; one channel per event, one schema per event."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "OriginPrint events",
            "version": "1",
            "description": "CloudEvents 1.0 in JSON on RabbitMQ: topic exchange `<source>.events`,"
            " routing key = event name, persistent, confirmed, mandatory. Customs has a virtual"
            " host of its own, where what it hears of all sources comes through"
            f" `{SERVICES_EXCHANGE}`.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {name: _channel(event) for name, event in sorted(EVENTS.items())},
        "operations": dict(_operations()),
        "components": {
            "messages": {name: _message(event) for name, event in sorted(EVENTS.items())},
            "schemas": {name: _schema(event) for name, event in sorted(EVENTS.items())},
        },
    }


def _channel(event: type[Event]) -> dict[str, Any]:
    exchange = {"name": exchange_name(event.SOURCE), "type": EXCHANGE_TYPE, "durable": True}
    return {
        "address": event.__name__,
        "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operations() -> list[tuple[str, dict[str, Any]]]:
    operations = []
    for name, event in sorted(EVENTS.items()):
        channel = {"$ref": f"#/channels/{name}"}
        send = {"action": "send", "channel": channel, "summary": f"{event.SOURCE} says {name}"}
        operations.append((f"{event.SOURCE}.send.{name}", send))
        for listener in LISTENERS[name]:
            receive = {
                "action": "receive",
                "channel": channel,
                "summary": f"{listener} listens to {name}",
            }
            operations.append((f"{listener}.receive.{name}", receive))
    return operations


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.__name__,
        "summary": (event.__doc__ or "").strip().split("\n")[0],
        "contentType": CONTENT_TYPE,
        "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
    }


def _schema(event: type[Event]) -> dict[str, Any]:
    """The envelope, with the event's own model as `data`."""
    data = event.model_json_schema(
        ref_template=f"#/components/schemas/{event.__name__}/$defs/{{model}}"
    )
    definitions = data.pop("$defs", {})
    envelope: dict[str, Any] = {
        "type": "object",
        "required": [
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "dataschema",
            "data",
        ],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": {"const": event.SOURCE},
            "type": {"const": event.__name__},
            "subject": {"type": "string"},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "dataschema": {"const": schema_of(event)},
            "data": data,
        },
    }
    return envelope | ({"$defs": definitions} if definitions else {})


def text() -> str:
    return yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=100)


if __name__ == "__main__":
    sys.stdout.write(text())
