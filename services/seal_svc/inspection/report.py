"""What an inspection says: findings, the report they add up to, and the pictures beside it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

Kind = Literal["seal", "signature"]
Shape = Literal["round", "oval", "rectangle", "handwriting"]


class Verdict(StrEnum):
    """A scan with warnings may be stored, a refused one not."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"

    @property
    def severity(self) -> int:
        """0 to 2; the worst finding is the report's verdict."""
        return ("ok", "warn", "refuse").index(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A rectangle on the upright page, in millimetres from its top left corner."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float

    def to_dict(self) -> dict[str, float]:
        """As a part of the stored report, mm."""
        return {
            "x_mm": self.x_mm,
            "y_mm": self.y_mm,
            "width_mm": self.width_mm,
            "height_mm": self.height_mm,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: `value` against `limit`, the rule behind it, and what to do.

    `code` is one of the catalogue's; both numbers have the unit that the table of limits names.
    """

    code: str
    verdict: Verdict
    value: float | str | None
    limit: float | str | None
    rule: str | None
    message_zh: str
    message_en: str
    place: Place | None = None

    def to_dict(self) -> dict[str, Any]:
        """As a part of the stored report: JSON values only."""
        return {
            "code": self.code,
            "verdict": self.verdict.value,
            "value": self.value,
            "limit": self.limit,
            "rule": self.rule,
            "message_zh": self.message_zh,
            "message_en": self.message_en,
            "place": self.place.to_dict() if self.place else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Sizes are millimetres over the ink's outer edge, `dpi` is the page's own resolution.

    `width_mm` runs along `rotation_deg`, degrees clockwise from horizontal. `shape` is also
    `handwriting` for a seal whose shape is unknown; nothing is measured where nothing was found.
    """

    kind: Kind
    findings: tuple[Finding, ...]
    shape: Shape | None = None
    width_mm: float | None = None
    height_mm: float | None = None
    size_error_mm: float | None = None
    """By which either size may be off; None for a shape that is unknown."""
    rotation_deg: float | None = None
    dpi: float | None = None
    ink: str | None = None
    """See `ink_name`."""
    cutout: Place | None = None
    """Where on the page the cut-out was taken."""

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings; ok when there are none."""
        return max((f.verdict for f in self.findings), key=lambda v: v.severity, default=Verdict.OK)

    @property
    def readable(self) -> bool:
        """Whether there is a picture in the file; it may be refused nevertheless."""
        return all(f.code != "file.unreadable" for f in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """The form that is stored and sent: JSON values only."""
        return {
            "verdict": self.verdict.value,
            "kind": self.kind,
            "shape": self.shape,
            "width_mm": self.width_mm,
            "height_mm": self.height_mm,
            "size_error_mm": self.size_error_mm,
            "rotation_deg": self.rotation_deg,
            "dpi": self.dpi,
            "ink": self.ink,
            "cutout": self.cutout.to_dict() if self.cutout else None,
            "findings": [finding.to_dict() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The cut-out is there when an imprint was found, the overlay when a page could be looked at.

    Both are PNG: RGBA at the page's density, and RGB at 75 dpi.
    """

    report: Report
    cutout_png: bytes | None = None
    overlay_png: bytes | None = None
