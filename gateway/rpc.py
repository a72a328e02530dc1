"""Asks the services over nameko's wire, with contracts in and contracts out."""

import asyncio
import json
from typing import Any, Protocol, cast
from uuid import uuid4

import structlog
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractIncomingMessage
from aiormq.exceptions import DeliveryError, PublishError
from pydantic import ValidationError

from chassis.assertions import LIFE_SECONDS, Signer
from chassis.metrics import observed
from contracts.accounts import GATEWAY
from contracts.base import Command, Reply, ReplyT, Request
from contracts.errors import ERRORS, Refused
from contracts.topology import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    ASSERTION_HEADER,
    CALL_IDS_HEADER,
    REPLIES_EXCHANGE,
    asks_exchange,
    reply_queue_name,
)
from contracts.tracing import asking, current
from gateway.call_ids import call_id
from gateway.callers import what_is_known

log = structlog.get_logger()

RETRY_AFTER_SECONDS = 5
NO_ANSWER = b""
NO_TEXT = "text holds characters that are no text"
TRANSIENT = frozenset({"Transient"})


class Rpc(Protocol):
    """What routes see of the services."""

    async def call(self, request: Request[ReplyT]) -> ReplyT:
        """Refused as the service refused, or with service.unavailable or service.failed."""

    async def relay(self, request: Request[Any]) -> bytes:
        """The JSON of the reply as the service wrote it; Refused as by `call`."""


class RpcClient:
    """One reply queue for all calls; requests that nobody takes in time vanish in the broker.

    Each request is signed, with who calls and from where as far as the gateway knows it.
    """

    def __init__(self, timeout_seconds: float, signer: Signer, account: str | None = None) -> None:
        self._timeout = timeout_seconds
        self._signer = signer
        self._account = account
        self._channel: AbstractChannel | None = None
        self._exchange: AbstractExchange | None = None
        self._reply_to = ""
        self._waiting: dict[str, asyncio.Future[bytes]] = {}
        self._publishing: set[asyncio.Task[Any]] = set()

    async def attach(self, channel: AbstractChannel) -> None:
        self._reply_to = reply_queue_name(GATEWAY, uuid4())
        self._channel = channel
        queue = await channel.declare_queue(self._reply_to, exclusive=True, auto_delete=True)
        await queue.bind(REPLIES_EXCHANGE, routing_key=self._reply_to)
        await queue.consume(self._on_reply, no_ack=True)
        self._exchange = await channel.get_exchange(asks_exchange(GATEWAY), ensure=False)

    def detach(self) -> None:
        self._exchange = self._channel = None
        for correlation_id in self._waiting:
            self._settle(correlation_id, NO_ANSWER)

    async def call(self, request: Request[ReplyT]) -> ReplyT:
        name, seconds = request.rpc_name(), self._timeout * request.PATIENCE
        with observed(f"gateway.rpc.{name}"), asking(name, [call_id()]):
            reply = _result_of(name, await self._ask(name, _fields(request), seconds))
            return cast("ReplyT", _decoded(request, reply))

    async def relay(self, request: Request[Any]) -> bytes:
        name, seconds = request.rpc_name(), self._timeout * request.PATIENCE
        with observed(f"gateway.rpc.{name}"), asking(name, [call_id()]):
            body = await self._ask(name, _fields(request), seconds)
            if body.startswith(ANSWER_BEGINS) and body.endswith(ANSWER_ENDS):
                return body[len(ANSWER_BEGINS) : -len(ANSWER_ENDS)]
            reply: Reply = _decoded(request, _result_of(name, body))
            return reply.model_dump_json().encode()

    async def _ask(self, name: str, fields: dict[str, Any], seconds: float) -> bytes:
        if self._exchange is None:
            raise unavailable()
        correlation_id = str(uuid4())
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting[correlation_id] = answer
        try:
            self._send(self._exchange, name, self._message(correlation_id, name, fields, seconds))
            async with asyncio.timeout(seconds):
                body = await answer
        except TimeoutError as error:
            log.warning("rpc_timed_out", operation=name, seconds=seconds)
            raise unavailable() from error
        finally:
            del self._waiting[correlation_id]
        if not body:
            raise unavailable()
        return body

    def _send(self, exchange: AbstractExchange, name: str, message: Message) -> None:
        """The answer may come before the broker's confirm, so nobody waits for the confirm."""

        def on_published(task: asyncio.Task[Any]) -> None:
            self._publishing.discard(task)
            error = None if task.cancelled() else task.exception()
            if task.cancelled() or error is not None:
                log.warning("rpc_not_delivered", operation=name, error=error and repr(error))
                self._settle(message.correlation_id, NO_ANSWER)
            if _is_stale(error):
                self._start_anew()

        publishing: asyncio.Task[Any] = asyncio.ensure_future(
            exchange.publish(message, routing_key=name, mandatory=True)
        )
        self._publishing.add(publishing)
        publishing.add_done_callback(on_published)

    def _start_anew(self) -> None:
        """The broker is connected to anew when one channel is closed."""
        channel, self._channel = self._channel, None
        if channel is not None:
            closing = asyncio.ensure_future(channel.close())
            self._publishing.add(closing)
            closing.add_done_callback(self._publishing.discard)

    def _message(
        self, correlation_id: str, name: str, fields: dict[str, Any], seconds: float
    ) -> Message:
        body = _body_of(fields)
        return Message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=correlation_id,
            message_id=correlation_id,
            reply_to=self._reply_to,
            user_id=self._account,
            delivery_mode=DeliveryMode.NOT_PERSISTENT,
            expiration=seconds,
            headers={
                CALL_IDS_HEADER: [call_id()],
                ASSERTION_HEADER: self._signed(name, body, fields.get("caller"), seconds),
                **current().headers,
            },
        )

    def _signed(self, name: str, body: bytes, caller: Any, seconds: float) -> str:
        """For as long as its caller waits, and what is asked of others for it meanwhile."""
        about = what_is_known() if caller is None else what_is_known() | {"caller": caller}
        return self._signer.sign(name, body, life_seconds=max(LIFE_SECONDS, seconds), **about)

    async def _on_reply(self, message: AbstractIncomingMessage) -> None:
        self._settle(message.correlation_id, message.body)

    def _settle(self, correlation_id: str | None, body: bytes) -> None:
        answer = self._waiting.get(correlation_id or "")
        if answer is not None and not answer.done():
            answer.set_result(body)


