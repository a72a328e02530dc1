"""The arrays that the inspection works on; y runs down and x to the right, in pixels."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""`(height, width, 3)`: RGB, levels 0 to 255."""

Levels = NDArray[np.uint8]
"""`(height, width)`: one channel, levels 0 to 255."""

Plane = NDArray[np.float32]
"""`(height, width)`: one value a pixel, such as the share of ink in it."""

Mask = NDArray[np.uint8]
"""`(height, width)`: 1 where it applies, else 0."""

Points = NDArray[np.float64]
"""`(count, 2)`: x and y."""

Contour = NDArray[np.int32]
"""`(count, 1, 2)`: x and y, in OpenCV's form."""

Colour = NDArray[np.float64]
"""`(3,)`: red, green and blue, levels 0 to 255."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom; right and bottom lie outside."""

JPEG_BLOCK_PX: Final = 8
"""Side of the squares that a JPEG is made of, the first at the page's upper left (ITU-T T.81)."""
