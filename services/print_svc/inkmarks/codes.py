"""A print serial as a code word of BITS bits that survives many wrong and missing ones.

The serial's payload and a tag that only the key makes (HMAC-SHA-256, TAG_BITS), convolved by a
code of rate 1/4 that remembers MEMORY bits and read by its likeliest path (Viterbi). That path may
be wrong, and for what bears no mark it always is; the tag then disagrees.
"""

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from services.print_svc.domain.serials import payload_of, serial_from_payload
from services.print_svc.inkmarks.arrays import Bytes, Floats, Numbers, Signs

PAYLOAD_BITS: Final = 56
TAG_BITS: Final = 32
GENERATORS: Final = (0o463, 0o535, 0o733, 0o745)
"""Of free distance 24, the largest at this rate and memory (Larsen 1973)."""
MEMORY: Final = 8
STATES: Final = 2**MEMORY
STEPS: Final = PAYLOAD_BITS + TAG_BITS + MEMORY
BITS: Final = STEPS * len(GENERATORS)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A serial, and how many of the BITS bits were read otherwise than they were written."""

    serial: str
    wrong_bits: int


@lru_cache(maxsize=256)
def code_word(serial: str, key: bytes) -> Signs:
    """The bits of a serial as +1 and -1; raise SerialError for what is no print serial."""
    payload = payload_of(serial).to_bytes(PAYLOAD_BITS // 8, "big")
    bits = np.unpackbits(np.frombuffer(payload + _tag(payload, key), np.uint8))
    sent = [np.convolve(bits, _taps(generator)) % 2 for generator in GENERATORS]
    return (np.stack(sent, axis=1).reshape(-1).astype(np.int8) * 2 - 1).astype(np.int8)


def decode(soft: Floats, key: bytes) -> Decoded | None:
    """From BITS values: the sign is the bit, the size how sure it is. None where no mark is."""
    bits = _likeliest(soft.reshape(STEPS, len(GENERATORS)))
    data = np.packbits(bits[: PAYLOAD_BITS + TAG_BITS]).tobytes()
    payload, tag = data[: PAYLOAD_BITS // 8], data[PAYLOAD_BITS // 8 :]
    if payload[0] >= 0x80 or not hmac.compare_digest(tag, _tag(payload, key)):
        return None
    serial = serial_from_payload(int.from_bytes(payload, "big"))
    return Decoded(serial, int(np.sum((soft > 0) != (code_word(serial, key) > 0))))


def _likeliest(received: Floats) -> Bytes:
    """The bits whose code word correlates best; a state holds the last bits, the newest on top."""
    outputs, scores = _outputs(), np.full(STATES, -np.inf)
    scores[0] = 0
    states = np.arange(STATES)
    newest, older = states >> (MEMORY - 1), states << 1 & (STATES - 1)
    choices = np.empty((STEPS, STATES), np.uint8)
    for step, values in enumerate(received):
        gains = outputs @ values
        paths = np.stack([scores[older | o] + gains[newest, older | o] for o in (0, 1)])
        choices[step] = paths.argmax(axis=0)
        scores = paths.max(axis=0)
    bits, last = np.empty(STEPS, np.uint8), 0
    for step in reversed(range(STEPS)):
        bits[step] = last >> (MEMORY - 1)
        last = (last << 1 & (STATES - 1)) | int(choices[step, last])
    return bits


@lru_cache(maxsize=1)
def _outputs() -> Floats:
    """What is sent for a new bit in a state, as signs: (2, STATES, generators)."""
    windows = np.arange(2 * STATES).reshape(2, STATES)
    sent = [_parity(windows & generator) for generator in GENERATORS]
    return (np.stack(sent, axis=-1) * 2.0 - 1.0).astype(np.float32)


def _parity(numbers: Numbers) -> Bytes:
    bits = numbers[..., None] >> np.arange(MEMORY + 1) & 1
    return np.asarray(bits.sum(axis=-1) % 2, np.uint8)


def _taps(generator: int) -> Bytes:
    """The newest bit's first."""
    return np.array([generator >> place & 1 for place in range(MEMORY, -1, -1)], np.uint8)


def _tag(payload: bytes, key: bytes) -> bytes:
    return hmac.new(key, b"ink mark tag" + payload, hashlib.sha256).digest()[: TAG_BITS // 8]
