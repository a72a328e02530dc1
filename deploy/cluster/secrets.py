"""Secrets for one run: filled-in templates of deploy/k8s/secrets, and what operators would make."""

import base64
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from deploy.cluster.authority import ServerCertificate
from deploy.cluster.manifests import REPOSITORY, Manifest
from deploy.local.keys import kept_keys
from deploy.local.process_keys import fill_in

TEMPLATES = REPOSITORY / "deploy/k8s/secrets"
_FILES = {
    "auth-svc-files": {
        "card_authorities.pem": "cards/ca.pem",
        "card_revocations.pem": "cards/ca.crl",
    },
    "print-svc-files": {
        f"{name}.pem": f"{name}.pem"
        for name in ("statement_key", "signer_key", "signer_certificates", "document_roots")
    },
}


def write_copies(folder: Path, keys: Path) -> None:
    """Filled-in copies and the files beside them; `keys` keeps the specimen authorities."""
    folder.mkdir(parents=True, exist_ok=True)
    passwords: dict[str, str] = {}
    for template in sorted(TEMPLATES.glob("*.env")):
        password = passwords.setdefault(template.stem.removesuffix("-role"), secrets.token_hex(16))
        lines = [_filled_in(line, password) for line in template.read_text().splitlines()]
        (folder / template.name).write_text("\n".join(lines) + "\n")
    fill_in(folder)
    kept_keys(keys)
    for name, files in _FILES.items():
        (folder / name).mkdir(exist_ok=True)
        for target, source in files.items():
            shutil.copy(keys / "keys" / source, folder / name / target)


def _filled_in(line: str, password: str) -> str:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return line.replace("CHANGE_ME_KEY", key).replace("CHANGE_ME", password)


def of_operators(certificate: ServerCertificate) -> list[Manifest]:
    """Whom to believe, as cert-manager and CloudNativePG leave it."""
    authority = {"ca.crt": certificate.authority}
    return [secret(name, authority) for name in ("rabbitmq-tls", "postgresql-ca")]


def secret(name: str, content: Mapping[str, bytes]) -> Manifest:
    data = {key: base64.b64encode(value).decode() for key, value in content.items()}
    return {"kind": "Secret", "metadata": {"name": name}, "data": data}
