"""Fetches revocation lists from where authorities publish them, and reads them.

Never holds the event loop up.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

import eventlet
import httpx
from cryptography import x509
from eventlet import tpool

from services.auth_svc.domain.revocations import RevocationList, read_list, serial_numbers

SECONDS: Final = 10.0
LARGEST_BYTES: Final = 16 * 1024 * 1024
FETCH_FAILED: Final = (OSError, httpx.HTTPError, ValueError)


def fetch(url: str) -> bytes:
    """At most LARGEST_BYTES within SECONDS; raise one of FETCH_FAILED."""
    with eventlet.Timeout(SECONDS, TimeoutError(f"{url} does not answer")):
        content: bytes = tpool.execute(_read, url)
    return content


def checked(
    content: bytes, authorities: Sequence[x509.Certificate], *, now: datetime
) -> RevocationList:
    """As `domain.revocations.read_list`."""
    one: RevocationList = tpool.execute(read_list, content, authorities, now=now)
    return one


def parsed(content: bytes) -> frozenset[str]:
    """As `domain.revocations.serial_numbers`."""
    revoked: frozenset[str] = tpool.execute(serial_numbers, content)
    return revoked


def _read(url: str) -> bytes:
    address = urlsplit(url)
    if address.scheme == "file":
        return _within_limit(Path(url2pathname(address.path)).read_bytes())
    with httpx.stream("GET", url, timeout=SECONDS) as response:
        response.raise_for_status()
        content = b""
        for part in response.iter_bytes():
            content = _within_limit(content + part)
    return content


def _within_limit(content: bytes) -> bytes:
    if len(content) > LARGEST_BYTES:
        raise ValueError("a revocation list of more bytes than are taken")
    return content
