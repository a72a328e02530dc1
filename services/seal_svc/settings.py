"""Settings of seal_svc."""

from dataclasses import dataclass

from chassis.settings import KeyRing, S3Settings, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings, S3Settings):
    upload_keys: KeyRing
    stamp_keys: KeyRing
    picture_keys: KeyRing
    """Of objects, see `contracts/object_kinds.py`."""
    scans_at_once: int = 2
    """Worker processes; each takes up to half a gigabyte while it works."""
    scans_waiting: int = 8
    """Further callers are told to come back."""
    scan_seconds: float = 8.0
    """Of computing; a scan that takes more is given up."""
