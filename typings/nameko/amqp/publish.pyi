from typing import Any, ClassVar

class UndeliverableMessage(Exception): ...

class Publisher:
    use_confirms: bool
    delivery_mode: Any
    transport_options: ClassVar[dict[str, Any]]
    retry: bool
    retry_policy: ClassVar[dict[str, Any]]
    amqp_uri: str
    def __init__(self, amqp_uri: str, **options: Any) -> None: ...
    def publish(self, payload: Any, **options: Any) -> None: ...
