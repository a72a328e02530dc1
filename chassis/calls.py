"""RPC entrypoints and clients: contracts in, contracts out, refusals as one shared class."""

import json
import re
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import amqp
import eventlet
import nameko.rpc
import structlog
from amqp.exceptions import MessageNacked
from kombu.exceptions import OperationalError
from nameko.amqp.publish import Publisher, UndeliverableMessage
from nameko.exceptions import RemoteError, RpcTimeout, UnknownService, deserialize_to_instance
from nameko.extensions import DependencyProvider
from nameko.rpc import RpcReply
from pydantic import ValidationError

from chassis import handlers
from chassis.assertions import Assertion
from chassis.auditing import Call, count
from chassis.errors import Away, Transient
from chassis.metrics import ACTIONS
from chassis.proofs import Proof, SignedRpc, signer_of
from chassis.replying import Replies
from contracts.amqp import Address
from contracts.base import CallerRequest, Reply, Request
from contracts.errors import Refused
from contracts.permissions import check_may_call
from contracts.recorded import DONE
from contracts.topology import ASKER_HEADER, ASSERTION_HEADER, CALL_IDS_HEADER
from contracts.tracing import asking

log = structlog.get_logger()

ReplyT = TypeVar("ReplyT", bound=Reply)
Method = Callable[..., Reply]

NO_ANSWER = (
    RpcTimeout,
    UnknownService,
    OSError,
    OperationalError,
    amqp.AMQPError,
    MessageNacked,
)

_NO_TEXT = re.compile("[\0\ud800-\udfff]")

deserialize_to_instance(Refused)


def answer(
    request_type: type[Request[Any]], *, outside_transaction: bool = False
) -> Callable[[Method], Callable[..., Any]]:
    """Make a method the answer to `request_type`; what it gets stands in `chassis.handlers`.

    Refused before the method runs: what bears no good proof of its sender (`chassis.proofs`), what
    does not validate, and a caller whose login medium or token `contracts.permissions` does not
    allow. Transient becomes Refused("service.unavailable").
    """

    def decorate(method: Method) -> Callable[..., Any]:
        if method.__name__ != request_type.rpc_method():
            raise TypeError(f"{method.__name__} cannot answer {request_type.__name__}")
        answered = handlers.of_request(
            request_type, method, outside_transaction=outside_transaction
        )

        @wraps(method)
        def entrypoint(self: Any, **fields: Any) -> Reply:
            call = self.db.call = Call(request_type.rpc_name(), _proven(self.proof, fields))
            try:
                request = call.request = _decoded(request_type, fields)
                reply: Reply = self.db.given(answered(self, request))
            except Refused as refusal:
                count(call, refusal.code)
                self.db.refused(refusal)
                raise
            except Transient as error:
                log.warning("rpc_transient", error=str(error))
                raise Refused("service.unavailable", {"seconds": 5}) from error
            count(call, DONE)
            return reply

        return SignedRpc.decorator(entrypoint, expected_exceptions=(Refused,))

    return decorate


def _proven(proof: Proof, fields: dict[str, Any]) -> Assertion:
    """What is not proven names nobody whom it could be recorded of: it is counted."""
    try:
        return proof.check(fields)
    except Refused as refusal:
        ACTIONS.labels("request", refusal.code).inc()
        raise


def _unstorable(value: Any) -> bool:
    """Whether a text in it holds NUL or half a surrogate pair, which JSON allows and UTF-8 not."""
    if isinstance(value, str):
        return _NO_TEXT.search(value) is not None
    if isinstance(value, dict):
        return any(_unstorable(entry) for pair in value.items() for entry in pair)
    return isinstance(value, list | tuple) and any(map(_unstorable, value))


def _decoded(request_type: type[Request[Any]], fields: dict[str, Any]) -> Request[Any]:
    if _unstorable(fields):
        raise Refused("request.invalid", {"reason": "text holds characters that are no text"})
    try:
        request = request_type.from_wire(fields)
    except ValidationError as error:
        places = [".".join(map(str, fault["loc"])) or "body" for fault in error.errors()]
        reasons = [fault["msg"] for fault in error.errors()]
        reason = "; ".join(f"{place}: {why}" for place, why in zip(places, reasons, strict=True))
        raise Refused("request.invalid", {"reason": reason}) from None
    if isinstance(request, CallerRequest):
        check_may_call(request.rpc_name(), request.caller)
    return request


class Neighbours(DependencyProvider):
    """Injects a function that asks another service: `self.ask(GetDeclarer(...))`."""

    reply_listener = Replies()

    def __init__(self, timeout_seconds: float = 8.0) -> None:
        self.timeout_seconds = timeout_seconds

    def setup(self) -> None:
        config = self.container.config
        amqp_url = config["amqp_url"]
        self.signer = signer_of(self.container)
        self.exchange = nameko.rpc.get_rpc_exchange(config)
        self.publisher = Publisher(amqp_url, mandatory=True, user_id=Address.of(amqp_url).user)

    def get_dependency(self, worker_ctx: Any) -> Callable[[Request[ReplyT]], ReplyT]:
        def ask(request: Request[ReplyT]) -> ReplyT:
            """Raise Refused as the neighbour did, Away when it cannot answer now.

            Transient when it failed over this request: that may be the request's own fault.
            """
            try:
                result = self._answer(worker_ctx, request)
            except RemoteError as error:
                raise Transient(f"{request.SERVICE} failed: {error}") from error
            except Refused as refusal:
                if refusal.code == "service.unavailable":
                    raise Away(f"{request.SERVICE} is not available") from refusal
                raise
            except NO_ANSWER as error:
                raise Away(f"{request.SERVICE} does not answer: {error!r}") from error
            return request.reply_type().from_wire(result)

        return ask

    def _answer(self, worker_ctx: Any, request: Request[Any]) -> Any:
        with (
            asking(request.rpc_name(), worker_ctx.call_id_stack) as span,
            eventlet.Timeout(self.timeout_seconds, RpcTimeout),
        ):
            return self._sent(worker_ctx, request, span.headers).result()

    def _sent(
        self, worker_ctx: Any, request: Request[Any], trace_headers: dict[str, str]
    ) -> RpcReply:
        """As nameko's proxy sends it, which lets kombu make the bytes and could not sign them."""
        body = json.dumps({"args": [], "kwargs": request.to_wire()}).encode()
        correlation_id = str(uuid.uuid4())
        reply = RpcReply(self.reply_listener.get_reply_event(correlation_id))
        try:
            self.publisher.publish(
                body,
                content_type="application/json",
                content_encoding="utf-8",
                exchange=self.exchange,
                routing_key=request.rpc_name(),
                reply_to=self.reply_listener.routing_key,
                correlation_id=correlation_id,
                headers=self._headers(worker_ctx, request.rpc_name(), body) | trace_headers,
            )
        except UndeliverableMessage as error:
            raise UnknownService(request.SERVICE) from error
        return reply

    def _headers(self, worker_ctx: Any, operation: str, body: bytes) -> dict[str, Any]:
        """The call that is answered, as the gateway signed it, and what is asked for it."""
        headers = {
            CALL_IDS_HEADER: worker_ctx.call_id_stack,
            ASKER_HEADER: self.signer.sign(operation, body),
        }
        called = worker_ctx.context_data.get(ASSERTION_HEADER)
        return headers if called is None else headers | {ASSERTION_HEADER: called}
