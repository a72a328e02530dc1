"""A seal small enough to be read quickly, and what a scanner makes of it."""

import io
import zlib

import cv2
import numpy as np
from PIL import Image, ImageDraw

from services.print_svc.rendering.images import on_paper, stamp_ink
from services.print_svc.rendering.tiles import tile

SERIAL = "SPEC-1MEN-001H"
KEY = bytes(range(32))
SIZE_MM = 24.0
TILE_DPI = 12 * 25.4


def seal() -> bytes:
    """PNG at 600 dpi: a ring around a cross, with a notch, so that it lies one way only."""
    side = round(SIZE_MM / 25.4 * 600)
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, side - 4, side - 4), outline=(190, 30, 45, 240), width=90)
    draw.rectangle((side // 2 - 50, 150, side // 2 + 50, side - 150), fill=(190, 30, 45, 240))
    draw.rectangle((150, side // 2, side - 250, side // 2 + 90), fill=(190, 30, 45, 240))
    content = io.BytesIO()
    image.save(content, "PNG", dpi=(600, 600))
    return content.getvalue()


def printed(serial: str = SERIAL, key: bytes = KEY) -> np.ndarray:
    """The seal as a document shows it, in RGB at TILE_DPI."""
    ink = stamp_ink(seal(), SIZE_MM, SIZE_MM)
    shown = tile(ink, np.zeros_like(ink.weaker), serial, key)
    dots = np.frombuffer(zlib.decompress(shown.content), np.uint8).reshape(ink.weaker.shape)
    return np.frombuffer(ink.palette, np.uint8).reshape(256, 3)[dots]


def unmarked() -> np.ndarray:
    return on_paper(seal(), SIZE_MM, SIZE_MM)


def scan(stamp: np.ndarray, *, degrees: float = 0.7, scale: float = 1.005) -> np.ndarray:
    """On a larger sheet at 600 dpi: turned, stretched, soft and noisy."""
    side = 900
    turn = cv2.getRotationMatrix2D((0, 0), degrees, scale * 600 / TILE_DPI)
    turn[:, 2] += 150
    sheet = cv2.warpAffine(stamp, turn, (side, side), borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(sheet, (0, 0), 1.2).astype(np.float32)
    noise = np.random.default_rng(7).normal(0, 6, soft.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)
