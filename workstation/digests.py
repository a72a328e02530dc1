"""Which SHA-256 an answer names for what it brings."""

import base64
import binascii
from collections.abc import Mapping


def named_digest(headers: Mapping[str, str]) -> str | None:
    """Lower-case hex, from our own header or from `Digest` (RFC 3230); None where none is named."""
    if own := headers.get("X-Content-SHA256"):
        return own.lower()
    for instance in headers.get("Digest", "").split(","):
        algorithm, _, value = instance.strip().partition("=")
        if algorithm.lower() == "sha-256":
            return _hex(value)
    return None


def _hex(value: str) -> str | None:
    try:
        return base64.b64decode(value, validate=True).hex()
    except binascii.Error:
        return None
