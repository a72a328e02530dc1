"""Crockford's base32: text that survives being read aloud, typed from paper and sorted."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def encode_integer(number: int, length: int) -> str:
    """Most significant character first, so that equal lengths sort as numbers do."""
    if not 0 <= number < 32**length:
        raise ValueError(f"{number} does not fit {length} base32 characters")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (length - 1), -1, -5))


def decode_integer(text: str) -> int:
    """Raise KeyError for a character outside the alphabet."""
    number = 0
    for character in text:
        number = number << 5 | VALUES[character]
    return number


def encode_bytes(data: bytes) -> str:
    """Pad the last character with zero bits."""
    length = -(-8 * len(data) // 5)
    return encode_integer(int.from_bytes(data, "big") << (5 * length - 8 * len(data)), length)


def decode_bytes(text: str) -> bytes:
    """Raise KeyError for a strange character, ValueError for a text no encoder writes."""
    size = 5 * len(text) // 8
    spare = 5 * len(text) - 8 * size
    number = decode_integer(text)
    if spare >= 5 or number & ((1 << spare) - 1):
        raise ValueError("not a whole number of bytes")
    return (number >> spare).to_bytes(size, "big")
