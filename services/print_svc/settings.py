"""Settings of print_svc."""

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import KeyRing, S3Settings, ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings, S3Settings):
    upload_keys: KeyRing
    stamp_keys: KeyRing
    layout_keys: KeyRing
    document_keys: KeyRing
    """Of objects, see `contracts/object_kinds.py`."""
    verify_base: str
    """Public https address under which sheets are verified; printed in every QR code."""
    ticket_keys: KeyRing
    """HMAC keys of print tickets."""
    ink_mark_keys: KeyRing
    """The first signs the print serial in the ink of stamps; marks are read by any of them."""
    statement_key: Path
    """Ed25519 private key (PEM) for QR statements and ledger heads."""
    former_statement_keys: str = ""
    """PEM file of the public keys that signed earlier sheets and heads; empty for none."""
    signer_key: Path
    """Private key (PEM) that signs downloads (PAdES)."""
    signer_certificates: Path
    """PEM: the signer's certificate, then its issuers."""
    document_roots: Path
    """PEM: roots under which a PDF counts as ours."""
    workstation_address: str = ""
    """Where the workstation program is to be had; told to people who have none (R69)."""
    workstation_sha256: str = ""
    """Of the file at that address, in hexadecimal; empty where it is not told."""
    workstation_latest: str = "0.1.0"
    workstation_least: str = "0.1.0"
    """An older workstation program prints nothing (R70)."""
    pairing_seconds: float = 600.0
    presence_seconds: float = 90.0
    """How long a workstation counts as running after it was last heard of."""
    ticket_seconds: float = 600.0
    ticket_seconds_each: float = 15.0
    """How much longer a ticket lives for each print of its order that comes before it."""
    reminder_seconds: float = 86_400.0
    """After its release, when an original is reminded of that nobody answered for (R72-R75)."""
    escalation_seconds: float = 259_200.0
    """After its release, when the legal person is told of it."""
    renders_at_once: int = 2
    copies_a_day: int = 200
    """Copies to look at that one enterprise may make in a day of China; each writes the ledger."""