def _is_stale(error: BaseException | None) -> bool:
    """Whether the broker refused it itself: see `contracts.publishing.Confirms`."""
    return isinstance(error, DeliveryError) and not isinstance(error, PublishError)


def _body_of(fields: dict[str, Any]) -> bytes:
    """JSON allows half a surrogate pair and UTF-8 does not: Refused("request.invalid")."""
    try:
        return json.dumps({"args": [], "kwargs": fields}, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refused("request.invalid", {"reason": NO_TEXT}) from None


def _fields(request: Request[Any]) -> dict[str, Any]:
    """A command without a key gets one, so that whoever sends its bytes again changes nothing."""
    fields = request.to_wire()
    if isinstance(request, Command) and request.idempotency_key is None:
        fields["idempotency_key"] = f"once-{uuid4()}"
    return fields


def unavailable() -> Refused:
    """For a service that does not answer in time, or a part that is away."""
    return Refused("service.unavailable", {"seconds": RETRY_AFTER_SECONDS})


def failed() -> Refused:
    """For a defect; the call id finds it in the log."""
    return Refused("service.failed", {"call_id": call_id()})


def _result_of(name: str, body: bytes) -> Any:
    reply = json.loads(body)
    error = reply["error"]
    if not error:
        return reply["result"]
    if error["exc_type"] == "Refused" and error["exc_args"][0] in ERRORS:
        raise Refused(*error["exc_args"])
    if error["exc_type"] in TRANSIENT:
        raise unavailable()
    log.error("rpc_failed", operation=name, error_type=error["exc_type"], error=error["value"])
    raise failed()


def _decoded(request: Request[Any], result: Any) -> Any:
    try:
        return request.reply_type().from_wire(result)
    except ValidationError as error:
        fields = [".".join(map(str, found["loc"])) for found in error.errors()]
        log.error("rpc_reply_unreadable", operation=request.rpc_name(), fields=fields)  # noqa: TRY400 - the traceback would repeat what was said
        raise failed() from error
