"""Compares what the inspection says with what the generator knows."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from services.seal_svc.inspection import Verdict, inspect
from tests.scans.labelled import render


@dataclass(frozen=True, kw_only=True)
class Outcome:
    index: int
    label: str
    kind: str
    expected: str | None
    first: str | None
    """The first refusing finding, None if the scan passes."""
    findings: tuple
    warned: str | None
    """The code of the warning that is due."""
    clean: bool
    shape: tuple
    size_error_mm: float | None
    overlap: float | None
    seconds: float

    @property
    def right(self):
        return self.first == self.expected

    def says(self, code):
        return any(found == code and verdict != "ok" for found, verdict, _ in self.findings)


def judge(index, case, clock):
    data = render(case)
    start = clock()
    inspection = inspect(data, kind=case.kind)
    seconds = clock() - start
    report = inspection.report
    refusing = [f.code for f in report.findings if f.verdict is Verdict.REFUSE]
    measured = case.expected is None and report.width_mm is not None
    edged = measured and not case.bleed_mm  # where ink that has run ends is a matter of taste
    return Outcome(
        index=index,
        label=case.label,
        kind=case.kind,
        expected=case.expected,
        first=refusing[0] if refusing else None,
        findings=tuple((f.code, f.verdict.value, f.value) for f in report.findings if f.verdict),
        warned=case.warned,
        clean=case.clean,
        shape=(case.stamp.shape if case.kind == "seal" else "handwriting", report.shape),
        size_error_mm=_size_error(case, report) if measured else None,
        overlap=_overlap(case, inspection) if edged and inspection.cutout_png else None,
        seconds=seconds,
    )


def _size_error(case, report):
    measured = sorted((report.width_mm, report.height_mm))
    return max(abs(m - t) for m, t in zip(measured, sorted(case.size_mm), strict=True))


def _overlap(case, inspection):
    """Intersection over union of the cut-out's ink with the ink really laid."""
    alpha = np.asarray(Image.open(BytesIO(inspection.cutout_png)).getchannel("A")) >= 128
    place, scale = inspection.report.cutout, case.bed.px_per_mm
    x, y = (round(mm * scale) for mm in (place.x_mm, place.y_mm))
    truth = np.zeros(alpha.shape, bool)
    left, top = case.corner[0] - x, case.corner[1] - y
    height, width = case.truth.shape
    rows = slice(max(0, top), min(truth.shape[0], top + height))
    columns = slice(max(0, left), min(truth.shape[1], left + width))
    truth[rows, columns] = case.truth[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
    ]
    return float((alpha & truth).sum() / max((alpha | truth).sum(), 1))
