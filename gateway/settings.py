"""Settings of the gateway, read from the environment once at start."""

from dataclasses import dataclass, field

from chassis.settings import ObjectStoreSettings
from contracts.amqp import AmqpUrl


@dataclass(frozen=True, kw_only=True)
class Settings(ObjectStoreSettings):
    """`customs_url` empty: there is no customs console, and `/customs` is not routed."""

    amqp_url: AmqpUrl = field(repr=False)
    signing_key: bytes = field(repr=False)
    """Ed25519 private key with which requests are signed, base64 of 32 bytes."""
    sealing_key: bytes
    """X25519 public key of auth_svc, to which passwords are sealed, base64 of 32 bytes."""
    http_host: str = "127.0.0.1"
    http_port: int
    customs_url: str = ""
    customs_console_token: str = field(default="", repr=False)
    rpc_timeout_seconds: float = 10.0
    upload_limit_mib: int = 64
    log_level: str = "info"
