"""The print serial each sheet carries: short, sortable, hard to guess and safe to read aloud."""

import unicodedata

from services.print_svc.domain.crockford import (
    ALPHABET,
    MISREAD,
    VALUES,
    decode_integer,
    encode_integer,
)

SEQUENCE_CHARACTERS = 7
ENTROPY_CHARACTERS = 4
PAYLOAD_CHARACTERS = SEQUENCE_CHARACTERS + ENTROPY_CHARACTERS
SEQUENCE_LIMIT = 32**SEQUENCE_CHARACTERS
ENTROPY_LIMIT = 32**ENTROPY_CHARACTERS

GF32_MODULUS = 0b100101


class SerialError(ValueError):
    """The text is no print serial; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def make_serial(*, sequence: int, entropy: int) -> str:
    """Write `sequence` (below 32^7, never used twice) and `entropy` (below 32^4) as XXXX-XXXX-XXXX.

    Later sequences sort later; the entropy keeps neighbours' serials from being guessed.
    """
    if not 0 <= sequence < SEQUENCE_LIMIT:
        raise ValueError(f"sequence must lie below {SEQUENCE_LIMIT}")
    if not 0 <= entropy < ENTROPY_LIMIT:
        raise ValueError(f"entropy must lie below {ENTROPY_LIMIT}")
    return serial_from_payload(sequence * ENTROPY_LIMIT + entropy)


def serial_from_payload(payload: int) -> str:
    """Write the 55-bit number inside a serial, as statements carry it."""
    body = encode_integer(payload, PAYLOAD_CHARACTERS)
    return _grouped(body + _check_character(body))


def payload_of(serial: str) -> int:
    """Give the 55-bit number inside a serial; raise SerialError."""
    return decode_integer(parse_serial(serial).replace("-", "")[:-1])


def parse_serial(text: str) -> str:
    """Give the canonical form of what a person typed; raise SerialError.

    Case, blanks, hyphens, full-width characters and O, I, L for 0, 1, 1 are forgiven.
    """
    folded = unicodedata.normalize("NFKC", text).upper().translate(MISREAD)
    characters = "".join(c for c in folded if not c.isspace() and c != "-")
    if len(characters) != PAYLOAD_CHARACTERS + 1:
        raise SerialError(
            "serial.length", f"a print serial has 12 characters, not {len(characters)}"
        )
    strange = sorted(set(characters) - VALUES.keys())
    if strange:
        raise SerialError("serial.character", f"a print serial never contains {strange[0]!r}")
    if _check_character(characters[:-1]) != characters[-1]:
        raise SerialError("serial.check", "the check character does not agree: mistyped")
    return _grouped(characters)


def _grouped(characters: str) -> str:
    return "-".join(characters[i : i + 4] for i in range(0, len(characters), 4))


def _check_character(body: str) -> str:
    """Weigh each place with its own power of x in GF(32).

    Distinct weights find every single wrong character and every exchange of two.
    """
    total = 0
    for character in body:
        total = _times_x(total ^ VALUES[character])
    return ALPHABET[total]


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ GF32_MODULUS if shifted & 32 else shifted
