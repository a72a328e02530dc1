"""Draws what was found over a small picture of the page; labels are numbers and English."""

from typing import Final

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import Pixels, Points
from services.seal_svc.inspection.limits import SIZES_MM
from services.seal_svc.inspection.page.paper import MM, THUMB_DPI
from services.seal_svc.inspection.pictures.png import encode_png
from services.seal_svc.inspection.report import Finding, Report, Verdict

_COLOURS: Final = {
    Verdict.OK: (40, 140, 70),
    Verdict.WARN: (230, 130, 0),
    Verdict.REFUSE: (210, 30, 40),
}
_BLUE: Final = (20, 110, 170)
_GREY: Final = (150, 150, 150)
_FONT: Final = cv2.FONT_HERSHEY_SIMPLEX
_MAX_LINES: Final = 12
_PAPER_SPREAD: Final = 14
"""Levels below the usual paper that are still shown as white."""


def draw_overlay(thumb: Pixels, report: Report, outline: Points | None) -> bytes:
    """PNG of the small page's size and density; `outline` in small-page pixels.

    With an outline the report has a shape and sizes.
    """
    page = _bleached(thumb)
    cv2.rectangle(page, (0, 0), (page.shape[1] - 1, page.shape[0] - 1), _GREY, 1)
    _centre_cross(page)
    if outline is not None:
        _draw_outline(page, outline, report)
    _draw_places(page, report.findings)
    _draw_text(page, report)
    return encode_png(page, dpi=THUMB_DPI)


def _bleached(thumb: Pixels) -> Pixels:
    """Paper becomes plain white, so that the preview is legible and small."""
    paper = float(np.median(thumb[::4, ::4, 1]))
    levels = np.clip(np.arange(256) * 255 / max(paper - _PAPER_SPREAD, 1.0), 0, 255)
    return np.asarray(cv2.LUT(thumb, levels.astype(np.uint8)))


def _centre_cross(page: Pixels) -> None:
    height, width = page.shape[:2]
    x, y = width // 2, height // 2
    cv2.line(page, (x - 12, y), (x + 12, y), _GREY, 1, cv2.LINE_AA)
    cv2.line(page, (x, y - 12), (x, y + 12), _GREY, 1, cv2.LINE_AA)


def _draw_outline(page: Pixels, outline: Points, report: Report) -> None:
    colour = _COLOURS[report.verdict]
    cv2.polylines(page, [np.rint(outline * 16).astype(np.int32)], True, colour, 1, cv2.LINE_AA, 4)
    centre = outline.mean(axis=0)
    turn = np.radians(report.rotation_deg or 0.0)
    along = np.array([np.cos(turn), np.sin(turn)]) * (report.width_mm or 0) / 2 * MM
    across = np.array([-np.sin(turn), np.cos(turn)]) * (report.height_mm or 0) / 2 * MM
    for half in (along, across):
        cv2.line(page, _pixel(centre - half), _pixel(centre + half), _BLUE, 1, cv2.LINE_AA)
    longest, shortest, _ = SIZES_MM[report.shape or "handwriting"]
    _draw_limit(page, centre, report, (longest, shortest))
    x, y = _pixel(outline.max(axis=0))
    _label(page, f"{report.width_mm:g} x {report.height_mm:g} mm", (x - 60, y + 34), _BLUE)
    _label(page, f"limit {longest:g} x {shortest:g} mm", (x - 60, y + 50), _GREY)


def _draw_limit(page: Pixels, centre: Points, report: Report, limit: tuple[float, float]) -> None:
    at, size = (float(centre[0]), float(centre[1])), (limit[0] * MM, limit[1] * MM)
    angle = report.rotation_deg or 0.0
    if report.shape in ("round", "oval"):
        cv2.ellipse(page, (at, size, angle), _GREY, 1, cv2.LINE_AA)
    else:
        corners = cv2.boxPoints((at, size, angle))
        cv2.polylines(page, [np.rint(corners).astype(np.int32)], True, _GREY, 1, cv2.LINE_AA)


def _draw_places(page: Pixels, findings: tuple[Finding, ...]) -> None:
    for number, finding in enumerate(_shown(findings), 1):
        if finding.place is None:
            continue
        place = finding.place
        x, y = int(place.x_mm * MM), int(place.y_mm * MM)
        right, bottom = x + int(place.width_mm * MM), y + int(place.height_mm * MM)
        colour = _COLOURS[finding.verdict]
        cv2.rectangle(page, (x - 4, y - 4), (right + 4, bottom + 4), colour, 1, cv2.LINE_AA)
        _label(page, str(number), (x - 2, y - 8), colour)


def _draw_text(page: Pixels, report: Report) -> None:
    """The head of the sheet: verdict, then one line for each complaint."""
    dpi = f"   {report.dpi:g} dpi" if report.dpi else ""
    head = f"{report.verdict.value.upper()}   {report.shape or '-'}   {report.ink or '-'}{dpi}"
    _label(page, head, (14, 24), _COLOURS[report.verdict], scale=0.55)
    for number, finding in enumerate(_shown(report.findings), 1):
        text = f"{number} {finding.code}  {_numbers(finding)}  {finding.rule or ''}"
        _label(page, text, (14, 28 + 18 * number), _COLOURS[finding.verdict])


def _numbers(finding: Finding) -> str:
    if finding.value is None:
        return ""
    limit = "" if finding.limit is None else f" (limit {finding.limit})"
    return "".join(c for c in f"{finding.value}{limit}" if c.isascii())


def _shown(findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if f.verdict is not Verdict.OK][:_MAX_LINES]


def _label(
    page: Pixels,
    text: str,
    at: tuple[int, int],
    colour: tuple[int, int, int],
    *,
    scale: float = 0.42,
) -> None:
    (width, height), _ = cv2.getTextSize(text, _FONT, scale, 1)
    x, y = (
        max(2, min(at[0], page.shape[1] - width - 2)),
        max(height + 2, min(at[1], page.shape[0] - 4)),
    )
    cv2.rectangle(page, (x - 2, y - height - 3), (x + width + 2, y + 4), (255, 255, 255), -1)
    cv2.putText(page, text, (x, y), _FONT, scale, colour, 1, cv2.LINE_AA)


def _pixel(point: Points) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
