"""Settings of cert_svc."""

from dataclasses import dataclass

from chassis.settings import KeyRing, S3Settings, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings, S3Settings):
    """`customs_bucket`: where customs puts layouts down, on the same object store."""

    layout_keys: KeyRing
    export_keys: KeyRing
    """Of objects, see `contracts/object_kinds.py`."""
    column_keys: KeyRing
    """Hide ID numbers in their columns, `id=key`; the first new ones, the others what is there."""
    customs_bucket: str = "customs"
