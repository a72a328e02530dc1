"""The parts of a certificate type: boxes, areas, wording, paging; millimetres from the top left.

Only shape stands here; `form_checks` compares the parts with one another.
"""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low"]
BoxKind = Literal[
    "cell",
    "column",
    "remarks",
    "official",
    "declaration",
    "certification",
    "checkbox",
    "reverse",
]


class Rect(NamedTuple):
    """x, y, width and height in millimetres from the top-left corner of an A4 portrait sheet."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def contains(self, other: "Rect") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right + 1e-6
            and other.bottom <= self.bottom + 1e-6
        )

    def overlaps(self, other: "Rect") -> bool:
        return (
            self.x < other.right - 1e-6
            and other.x < self.right - 1e-6
            and self.y < other.bottom - 1e-6
            and other.y < self.bottom - 1e-6
        )


class Part(BaseModel):
    """Frozen, and every key of the data is known: a misspelt one stops the program."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldSpec(Part):
    """A datum that boxes refer to; gacc is its element in the customs import interface.

    `required` holds inside boxes that are not optional; `printed` is what a set flag prints.
    """

    zh: str
    en: str
    gacc: str | None
    kind: Literal["text", "date", "flag", "image"]
    source: Literal["data", "document"]
    required: bool
    constant: str | None
    printed: str | None
    sample: str | None


class BoxValue(Part):
    """A line template; it stands after the given line of the box's label, or below all of them.

    In a column it is printed for each item, or once for the certificate.
    """

    text: str
    line: int | None
    per_item: bool = False


class Box(Part):
    box: str | None
    label: str
    label_printed: str | None
    kind: BoxKind
    filled_by: Literal["applicant", "issuing_authority", "importing_customs", "system"]
    optional: bool
    fields: tuple[str, ...]
    values: tuple[BoxValue, ...]
    rect_mm: Rect
    page: Literal["front", "reverse"]
    assumed: bool

    @property
    def name(self) -> str:
        """What error messages call the box."""
        return self.box or self.kind


class Table(Part):
    header_mm: Rect
    body_mm: Rect
    line_pitch_mm: Annotated[float, Field(gt=2)]
    body_lines_first_page: int | None = None


class Marker(Part):
    original: str
    copy_: Annotated[str, Field(alias="copy")]
    rect_mm: Rect
    align: Literal["left", "center", "right"]
    confidence: Confidence


class SheetCount(Part):
    pattern: str
    rect_mm: Rect


class FormLayout(Part):
    frame_mm: Rect
    title_block_mm: Rect
    title_mm: Rect
    cert_no_mm: Rect
    cert_no_in_box: bool
    qr_mm: Rect
    heading_mm: Rect | None
    footer_mm: Rect | None
    serial_mm: Rect
    sheet_count: SheetCount
    marker: Marker
    table: Table
    confidence: Confidence


class StampArea(Part):
    required: bool
    area_mm: Rect
    confidence: Confidence | None = None


class FieldsArea(Part):
    fields: tuple[str, ...]
    area_mm: Rect


class TextArea(Part):
    text: str
    area_mm: Rect


class LinesArea(Part):
    lines: tuple[str, ...]
    area_mm: Rect


class Signing(Part):
    """What the declaration and the certification share."""

    box: str | None
    wording: tuple[str, ...]
    place_and_date: FieldsArea
    caption: TextArea
    signature_caption: str | None
    footnote: TextArea | None
    contact: LinesArea | None
    note: str | None = None


class Declaration(Signing):
    blanks: tuple[str, ...]
    enterprise_seal: StampArea
    declarer_signature: StampArea


class Certification(Signing):
    customs_seal: StampArea
    officer_signature: StampArea
    printed_fields: tuple[str, ...] = ()


class RepeatedBox(Part):
    box: str | None
    rect_mm: Rect


class Continuation(Part):
    """How sheets after the first look; `boxes` "all" repeats the first sheet's form."""

    style: Literal["attachment_page", "continuation_sheet", "continuation_page_same_number"]
    heading: str | None
    boxes: Literal["all"] | tuple[RepeatedBox, ...]
    heading_mm: Rect | None = None
    title_mm: Rect | None = None
    cert_no_mm: Rect | None = None
    qr_mm: Rect | None = None
    table: Table | None = None
    repeats: tuple[str, ...] = ()
    numbering: str | None = None
    page_break_text: str | None = None
    overleaf_on_back: bool | None = None
    confidence: Confidence
    geometry_confidence: Confidence


class Overleaf(Part):
    present: bool
    heading: str | None = None
    language: str | None = None
    note: str | None = None
    notes: tuple[str, ...]
    notes_mm: Rect | None
    notes_confidence: Confidence | None
    confidence: Confidence


class FormatVersion(Part):
    """A form as printed on certificates issued from a day on; `labels` replaces labels of boxes."""

    from_issue_date: date
    max_items: int | None
    labels: dict[str, str]
    note: str | None
    confidence: Confidence | None


class Number(Part):
    label: str
    pattern: str
    regex: str
    length: int
    example: str | None = None
    confidence: Confidence


class Channel(Part):
    allowed: bool
    destinations: tuple[str, ...] = ()
    since: date | None = None
    since_national: date | None = None
    note: str | None = None
    confidence: Confidence


class LegalBasis(Part):
    treaty: str
    in_force: date | None
    amended: str | None = None
    confidence: Confidence


class Copies(Part):
    originals: int
    copies: int
    note: str | None = None
    confidence: Confidence


class Pages(Part):
    first_sheet_front: int
    first_sheet_reverse: int


class Items(Part):
    max_per_certificate: int | None
    printed_as: str | None
    confidence: Confidence
    per_page_estimate: int
    per_page_confidence: Confidence


class OriginCriterion(Part):
    code: str
    meaning: str


class OriginCriteria(Part):
    codes: tuple[OriginCriterion, ...]
    suffix_rule: str | None
    legacy_codes: tuple[str, ...] = ()
    confidence: Confidence


class Paper(Part):
    size: Literal["A4"]
    preprinted_background: str | None
    confidence: Confidence
    screen_tint_suggestion: str


class TypeConfidence(Part):
    boxes: Confidence
    labels: Confidence
    layout: Confidence
