"""Settings of the gateway, read from the environment once at start."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`customs_url` empty: there is no customs console, and `/customs` is not routed."""

    amqp_url: str = field(repr=False)
    s3_endpoint: str
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)
    s3_bucket: str
    object_key: bytes = field(repr=False)
    """AES-256 key of the object store, base64 in the environment."""
    http_host: str = "127.0.0.1"
    http_port: int
    customs_url: str = ""
    customs_console_token: str = field(default="", repr=False)
    rpc_timeout_seconds: float = 10.0
    upload_limit_mib: int = 64
    log_level: str = "info"
