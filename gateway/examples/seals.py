"""Seals, signatures and the inspection of a scan."""

from typing import Final

from pydantic import BaseModel

from contracts.seals import (
    Finding,
    InspectionReport,
    ScanRequirements,
    StampList,
    StampView,
)
from contracts.values import StampKind
from gateway.examples.making import example
from gateway.routes.seals import Inspection, SealForm, SignatureForm
from gateway.specimens import (
    JOB_ID,
    MORNING,
    OPERATOR_ID,
    SEAL_ID,
    SHA256,
    VALID_FROM,
    VALID_TO,
)

FINDING: Final = example(
    Finding,
    code="size.too_large",
    verdict="ok",
    value=40.1,
    limit=45.0,
    rule="R10",
    message_zh="尺寸 40.1 mm，上限 45 mm（圆形）。",
    message_en="Size 40.1 mm, at most 45 mm (round).",
)
REPORT: Final = example(
    InspectionReport,
    verdict="ok",
    kind=StampKind.SEAL,
    shape="round",
    width_mm=40.1,
    height_mm=40.0,
    rotation_deg=0.4,
    dpi=600.0,
    ink="red",
    findings=(FINDING,),
)
STAMP: Final = example(
    StampView,
    stamp_id=SEAL_ID,
    kind=StampKind.SEAL,
    name="样本印章",
    state="active",
    operator_id=OPERATOR_ID,
    valid_from=VALID_FROM,
    valid_to=VALID_TO,
    scan_sha256=SHA256,
    made_at=MORNING,
    report=REPORT,
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    STAMP,
    example(StampList, stamps=(STAMP,)),
    example(
        SealForm,
        name="样本印章",
        operator_id=OPERATOR_ID,
        valid_from=VALID_FROM,
        valid_to=VALID_TO,
        challenge_id=JOB_ID,
        card_signature="MEUCIQDSpecimen…",
    ),
    example(SignatureForm, declarer_id=SEAL_ID),
    example(
        ScanRequirements,
        kind=StampKind.SEAL,
        sheet_width_mm=210.0,
        sheet_height_mm=297.0,
        least_dpi=600,
        colour="colour",
        formats=("JPEG", "PNG", "TIFF", "BMP", "PDF"),
        most_bytes=64 * 1024 * 1024,
        sizes=({"shape": "round", "longest_mm": 45.0, "shortest_mm": 45.0, "rule": "R10"},),
        notes=(
            {
                "rule": "R8",
                "message_zh": "使用竖放的空白 A4 纸，印章盖在正中央，整张扫描",
                "message_en": "Blank A4, upright, the seal in its centre, the whole sheet scanned",
            },
        ),
    ),
    example(
        Inspection,
        report=REPORT,
        overlay_png_base64="iVBORw0KGgo…",
        preview_png_base64="iVBORw0KGgo…",
    ),
)
