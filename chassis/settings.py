"""Settings: one frozen dataclass per process, read once from the environment."""

import dataclasses

from contracts.amqp import AmqpUrl
from contracts.key_rings import KeyRing
from contracts.settings import (
    PREFIX,
    BadSettings,
    NamedKeys,
    S3Settings,
    TracesSettings,
    load,
)

__all__ = [
    "PREFIX",
    "BadSettings",
    "KeyRing",
    "NamedKeys",
    "S3Settings",
    "ServiceSettings",
    "TracesSettings",
    "load",
]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ServiceSettings(TracesSettings):
    """What every service needs; secrets have no defaults and do not show in a `repr`.

    A service that keeps objects or reads them takes `S3Settings` besides, and of
    `contracts/object_kinds.py` the keys that it needs, each as a `KeyRing`.
    """

    amqp_url: AmqpUrl = dataclasses.field(repr=False)
    database_url: str = dataclasses.field(repr=False)
    signing_key: bytes = dataclasses.field(repr=False)
    """Ed25519 private key with which this service signs what it asks, base64 of 32 bytes."""
    caller_keys: NamedKeys
    """Ed25519 public keys of the gateway and the services; several of one name while keys turn."""
    dead_letter_sealing_key: bytes
    """X25519 public key of the operators, to which the bodies of dead letters are sealed."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int
    max_workers: int = 16
    """Handlers at work at once, and the prefetch of queues that are handled one by one."""
    retry_delays_seconds: tuple[float, ...] = (5.0, 30.0, 300.0)
    log_level: str = "info"
