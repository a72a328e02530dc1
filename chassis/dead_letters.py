"""`python -m chassis.dead_letters list|show|replay`: what was given up on, and giving it back.

Bodies are sealed to the operators' key; `show` and `replay` open them with the private halves in
ORIGINPRINT_DEAD_LETTER_OPENING_KEYS, base64, several with commas between while they turn.
"""

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu import Connection
from kombu.message import Message as Delivered

from chassis.broker import BatchPublisher, Message, connect
from chassis.sealed_letters import SEALED_CONTENT_TYPE, LetterNotOpenedError, open_letter
from chassis.settings import PREFIX
from contracts.envelope import CONTENT_TYPE
from contracts.settings import parse_keys
from contracts.topology import (
    DEAD_LETTER_QUEUE,
    DIED_AT_HEADER,
    ORIGIN_QUEUE_HEADER,
    REASON_HEADER,
    RETRIES_HEADER,
    retry_exchange,
    service_of_queue,
)

OPENING_KEYS_VARIABLE = f"{PREFIX}DEAD_LETTER_OPENING_KEYS"

_DROPPED = frozenset(
    {
        REASON_HEADER,
        DIED_AT_HEADER,
        ORIGIN_QUEUE_HEADER,
        RETRIES_HEADER,
        "x-death",
        "x-delivery-count",
    }
)
"""Headers of an earlier life, the broker's own last."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="chassis.dead_letters", description=__doc__)
    parser.add_argument("--amqp-url", default=os.environ.get(f"{PREFIX}AMQP_URL"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="one line each: message id, origin queue, reason")
    for name, text in (("show", "one message whole"), ("replay", "send back to its queue")):
        command = commands.add_parser(name, help=text)
        command.add_argument("message_id", help="or `all`")
    options = parser.parse_args(arguments)
    if not options.amqp_url:
        parser.error(f"no broker: set {PREFIX}AMQP_URL or give --amqp-url")
    if options.command == "list":
        return _list(options.amqp_url)
    carry_out = _show if options.command == "show" else _replay
    try:
        return carry_out(options.amqp_url, options.message_id, _opening_keys())
    except (LetterNotOpenedError, ValueError) as error:
        parser.exit(1, f"{OPENING_KEYS_VARIABLE}: {error}\n")


def _opening_keys() -> tuple[bytes, ...]:
    """None where the variable is not set: what is not sealed needs none. Raises ValueError."""
    text = os.environ.get(OPENING_KEYS_VARIABLE)
    return parse_keys(text) if text else ()


@contextmanager
def _browsed(amqp_url: str) -> Iterator[tuple[Connection, list[Delivered]]]:
    """Every dead letter, held unacknowledged; what is not acked goes back when this ends."""
    with connect(amqp_url) as connection:
        channel = connection.channel()
        letters = []
        while (letter := channel.basic_get(DEAD_LETTER_QUEUE)) is not None:
            letters.append(Delivered(body=letter.body, channel=channel, **_facts(letter)))
        yield connection, letters


def _facts(letter: Any) -> dict[str, Any]:
    return {
        "delivery_tag": letter.delivery_info["delivery_tag"],
        "delivery_info": letter.delivery_info,
        "properties": letter.properties,
        "headers": letter.headers,
    }


def origin_queue(letter: Delivered) -> str:
    """As the broker has it: headers say what their sender likes."""
    return str(letter.delivery_info["routing_key"])


def _reason(letter: Delivered) -> str:
    """A handler's own words, or the broker's when the process died under the message."""
    if REASON_HEADER in letter.headers:
        return str(letter.headers[REASON_HEADER])
    deaths = letter.headers.get("x-death") or [{"reason": "no queue took it"}]
    return f"broker: {deaths[0]['reason']}"


def _list(amqp_url: str) -> int:
    with _browsed(amqp_url) as (_, letters):
        for letter in letters:
            print(f"{_id(letter)}  {origin_queue(letter)}  {_reason(letter)}")
        print(f"{len(letters)} dead letters")
    return 0


def _show(amqp_url: str, message_id: str, keys: tuple[bytes, ...]) -> int:
    with _browsed(amqp_url) as (_, letters):
        chosen = [letter for letter in letters if message_id in {"all", _id(letter)}]
        for letter in chosen:
            print(f"queue:  {origin_queue(letter)}\nreason: {_reason(letter)}")
            print(f"died:   {letter.headers.get(DIED_AT_HEADER, 'unknown')}")
            print(_pretty(_opened(letter, keys)))
    return 0 if chosen else 1


def _replay(amqp_url: str, message_id: str, keys: tuple[bytes, ...]) -> int:
    """Ack a letter only after its own queue has confirmed it."""
    publisher = BatchPublisher(amqp_url)
    replayed = 0
    with _browsed(amqp_url) as (_, letters):
        for letter in letters:
            if message_id in {"all", _id(letter)} and not publisher.publish([_back(letter, keys)]):
                letter.ack()
                replayed += 1
    publisher.close()
    print(f"{replayed} replayed")
    return 0 if replayed else 1


def _back(letter: Delivered, keys: tuple[bytes, ...]) -> Message:
    """By the way of its service's retries; what no queue took goes where it was sent to."""
    try:
        exchange = retry_exchange(service_of_queue(origin_queue(letter)))
    except ValueError:
        exchange = letter.delivery_info["exchange"]
    return Message(
        message_id=_id(letter),
        exchange=exchange,
        routing_key=origin_queue(letter),
        body=_opened(letter, keys),
        content_type=CONTENT_TYPE if _is_sealed(letter) else _content_type(letter),
        headers={name: v for name, v in letter.headers.items() if name not in _DROPPED},
    )


def _opened(letter: Delivered, keys: tuple[bytes, ...]) -> bytes:
    body = letter.body if isinstance(letter.body, bytes) else str(letter.body).encode()
    return open_letter(body, origin_queue(letter), keys) if _is_sealed(letter) else body


def _is_sealed(letter: Delivered) -> bool:
    return _content_type(letter) == SEALED_CONTENT_TYPE


def _content_type(letter: Delivered) -> str:
    return str(letter.properties.get("content_type", CONTENT_TYPE))


def _id(letter: Delivered) -> str:
    return str(letter.properties.get("message_id") or letter.delivery_tag)


def _pretty(body: bytes) -> str:
    """The envelope without identity numbers, which are never shown."""
    try:
        return json.dumps(_masked(json.loads(body)), ensure_ascii=False, indent=2)
    except ValueError:
        return repr(body)


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: "***" if "id_number" in k else _masked(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_masked(entry) for entry in value]
    return value


if __name__ == "__main__":
    raise SystemExit(main())
