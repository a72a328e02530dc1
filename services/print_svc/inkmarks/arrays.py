"""Arrays by what they hold."""

from typing import TypeAlias

import numpy as np

Floats: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float32]]"
Bytes: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"
Signs: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int8]]"
Numbers: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.intp]]"
Flags: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"
