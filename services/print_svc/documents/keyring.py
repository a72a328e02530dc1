"""The service's keys, read once from the files that the settings name."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nameko.extensions import DependencyProvider

from services.print_svc.domain.keys import (
    PublicKeys,
    load_private_key,
    load_public_keys,
    public_keys,
)
from services.print_svc.settings import Settings
from services.print_svc.signing import LocalSigner


@dataclass(frozen=True, slots=True)
class Keys:
    """Private keys never leave the process."""

    statement: Ed25519PrivateKey = field(repr=False)
    statement_public: PublicKeys
    signer: LocalSigner = field(repr=False)
    document_roots: tuple[x509.Certificate, ...]


def load_keys(settings: Settings) -> Keys:
    """Raise ValueError or OSError for files that hold something else; the service then stops."""
    statement = load_private_key(settings.statement_key.read_bytes())
    former = settings.former_statement_keys
    earlier = load_public_keys(Path(former).read_bytes()) if former else []
    return Keys(
        statement=statement,
        statement_public=public_keys([statement.public_key(), *earlier]),
        signer=LocalSigner.from_pem(
            settings.signer_key.read_bytes(), settings.signer_certificates.read_bytes()
        ),
        document_roots=tuple(x509.load_pem_x509_certificates(settings.document_roots.read_bytes())),
    )


class Keyring(DependencyProvider):
    """Injects the keys."""

    def setup(self) -> None:
        self.keys = load_keys(self.container.config["settings"])

    def get_dependency(self, _worker_ctx: Any) -> Keys:
        return self.keys
