"""Settings of the gateway, read from the environment once at start."""

from dataclasses import dataclass, field

from chassis.settings import KeyRing, S3Settings, TracesSettings
from contracts.amqp import AmqpUrl


@dataclass(frozen=True, kw_only=True)
class Settings(S3Settings, TracesSettings):
    """`customs_url` empty: there is no customs console, and `/customs` is not routed.

    `specimen_url`: what plays the exporter's surroundings in a simulation; empty likewise.
    `trusted_proxies`: addresses and networks between commas whose X-Forwarded-For is believed.
    """

    upload_keys: KeyRing
    picture_keys: KeyRing
    export_keys: KeyRing
    audit_export_keys: KeyRing
    document_keys: KeyRing
    """Of objects, see `contracts/object_kinds.py`: no seal can be read with them."""
    amqp_url: AmqpUrl = field(repr=False)
    database_url: str = field(default="", repr=False)
    """Of the limits that all gateways share; empty: this process counts alone."""
    limit_factor: float = 1.0
    """Multiplies every limit of `limits.py`."""
    signing_key: bytes = field(repr=False)
    """Ed25519 private key with which requests are signed, base64 of 32 bytes."""
    sealing_key: bytes
    """X25519 public key of auth_svc, to which passwords are sealed, base64 of 32 bytes."""
    http_host: str = "127.0.0.1"
    http_port: int
    customs_url: str = ""
    specimen_url: str = ""
    customs_console_token: str = field(default="", repr=False)
    portal_folder: str = ""
    """The built portal, served under `/`; empty: none is."""
    rpc_timeout_seconds: float = 10.0
    upload_limit_mib: int = 64
    trusted_proxies: str = ""
    head_seconds: float = 10.0
    """How long a connection may take from its first byte to the end of a request's head."""
    body_grace_seconds: float = 10.0
    """How long a body may take besides what its bytes take at the least rate."""
    connections_of_an_address: int = 256
    log_level: str = "info"
