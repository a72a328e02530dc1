"""The trusted card authorities, read once per process."""

from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography import x509


class HasAuthorities(Protocol):
    @property
    def card_authorities(self) -> Path: ...


def load_authorities(settings: HasAuthorities) -> tuple[x509.Certificate, ...]:
    return _load(settings.card_authorities)


@cache
def _load(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
