"""Settings of seal_svc."""

from dataclasses import dataclass

from chassis.settings import ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    scans_at_once: int = 2
    scans_waiting: int = 8
    """Further callers are told to come back."""
