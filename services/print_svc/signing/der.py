"""Strict DER: every length in its shortest form, every value filled to its end."""

DEEPEST = 32


def is_strict_der(data: bytes, depth: int = 0) -> bool:
    """Tell whether `data` is a row of DER values without slack (X.690, 10.1).

    Parsers forgive slack; in a signature it would be room for bytes nobody signed.
    """
    position = 0
    while position < len(data):
        bounds = _contents(data, position)
        if bounds is None:
            return False
        start, end = bounds
        constructed = data[position] & 0x20
        if constructed and (depth == DEEPEST or not is_strict_der(data[start:end], depth + 1)):
            return False
        position = end
    return True


def _contents(data: bytes, position: int) -> tuple[int, int] | None:
    """Give where the value's contents begin and end; None for a form DER does not have."""
    head = data[position : position + 2]
    if len(head) < 2 or head[0] == 0 or head[0] & 0x1F == 0x1F or head[1] == 0x80:
        return None
    start, length = position + 2, head[1]
    if length > 0x80:
        octets = data[start : start + length - 0x80]
        length = int.from_bytes(octets, "big")
        if len(octets) > 4 or length < 0x80 or octets[0] == 0:
            return None
        start += len(octets)
    return (start, start + length) if start + length <= len(data) else None
