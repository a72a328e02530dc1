"""`python -m services.print_svc.read_seal SCAN --cutout CUTOUT.png`: which sheet a seal is from.

Runs with the settings of print_svc; a mark is read whichever of its keys signed the ink. SCAN is a
scanned sheet or only the seal; the cut-out is a file, or one of the object store: `--cutout
seals/SEAL_ID/cutout --sha256 SEAL_SHA256`, as a row of the ledger of seal uses names both.

Exit status: 0 a serial was read, 1 there is no mark, 2 a file cannot be read.
"""

import argparse
import io
import sys
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from chassis.errors import Transient
from chassis.objects import ObjectStore
from chassis.settings import BadSettings, load
from contracts.errors import Refused
from contracts.values import ObjectRef
from services.print_svc.inkmarks.codes import BITS
from services.print_svc.inkmarks.reading import Reading, read
from services.print_svc.rendering.images import UnreadableImageError, on_paper
from services.print_svc.settings import Settings

MM_PER_INCH: Final = 25.4
A4_WIDTH_MM: Final = 210.0
FINER: Final = 2
"""What reading needs beyond the dots of a tile."""
UNREADABLE: Final = (OSError, ValueError, UnreadableImageError, Refused, Transient, BadSettings)


def main(arguments: list[str] | None = None) -> int:
    given = _arguments().parse_args(arguments)
    try:
        settings = load(Settings)
        found = read_seal(
            given.scan.read_bytes(),
            _cutout(given, settings),
            keys=[key for _, key in settings.ink_mark_keys.keys],
            dpi=given.dpi,
            size_mm=given.size_mm,
        )
    except UNREADABLE as error:
        print(f"无法读取：{error}\nCannot be read: {error}", file=sys.stderr)
        return 2
    print(_said(found))
    return 0 if found else 1


def read_seal(
    scan: bytes,
    cutout: bytes,
    *,
    keys: list[bytes],
    dpi: float | None = None,
    size_mm: list[float] | None = None,
) -> Reading | None:
    """Raise ValueError for a cut-out or a scan that does not say how large it is.

    Without `dpi` the scan's own is taken; without one it counts as a whole A4 sheet.
    """
    with Image.open(io.BytesIO(scan)) as picture:
        dots_per_inch = dpi or _dpi(picture) or min(picture.size) / A4_WIDTH_MM * MM_PER_INCH
        dots = np.asarray(picture.convert("RGB"))
    width, height = size_mm or _size_mm(cutout)
    template = on_paper(cutout, width, height, finer=FINER)
    return read(dots, dots_per_inch / MM_PER_INCH, template, keys)


def _dpi(picture: Image.Image) -> float | None:
    """Screens say 72 or 96, and mean nothing by it."""
    across, _ = picture.info.get("dpi", (0, 0))
    return float(across) if across > 96 else None


def _size_mm(cutout: bytes) -> tuple[float, float]:
    with Image.open(io.BytesIO(cutout)) as picture:
        across, down = picture.info.get("dpi", (0, 0))
        if not across or not down:
            raise ValueError("印章图未注明尺寸 / the cut-out does not say its size: --size-mm")
        return picture.width / across * MM_PER_INCH, picture.height / down * MM_PER_INCH


def _cutout(given: argparse.Namespace, settings: Settings) -> bytes:
    if given.sha256 is None:
        return Path(given.cutout).read_bytes()
    return ObjectStore.of(settings).get(ObjectRef(key=given.cutout, sha256=given.sha256))


def _said(found: Reading | None) -> str:
    if found is None:
        return "没有读出打印序号。\nNo mark was read."
    sure = f"{BITS - found.wrong_bits}/{BITS}, {found.sigmas:.0f} σ"
    return (
        f"打印序号 {found.serial}（读对 {sure}）\n"
        f"Print serial {found.serial} (bits as written: {sure})"
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.print_svc.read_seal")
    parser.add_argument("scan", type=Path, help="扫描件 / the scan: PNG, JPEG or TIFF")
    parser.add_argument("--cutout", required=True, help="印章图 / the seal's cut-out, PNG or key")
    parser.add_argument("--sha256", help="对象存储中的摘要 / its digest in the object store")
    parser.add_argument("--dpi", type=float, help="扫描分辨率 / of the scan, if it does not say")
    parser.add_argument(
        "--size-mm", type=float, nargs=2, metavar=("W", "H"), help="印章尺寸 / of the cut-out"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
