"""Which bit each cell of a stamp carries, and which way round: the secret part of an ink mark."""

import hashlib
from functools import lru_cache
from typing import Final

import numpy as np

from services.print_svc.inkmarks.arrays import Flags, Numbers, Signs
from services.print_svc.inkmarks.codes import BITS, code_word

CELL_MM: Final = 0.25
MOST_CELLS: Final = 512
"""Along a side: stamps up to 128 mm."""
STRENGTH: Final = 0.08
"""Share by which the ink of a cell is stronger or weaker than the stamp's own."""


@lru_cache(maxsize=64)
def cells(key: bytes, rows: int, columns: int) -> tuple[Numbers, Signs]:
    """Number of the bit and sign of each cell, counted from the stamp's upper left corner.

    They come of the key and the place alone, so that they stay the same when a picture is scaled
    by another library or another version of it. Raise ValueError for more than MOST_CELLS.
    """
    if max(rows, columns) > MOST_CELLS:
        raise ValueError(f"a stamp has at most {MOST_CELLS} cells along a side")
    bits, signs = _all_cells(key)
    return bits[:rows, :columns], signs[:rows, :columns]


@lru_cache(maxsize=4)
def _all_cells(key: bytes) -> tuple[Numbers, Signs]:
    count = MOST_CELLS * MOST_CELLS
    stream = hashlib.shake_256(b"ink mark cells" + key).digest(3 * count)
    numbers = np.frombuffer(stream[: 2 * count], "<u2").astype(np.intp) % BITS
    signs = np.frombuffer(stream[2 * count :], np.uint8).astype(np.int8) % 2 * 2 - 1
    shape = (MOST_CELLS, MOST_CELLS)
    return numbers.reshape(shape), signs.reshape(shape)


def stronger(serial: str, key: bytes, rows: int, columns: int) -> Flags:
    """True where the ink is stronger; raise SerialError for what is no print serial."""
    bits, signs = cells(key, rows, columns)
    return np.equal(code_word(serial, key)[bits], signs)
