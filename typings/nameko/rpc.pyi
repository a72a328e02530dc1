from typing import Any

from kombu import Exchange, Queue

from nameko.amqp.publish import Publisher
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension
from nameko.messaging import HeaderDecoder, QueueConsumer


class RpcConsumer(SharedExtension, ProviderCollector):
    queue_consumer: QueueConsumer
    queue: Queue
    def handle_message(self, body: Any, message: Any) -> None: ...
    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]: ...
    def requeue_message(self, message: Any) -> None: ...

class Rpc(Entrypoint, HeaderDecoder):
    rpc_consumer: RpcConsumer

class Responder:
    publisher_cls: type[Publisher]
    amqp_uri: str
    exchange: Exchange
    message: Any
    ssl: dict[str, Any] | None

class ReplyListener(SharedExtension):
    queue_consumer: QueueConsumer
    routing_key: str
    def get_reply_event(self, correlation_id: str) -> Any: ...
    def handle_message(self, body: Any, message: Any) -> None: ...

class RpcReply:
    def __init__(self, reply_event: Any) -> None: ...
    def result(self) -> Any: ...

def get_rpc_exchange(config: dict[str, Any]) -> Exchange: ...
