"""Certificates of printers, believed when they are first seen and kept from then on, as CUPS does.

Printers sign their certificates themselves, so no authority vouches for them.
"""

import hashlib
import json
import threading
from pathlib import Path
from typing import Final

from workstation.ipp.errors import CertificateChanged

_lock: Final = threading.Lock()
_kept: Final[dict[str, str]] = {}
_files: Final[list[Path]] = []


def keep_pins_in(file: Path) -> None:
    """From now on what is seen outlives this process."""
    with _lock:
        _files[:] = [file]
        _kept.clear()
        if file.exists():
            _kept.update(json.loads(file.read_text()))


def check_pin(printer: str, certificate: bytes) -> None:
    """`printer` is host and port, `certificate` in DER. Raises CertificateChanged."""
    digest = hashlib.sha256(certificate).hexdigest()
    with _lock:
        known = _kept.setdefault(printer, digest)
        if known != digest:
            raise CertificateChanged(printer, known, digest)
        _write()


def forget_pin(printer: str) -> bool:
    """A person says that the printer is another one now; whether one was known."""
    with _lock:
        known = _kept.pop(printer, None)
        _write()
    return known is not None


def _write() -> None:
    for file in _files:
        written = file.with_suffix(".new")
        written.write_text(json.dumps(_kept, indent=1))
        written.replace(file)
