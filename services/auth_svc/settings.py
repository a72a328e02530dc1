"""Settings of auth_svc."""

from dataclasses import dataclass, field
from pathlib import Path

from chassis.settings import KeyRing, S3Settings, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings, S3Settings):
    audit_export_keys: KeyRing
    """Of objects, see `contracts/object_kinds.py`."""
    card_authorities: Path
    """PEM file with the certificate authorities whose cards are trusted."""
    card_revocation_lists: str
    """Where each of these authorities publishes its list: URLs (http, https, file) with blanks
    between."""
    opening_keys: tuple[bytes, ...] = field(repr=False)
    """X25519 private keys that open sealed passwords, base64 of 32 bytes; several while they turn.
    """
    column_keys: KeyRing
    """Hide ID numbers in their columns, `id=key`; the first new ones, the others what is there."""
    session_hours: float = 8.0
    """After which a session ends however it is used."""
    idle_minutes: float = 60.0
    """After which a session ends that is not used."""
    challenge_seconds: float = 120.0
    """In which a card signs for a login."""
    card_login_seconds: float = 300.0
    """In which a code is entered at the card and its statement is signed."""
    statement_seconds: float = 600.0
    """In which a person reads a statement, signs it, and a scan is sent."""
    receipt_delay_seconds: float = 120.0
    """How long after 授权 the receipt is expected, and not told before (R32).

    How long customs takes is a setting of customs.
    """
    failures_allowed: int = 5
    """Of one user name from one address, before it is locked there."""
    lock_seconds: float = 60.0
    failures_allowed_everywhere: int = 100
    """Of one user name, before it is locked for addresses from which it never got in."""
    lock_seconds_everywhere: float = 600.0
