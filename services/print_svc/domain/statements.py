"""The signed statement in each sheet's QR code: small, and checked without any network.

Layout, big endian: head (version, part, key id, issue date, sheet, sheets, type code,
certificate number, print serial, digest), exporter in UTF-8, Ed25519 signature.
"""

import hashlib
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.values import PrintPart
from services.print_svc.domain.canonical import Json, canonical_json
from services.print_svc.domain.crockford import decode_bytes, encode_bytes
from services.print_svc.domain.keys import PublicKeys, is_signed, key_id
from services.print_svc.domain.serials import payload_of, serial_from_payload

VERSION = 1
DIGEST_BYTES = 16
EXPORTER_BYTES = 40
CUT_MARK = "…"

HEAD = struct.Struct(f">BB4sHBB2s12s7s{DIGEST_BYTES}s")
SIGNATURE_BYTES = 64
SHORTEST = HEAD.size + SIGNATURE_BYTES
LONGEST = SHORTEST + EXPORTER_BYTES

PART_CODES = {PrintPart.ORIGINAL: 1, PrintPart.COPY: 2}
PARTS = {code: part for part, code in PART_CODES.items()}
DAY_ZERO = date(2000, 1, 1)
PURPOSE = b"originprint statement\0"
PACKED = "\0" + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class StatementError(ValueError):
    """The code is no statement of ours; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one sheet says about itself.

    `exporter` longer than 40 bytes of UTF-8 is cut when signed and then ends in `…`.
    """

    certificate_no: str
    issue_date: date
    type_code: str
    exporter: str
    part: PrintPart
    print_serial: str
    sheet: int
    sheets: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class VerificationAddress:
    """What the QR code holds.

    Written as two segments, `prefix` in byte mode and `code` in alphanumeric mode, it needs a
    QR code one to two versions smaller than as one text.
    """

    prefix: str
    code: str

    def __str__(self) -> str:
        return self.prefix + self.code


def verification_address(base: str, code: str) -> VerificationAddress:
    """`base` is the public https address, without the path."""
    if not base.startswith("https://"):
        raise ValueError("a verification address begins with https://")
    return VerificationAddress(f"{base.rstrip('/')}/verify/", code)


def digest_printed(data: Json) -> bytes:
    """Digest all the data a sheet shows, as the statement carries it (SHA-256, 16 bytes)."""
    return hashlib.sha256(canonical_json(data)).digest()[:DIGEST_BYTES]


def sign_statement(statement: Statement, key: Ed25519PrivateKey) -> str:
    """Give the code that the QR address ends with; raise StatementError."""
    body = _encode(statement, key_id(key.public_key()))
    return encode_bytes(body + key.sign(PURPOSE + body))


def read_statement(code: str, keys: PublicKeys) -> Statement:
    """Check form, key and signature, in this order; raise StatementError."""
    data = _bytes_of(code)
    body, signature = data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
    fields = HEAD.unpack_from(body)
    if fields[0] != VERSION:
        raise StatementError("statement.version", f"statement version {fields[0]} is not known")
    key = keys.get(fields[2])
    if key is None:
        raise StatementError("statement.key", f"no public key has the id {fields[2].hex()}")
    if not is_signed(key, signature, PURPOSE + body):
        raise StatementError("statement.signature", "the signature does not fit the statement")
    return _decode(fields, body[HEAD.size :])


def fit_exporter(name: str) -> str:
    """Cut between characters so that name and mark need at most 40 bytes of UTF-8."""
    encoded = name.encode()
    if len(encoded) <= EXPORTER_BYTES:
        return name
    room = EXPORTER_BYTES - len(CUT_MARK.encode())
    return encoded[:room].decode(errors="ignore").rstrip() + CUT_MARK


def _encode(statement: Statement, key: bytes) -> bytes:
    try:
        head = HEAD.pack(
            VERSION,
            PART_CODES[statement.part],
            key,
            (statement.issue_date - DAY_ZERO).days,
            statement.sheet,
            statement.sheets,
            _pack(statement.type_code, 2),
            _pack(statement.certificate_no, 12),
            payload_of(statement.print_serial).to_bytes(7, "big"),
            _whole_digest(statement.digest),
        )
        return head + fit_exporter(statement.exporter).encode()
    except (struct.error, ValueError, OverflowError) as error:
        raise StatementError("statement.field", f"a field does not fit: {error}") from error


def _decode(fields: tuple[Any, ...], exporter: bytes) -> Statement:
    _, part, _, days, sheet, sheets, type_code, number, serial, digest = fields
    try:
        return Statement(
            part=PARTS[part],
            issue_date=DAY_ZERO + timedelta(days=days),
            sheet=sheet,
            sheets=sheets,
            type_code=_unpack(type_code),
            certificate_no=_unpack(number),
            print_serial=serial_from_payload(int.from_bytes(serial, "big")),
            digest=digest,
            exporter=exporter.decode(),
        )
    except (KeyError, ValueError) as error:
        raise StatementError("statement.field", f"a field cannot be read: {error}") from error


def _bytes_of(code: str) -> bytes:
    try:
        data = decode_bytes(code.strip().upper())
    except (KeyError, ValueError) as error:
        raise StatementError("statement.text", "the code is damaged or not ours") from error
    if not SHORTEST <= len(data) <= LONGEST:
        raise StatementError("statement.length", f"{len(data)} bytes are no statement")
    return data


def _whole_digest(digest: bytes) -> bytes:
    if len(digest) != DIGEST_BYTES:
        raise ValueError(f"a digest has {DIGEST_BYTES} bytes")
    return digest


def _pack(text: str, size: int) -> bytes:
    """Three characters in two bytes; short texts end in zeros, so every length has one form."""
    number = 0
    for character in text.ljust(3 * size // 2, "\0"):
        number = number * len(PACKED) + PACKED.index(character)
    return number.to_bytes(size, "big")


def _unpack(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    characters = []
    while number:
        number, value = divmod(number, len(PACKED))
        characters.append(PACKED[value])
    return "".join(reversed(characters)).rstrip("\0")
