"""How answers to requests go back: quickly, and never at the price of the process."""

from typing import Any, ClassVar

import structlog
from nameko.amqp.publish import Publisher
from nameko.rpc import ReplyListener, Responder, Rpc, RpcConsumer

from chassis.broker import CONNECT_OPTIONS
from chassis.consuming import SteadyConsumer

log = structlog.get_logger()


class ReplyPublisher(Publisher):
    """A lost reply is a time-out for its caller, so replies need no confirms and no disk."""

    use_confirms = False
    delivery_mode = "transient"
    retry_policy: ClassVar = CONNECT_OPTIONS
    transport_options: ClassVar = dict(CONNECT_OPTIONS)


class SteadyRpcConsumer(RpcConsumer):
    """Gives a reply up that cannot be sent; nameko would end the process."""

    queue_consumer = SteadyConsumer()

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        try:
            return super().handle_result(message, result, exc_info)
        except Exception as error:  # noqa: BLE001 - nobody is left to whom it could be told
            request = message.delivery_info["routing_key"]
            log.warning("reply_given_up", request=request, error=repr(error))
            self.queue_consumer.ack_message(message)
            return result, exc_info


def use_steady_rpc() -> None:
    """For nameko's own RPC extensions; before any container is made."""
    Responder.publisher_cls = ReplyPublisher
    Rpc.rpc_consumer = SteadyRpcConsumer()
    ReplyListener.queue_consumer = SteadyConsumer()
