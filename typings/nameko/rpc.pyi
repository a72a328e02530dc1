from collections.abc import Callable
from typing import Any, TypeVar

from kombu import Exchange, Queue

from nameko.amqp.publish import Publisher
from nameko.containers import WorkerContext
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension
from nameko.messaging import HeaderDecoder, QueueConsumer

_MethodT = TypeVar("_MethodT", bound=Callable[..., Any])

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
    def handle_message(self, body: Any, message: Any) -> None: ...

class ServiceProxy:
    def __init__(
        self,
        worker_ctx: WorkerContext,
        service_name: str,
        reply_listener: ReplyListener,
        **options: Any,
    ) -> None: ...
    def __getattr__(self, name: str) -> Callable[..., Any]: ...

def rpc(
    method: _MethodT, *, expected_exceptions: tuple[type[Exception], ...] = (), **kwargs: Any
) -> _MethodT: ...
