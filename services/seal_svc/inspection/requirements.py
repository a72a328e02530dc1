"""采集注意事项: what a scan must be like, told before it is made (R8-R18).

The numbers are those by which scans are judged (`limits`), so that nobody is told others.
"""

from typing import Final

from contracts.seals import CaptureNote, ScanRequirements, SizeLimit
from contracts.values import StampKind
from services.seal_svc.inspection.limits import A4_MM, MAX_BYTES, SIZES_MM

LEAST_DPI: Final = 600
"""What users are told; the limit leaves a scanner's error below it (R9)."""

FORMATS: Final = ("JPEG", "PNG", "TIFF", "BMP", "PDF")

_SHAPES: Final = {
    StampKind.SEAL: ("round", "rectangle", "oval"),
    StampKind.SIGNATURE: ("handwriting",),
}
_SHEET: Final = {
    StampKind.SEAL: ("印章盖在正中央", "stamp the seal in its centre"),
    StampKind.SIGNATURE: ("签名写在正中央", "sign in its centre"),
}
_COLOUR_NOTES: Final = {
    StampKind.SEAL: CaptureNote(rule="R9", message_zh="彩色扫描", message_en="Scan in colour"),
    StampKind.SIGNATURE: CaptureNote(
        rule="R18", message_zh="黑白扫描", message_en="Scan in black and white"
    ),
}
_NEVER: Final = (
    CaptureNote(
        rule="R13",
        message_zh="不要用手机拍照或扫描，也不要扫描复印件",
        message_en="Neither photograph nor scan it with a telephone, and scan no photocopy",
    ),
    CaptureNote(
        rule="R14",
        message_zh="不要用制图软件处理，关闭扫描仪的去背景和增强功能",
        message_en="Use no drawing software; switch the scanner's enhancements off",
    ),
    CaptureNote(
        rule="R16",
        message_zh="保存前查看检查图：边缘完整、文字清楚、没有杂点",
        message_en="Look at the picture of the check before saving: whole, sharp, without specks",
    ),
)
_LETTERS: Final = CaptureNote(
    rule="R15",
    message_zh="使用企业声明栏所用的中英文印章",
    message_en="Use the Chinese-English seal of the exporter's declaration box",
)


def requirements_of(kind: StampKind) -> ScanRequirements:
    """Of a seal's or of a signature's scan; sides in millimetres."""
    width, height = A4_MM
    sizes = (SIZES_MM[shape] for shape in _SHAPES[kind])
    return ScanRequirements(
        kind=kind,
        sheet_width_mm=width,
        sheet_height_mm=height,
        least_dpi=LEAST_DPI,
        colour="colour" if kind is StampKind.SEAL else "black_white",
        formats=FORMATS,
        most_bytes=MAX_BYTES,
        sizes=tuple(
            SizeLimit(shape=shape, longest_mm=longest, shortest_mm=shortest, rule=rule)
            for shape, (longest, shortest, rule) in zip(_SHAPES[kind], sizes, strict=True)
        ),
        notes=_notes(kind),
    )


def _notes(kind: StampKind) -> tuple[CaptureNote, ...]:
    place_zh, place_en = _SHEET[kind]
    sheet = CaptureNote(
        rule="R8",
        message_zh=f"使用竖放的空白 A4 纸，{place_zh}，整张扫描",
        message_en=f"Take a blank A4 sheet, upright, {place_en}, and scan the whole sheet",
    )
    density = CaptureNote(
        rule="R9",
        message_zh=f"分辨率 {LEAST_DPI} dpi 或以上",
        message_en=f"{LEAST_DPI} dpi or more",
    )
    letters = (_LETTERS,) if kind is StampKind.SEAL else ()
    return (sheet, *letters, density, _COLOUR_NOTES[kind], *_NEVER)
