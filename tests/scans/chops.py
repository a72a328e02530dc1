"""条形章: stamps of text lines without a rim."""

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
from PIL import Image, ImageDraw

from deploy.local.specimen_scans import _font

_LINES = ("SPECIMEN EXPORTS CO., LTD", "样本进出口公司 SPECIMEN", "FOR AND ON BEHALF OF 样本")
_FINE = 3


@dataclass(frozen=True, kw_only=True)
class Chop:
    """`length_mm` is the longest line's; the other measures follow from its letters."""

    lines: int = 2
    length_mm: float = 40.0
    angle: float = 0.0
    spacing: float = 1.45
    """Between lines, in heights of letters."""
    shape: str = field(default="rectangle", init=False)

    @cached_property
    def _upright(self):
        """Coverage in millimetre-free pixels of a fine font, cut to the ink."""
        font = _font(120)
        texts = _LINES[: self.lines]
        wide = int(max(font.getlength(text) for text in texts)) + 40
        canvas = Image.new("L", (wide, int(120 * self.spacing * self.lines) + 120), 0)
        pen = ImageDraw.Draw(canvas)
        for row, text in enumerate(texts):
            pen.text(
                (wide / 2, 90 + row * 120 * self.spacing), text, fill=255, font=font, anchor="mm"
            )
        ink = np.asarray(canvas)
        rows, columns = np.flatnonzero(ink.max(1) > 127), np.flatnonzero(ink.max(0) > 127)
        return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    @property
    def width_mm(self):
        height, width = self._upright.shape
        return self.length_mm * height / width

    def draw(self, px_per_mm):
        """Coverage with 2 mm of paper around it."""
        size = round(self.length_mm * px_per_mm), round(self.width_mm * px_per_mm)
        ink = cv2.resize(self._upright, size, interpolation=cv2.INTER_AREA)
        margin = int(2 * px_per_mm) + int(abs(np.sin(np.radians(self.angle))) * size[0] / 2)
        whole = Image.fromarray(cv2.copyMakeBorder(ink, *[margin] * 4, cv2.BORDER_CONSTANT))
        turned = whole.rotate(-self.angle, Image.Resampling.BILINEAR)
        return np.asarray(turned, np.float32) / np.float32(255)
