"""Settings: one frozen dataclass per process, read once from the environment."""

import dataclasses

from contracts.settings import PREFIX, BadSettings, load

__all__ = ["PREFIX", "BadSettings", "ServiceSettings", "load"]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What every service needs; secrets have no defaults."""

    amqp_url: str
    database_url: str
    s3_endpoint: str
    s3_access_key: str = dataclasses.field(repr=False)
    s3_secret_key: str = dataclasses.field(repr=False)
    s3_bucket: str
    object_key: bytes = dataclasses.field(repr=False)
    """AES-256 key of the object store, base64 in the environment."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int
    max_workers: int = 16
    """Handlers at work at once, and the prefetch of queues that are handled one by one."""
    retry_delays_seconds: tuple[float, ...] = (5.0, 30.0, 300.0)
    log_level: str = "info"
