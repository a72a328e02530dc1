"""Settings of cert_svc."""

from dataclasses import dataclass

from chassis.settings import ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """`customs_bucket`: where customs puts layouts down, on the same object store."""

    customs_bucket: str = "customs"
