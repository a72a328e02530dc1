"""A simulated flatbed: lays ink on paper, looks at it through optics and a sensor, saves a file."""

import zlib
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from deploy.local.specimen_scans import A4_MM


@dataclass(frozen=True, kw_only=True)
class Bed:
    """How one scanner sees: `blur` in pixels, `grain` and `banding` in levels, `shade` in %."""

    dpi: float = 600.0
    tone: tuple[int, int, int] = (247, 246, 243)
    blur: float = 0.8
    grain: float = 1.6
    banding: float = 0.0
    shade: float = 0.0
    specks: int = 0
    texture: float = 0.8

    @property
    def px_per_mm(self):
        return self.dpi / 25.4

    @property
    def size(self):
        return tuple(round(side / 25.4 * self.dpi) for side in A4_MM)


@dataclass(frozen=True, kw_only=True)
class Print:
    """Ink on the sheet: coverage 0 to 1, its upper left corner in pixels, its colour."""

    coverage: np.ndarray = field(repr=False)
    corner: tuple[int, int]
    colour: tuple[int, int, int]


def scan(bed, prints, random, *, size=None):
    """The page as RGB pixels."""
    page = _paper(bed, random, size or bed.size)
    for item in prints:
        _lay(page, item, bed)
    for _ in range(bed.specks):
        _speck(page, bed, random)
    return page


def _paper(bed, random, size):
    width, height = size
    plate = _plate(int(bed.grain * 10))
    rows, columns = -(-height // plate.shape[0]), -(-width // plate.shape[1])
    shift = random.integers(0, plate.shape[0], 2)
    noise = np.tile(np.roll(plate, shift, axis=(0, 1)), (rows, columns, 1))[:height, :width]
    page = cv2.add(noise, np.array([*(t - 128.0 for t in bed.tone), 0.0]), dtype=cv2.CV_8U)
    rough = random.normal(0, bed.texture * 1.6, (height // 14 + 2, width // 14 + 2))
    change = cv2.resize(rough.astype(np.float32), (width, height))
    change += random.normal(0, bed.banding, width).astype(np.float32)[None]
    for fall in _shading(bed, random, size):
        change += fall
    if bed.grain:
        page[..., 1] += _coin_tosses(random, (height, width)) & (page[..., 1] < 255)
    change = np.rint(change, out=change).astype(np.int8)
    return cv2.add(page, cv2.merge([change] * 3), dtype=cv2.CV_8U)


def _coin_tosses(random, shape):
    """No grain is ever seen twice, though the plate of it is laid in tiles."""
    count = shape[0] * shape[1]
    bits = np.frombuffer(random.bytes(count // 8 + 1), np.uint8)
    return np.unpackbits(bits)[:count].reshape(shape)


def _shading(bed, random, size):
    """Across the page and down it."""
    turn = random.uniform(0, 2 * np.pi)
    x = np.linspace(-0.5, 0.5, size[0], dtype=np.float32)[None] * np.cos(turn)
    y = np.linspace(-0.5, 0.5, size[1], dtype=np.float32)[:, None] * np.sin(turn)
    return [fall * np.float32(bed.shade / 100 * bed.tone[0]) for fall in (x, y)]


@cache
def _plate(tenths):
    """Sensor noise around 128; slightly correlated, as after a scanner's own processing."""
    random = np.random.default_rng(tenths)
    noise = random.normal(0, tenths / 10 * 1.35, (1601, 1601, 3)).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.45) if tenths else noise
    return np.clip(np.rint(noise + 128), 0, 255).astype(np.uint8)


def _lay(page, item, bed):
    x, y = item.corner
    coverage = item.coverage
    left, top = max(0, -x), max(0, -y)
    right = min(coverage.shape[1], page.shape[1] - x)
    bottom = min(coverage.shape[0], page.shape[0] - y)
    share = cv2.GaussianBlur(coverage, (0, 0), bed.blur) if bed.blur else coverage
    share = share[top:bottom, left:right, None]
    area = page[y + top : y + bottom, x + left : x + right]
    inked = area + (np.array(item.colour, np.float32) - np.array(bed.tone, np.float32)) * share
    area[:] = np.clip(np.rint(inked), 0, 255)


def _speck(page, bed, random):
    """Dust or a short hair on the glass."""
    x, y = random.integers(0, page.shape[1]), random.integers(0, page.shape[0])
    long, thick = (
        random.uniform(0.1, 0.6) * bed.px_per_mm,
        random.uniform(0.04, 0.2) * bed.px_per_mm,
    )
    level = int(random.integers(40, 150))
    cv2.ellipse(
        page,
        ((float(x), float(y)), (float(long), float(thick)), float(random.uniform(0, 180))),
        (level, level, level - 10),
        -1,
        cv2.LINE_AA,
    )


def save(page, kind="JPEG", *, dpi=600, quality=90, **options):
    """Encodes as a scanner program would; `dpi` is what the header claims."""
    buffer = BytesIO()
    image = page if isinstance(page, Image.Image) else Image.fromarray(page)
    extra = {
        "JPEG": {"quality": quality},
        "PNG": {"compress_level": 1, "compress_type": zlib.Z_RLE},
        "TIFF": _tiff(image, quality),
        "BMP": {},
        "PDF": {"resolution": dpi} | ({} if image.mode == "1" else {"quality": quality}),
    }[kind]
    if kind != "PDF":
        extra["dpi"] = (dpi, dpi)
    image.save(buffer, kind, **extra, **options)
    return buffer.getvalue()


def _tiff(image, quality):
    if image.mode == "RGB":
        return {"compression": "jpeg", "quality": quality}
    return {"compression": "group4" if image.mode == "1" else "tiff_lzw"}


def enlarge(page, size, method):
    return cv2.resize(page, size, interpolation=method)


def photograph(page, random, *, margin=0.06, fall_off=0.35, tilt=0.05, blur=1.2, width=3000):
    """A phone held over the sheet: perspective, table around it, uneven light, lens blur."""
    height = round(width * 4 / 3)
    source = np.float32(
        [[0, 0], [page.shape[1], 0], [page.shape[1], page.shape[0]], [0, page.shape[0]]]
    )
    inset = np.float32(
        [[margin, margin], [1 - margin, margin], [1 - margin, 1 - margin], [margin, 1 - margin]]
    )
    corners = (inset + random.uniform(-tilt, tilt, (4, 2))) * [width, height]
    desk = np.full((height, width, 3), random.integers(40, 150, 3), np.uint8)
    warp = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    picture = cv2.warpPerspective(
        page, warp, (width, height), desk, cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    return develop(picture, random, fall_off=fall_off, blur=blur)


def develop(picture, random, *, fall_off, blur):
    """Light from one side, lens blur, sensor noise."""
    height, width = picture.shape[:2]
    turn = random.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j].astype(np.float32)
    light = 1 - fall_off / 2 + fall_off / 1.4 * (x * np.cos(turn) + y * np.sin(turn))
    light -= fall_off * 0.5 * (x * x + y * y)
    soft = cv2.GaussianBlur(picture, (0, 0), blur).astype(np.float32) * light[..., None]
    soft += random.normal(0, 2.5, (height, width, 1)).astype(np.float32)
    return np.clip(soft, 0, 255).astype(np.uint8)
