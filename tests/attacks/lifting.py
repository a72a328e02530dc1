"""What a thief of seals does with a file, and what happens to a sheet between two machines."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw

INCH_MM = 25.4
MM_PER_POINT = INCH_MM / 72


@dataclass(frozen=True)
class Found:
    """A picture on a page: its pixels in RGB, and the dots to an inch at which it is shown."""

    page: int
    pixels: np.ndarray
    dpi: float
    share_of_page: float


def pictures(pdf: bytes) -> list[Found]:
    """Every picture that a page shows, but for stencils, which are QR codes."""
    with pdfium.PdfDocument(pdf) as document:
        return [
            _found(number, page, shown)
            for number, page in enumerate(document)
            for shown in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=9)
            if shown.get_metadata().bits_per_pixel > 1
        ]


def _found(number: int, page: pdfium.PdfPage, shown: pdfium.PdfImage) -> Found:
    left, bottom, right, top = shown.get_bounds()
    pixels = np.asarray(shown.get_bitmap().to_pil().convert("RGB"))
    width, height = page.get_size()
    dpi = pixels.shape[1] / (right - left) * 72
    return Found(number, pixels, dpi, (right - left) * (top - bottom) / (width * height))


def transparency(pdf: bytes) -> list[str]:
    """Whatever in the file is, or has, a mask of transparency, object by object."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [f"{thing.objgen} {name}" for thing in file.objects for name in _masks(thing)]


def _masks(thing: pikepdf.Object) -> Iterator[str]:
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield from (name for name in ("/SMask", "/Mask") if name in thing)


def colour_key(pixels: np.ndarray) -> np.ndarray:
    """How much ink is on each dot: what is made transparent when a stamp is taken off white."""
    return (255 - pixels.min(axis=2)).astype(np.float32) / 255


def likeness(one: np.ndarray, cutout_alpha: np.ndarray) -> float:
    """The correlation of what was lifted with the stored cut-out's ink."""
    size = one.shape[1], one.shape[0]
    stored = cv2.resize(cutout_alpha, size, interpolation=cv2.INTER_AREA)
    return float(np.corrcoef(one.reshape(-1), stored.reshape(-1))[0, 1])


def left_foot(pdf: bytes) -> np.ndarray:
    """The lower left part of the first page, at 600 dpi: where the exporter's seal stands."""
    with pdfium.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        cut = (0, 0, width - 110 / MM_PER_POINT, height - 87 / MM_PER_POINT)
        return page.render(scale=600 / 72, crop=cut).to_numpy()[..., ::-1]


def printed_and_scanned(pdf: bytes) -> np.ndarray:
    """That part as a scanner gives it: soft, noisy, a little turned, and as JPEG."""
    return scanned(left_foot(pdf))


def scanned(sheet: np.ndarray, blur: float = 1.0, noise: float = 6.0) -> np.ndarray:
    height, width = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 0.4, 0.997)
    soft = cv2.GaussianBlur(np.ascontiguousarray(sheet), (0, 0), blur)
    turned = cv2.warpAffine(soft, turn, (width, height), borderValue=(255, 255, 255))
    grain = np.random.default_rng(1).normal(0, noise, turned.shape).astype(np.float32)
    grey = np.clip(turned + grain, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", grey[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1]
