"""The secrets and specimen authorities of one root, made once and kept for later starts."""

import base64
import json
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from chassis.assertions import Signer
from chassis.sealing import Sealer
from contracts.key_rings import KEY_BYTES, KeyRing
from contracts.object_kinds import OBJECT_KINDS
from deploy.local.authorities import DocumentAuthority
from deploy.local.process_keys import dead_letter_keys, sealing_keys, signing_keys
from deploy.local.server import ServerFailedError
from workstation.card_issuer import LIST_DAYS, LIST_FILE, SpecimenAuthority

CARDS = "cards"
"""Folder of the authority that issues the specimen cards which auth_svc trusts."""


RINGS = (
    *(kind.keys for kind in OBJECT_KINDS),
    "ticket_keys",
    "ink_mark_keys",
    "webhook_keys",
    "column_keys",
)
"""Settings that are rings of symmetric keys."""
FORMER = frozenset({"object_key", "ticket_key", "ink_mark_key", "webhook_key"})


def new_ring(key_id: str) -> KeyRing:
    return KeyRing(((key_id, secrets.token_bytes(KEY_BYTES)),))


def kept_keys(root: Path) -> dict[str, str]:
    """Values of the settings that are secret, by name; files of keys are named by their path."""
    register = root / "secrets.json"
    if not register.exists():
        made = _random_secrets() | _key_files(root / "keys")
        write_private(register, json.dumps(made).encode())  # last: half a set is made anew
    kept: dict[str, str] = json.loads(register.read_text())
    if FORMER & kept.keys():
        raise ServerFailedError(
            f"{root} was made by an earlier version, whose objects and keys have another form: "
            "remove it, and it is made anew"
        )
    complete = _random_secrets() | kept
    if complete != kept:  # of a version that knew fewer
        write_private(register, json.dumps(complete).encode())
    return complete | {"card_revocation_lists": revocation_list(root)}


def revocation_list(root: Path) -> str:
    """Where the card authority publishes its list; anew when the one there runs out."""
    folder, now = root.resolve() / "keys" / CARDS, datetime.now(UTC)
    file = folder / LIST_FILE
    if not file.exists() or _runs_out(file, now):
        SpecimenAuthority.load(folder).publish_list(folder, now=now)
    return file.as_uri()


def _runs_out(file: Path, now: datetime) -> bool:
    """Within half of its time."""
    listed = x509.load_pem_x509_crl(file.read_bytes())
    return listed.last_update_utc + timedelta(days=LIST_DAYS / 2) < now


def write_private(file: Path, content: bytes) -> None:
    """Only its owner may read it, from its first byte on."""
    file.unlink(missing_ok=True)
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as private:
        private.write(content)


def signer_of(root: Path, process: str) -> Signer:
    """Signs as this process of the root's product does."""
    return Signer(process, base64.b64decode(kept_keys(root)[f"signing_key.{process}"]))


def sealer_of(root: Path) -> Sealer:
    """Seals to auth_svc of the root's product."""
    return Sealer(base64.b64decode(kept_keys(root)["sealing_key"]))


def _random_secrets() -> dict[str, str]:
    return {
        **{name: new_ring(f"{datetime.now(UTC):%Y-%m-%d}").written() for name in RINGS},
        "customs_console_token": secrets.token_urlsafe(24),
        **signing_keys(),
        **sealing_keys(),
        **dead_letter_keys(),
    }


def _key_files(folder: Path) -> dict[str, str]:
    now = datetime.now(UTC)
    SpecimenAuthority.create(now=now).save(folder / CARDS)
    documents = DocumentAuthority.create(now=now)
    contents = {
        "statement_key": _pem(Ed25519PrivateKey.generate()),
        "signer_key": documents.signer_key_pem(),
        "signer_certificates": documents.signer_certificates_pem(),
        "document_roots": documents.root_pem(),
    }
    for name, content in contents.items():
        write_private(folder / f"{name}.pem", content)
    files = {name: str(folder / f"{name}.pem") for name in contents}
    return files | {"card_authorities": str(folder / CARDS / "ca.pem")}


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
