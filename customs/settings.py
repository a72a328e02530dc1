"""Settings of the customs process, read once from the environment as ORIGINPRINT_<FIELD>."""

import dataclasses

from contracts.amqp import AmqpUrl
from contracts.settings import S3Settings, TracesSettings


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings(S3Settings, TracesSettings):
    """Delays are seconds; secrets have no defaults."""

    amqp_url: AmqpUrl = dataclasses.field(repr=False)
    database_url: str = dataclasses.field(repr=False)
    s3_bucket: str = "customs"
    http_host: str = "127.0.0.1"
    http_port: int
    receipt_delay_seconds: float = 120.0
    """From 授权 to its receipt (R32)."""
    layout_step_seconds: float = 2.0
    """From 海关端生成 to 发送中, and from there to 接收成功."""
    archive_delay_seconds: float = 2.0
    """From 是 to the archiving."""
    log_level: str = "info"
