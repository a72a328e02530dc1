"""Settings of seal_svc."""

from dataclasses import dataclass

from chassis.settings import ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    scans_at_once: int = 2
    """Worker processes; each takes up to half a gigabyte while it works."""
    scans_waiting: int = 8
    """Further callers are told to come back."""
    scan_seconds: float = 8.0
    """Of computing; a scan that takes more is given up."""
