"""Certificates of printers, believed when they are first seen and kept from then on, as CUPS does.

Printers sign their certificates themselves, so no authority vouches for them.
"""

import hashlib
import json
import threading
from pathlib import Path
from typing import Final

from workstation import logs
from workstation.ipp.errors import CertificateChanged
from workstation.places import write_private

_lock: Final = threading.Lock()
_kept: Final[dict[str, str]] = {}
_files: Final[list[Path]] = []


def keep_pins_in(file: Path) -> None:
    """From now on what is seen outlives this process."""
    with _lock:
        _files[:] = [file]
        _kept.clear()
        _read()


def check_pin(printer: str, certificate: bytes) -> None:
    """`printer` is host and port, `certificate` in DER. Raises CertificateChanged."""
    digest = hashlib.sha256(certificate).hexdigest()
    with _lock:
        if printer not in _kept:
            _keep(printer, digest)
        known = _kept[printer]
    if known != digest:
        raise CertificateChanged(printer, known, digest)


def forget_pin(printer: str) -> bool:
    """A person says that the printer is another one now; whether one was known."""
    with _lock:
        _read()
        known = _kept.pop(printer, None)
        _write()
    return known is not None


def _keep(printer: str, digest: str) -> None:
    """Beside what other processes have seen; a disk that is full is no reason not to print."""
    try:
        _read()
        _kept.setdefault(printer, digest)
        _write()
    except (OSError, ValueError) as error:
        _kept.setdefault(printer, digest)
        logs.warning("certificate_not_kept", printer=printer, reason=str(error))


def _read() -> None:
    """Another process may have seen one meanwhile, or a person told it to forget one."""
    for file in filter(Path.exists, _files):
        kept = json.loads(file.read_text())
        _kept.clear()
        _kept.update(kept)


def _write() -> None:
    for file in _files:
        write_private(file, json.dumps(_kept, indent=1))
