"""The parts of a certificate form: boxes, areas, wording, paging; millimetres from the top left.

`forms` puts them together, `form_checks` compares them with one another.
"""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["high", "medium", "low"]
"""Seen in a text of the form or in a regulation; one indirect source; an assumption."""

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
        """Edges may touch."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right + 1e-6
            and other.bottom <= self.bottom + 1e-6
        )

    def overlaps(self, other: "Rect") -> bool:
        """Rectangles whose edges only touch do not overlap."""
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
    """A datum that boxes refer to; `gacc` is its element in the customs import interface.

    `required` holds inside boxes that are not optional; `constant` is what is printed where the
    data say nothing, `printed` what a set flag prints, `sample` what specimens say. A field of the
    source "document" comes with the document and not with its data.
    """

    zh: str
    en: str
    gacc: str | None = None
    kind: Literal["text", "date", "flag", "image"] = "text"
    source: Literal["data", "document"] = "data"
    required: bool = False
    constant: str | None = None
    printed: str | None = None
    sample: str | None = None


class BoxValue(Part):
    """A line template; it stands after the given line of the box's label, or below all of them.

    In a column it is printed for each item, or once for the certificate.
    """

    text: str
    line: int | None = None
    per_item: bool = False


class Box(Part):
    """A box where it stands on the first sheet; `label_printed` replaces number and label."""

    box: str | None
    label: str
    label_printed: str | None = None
    kind: BoxKind
    filled_by: Literal["applicant", "issuing_authority", "importing_customs", "system"] = (
        "applicant"
    )
    optional: bool = False
    fields: tuple[str, ...]
    values: tuple[BoxValue, ...] = ()
    rect_mm: Rect
    page: Literal["front", "reverse"] = "front"

    @property
    def name(self) -> str:
        """What error messages call the box."""
        return self.box or self.kind


class Table(Part):
    """The item table: one grid of lines for all columns, `line_pitch_mm` apart."""

    header_mm: Rect
    body_mm: Rect
    line_pitch_mm: Annotated[float, Field(gt=2)]
    body_lines_first_page: int | None = None


class Marker(Part):
    """The words that tell an original from a copy."""

    original: str
    copy_: Annotated[str, Field(alias="copy")]
    rect_mm: Rect
    align: Literal["left", "center", "right"]


class SheetCount(Part):
    """`pattern` names `page` and `pages` in braces."""

    pattern: str
    rect_mm: Rect


class FormLayout(Part):
    """Where everything beside the boxes stands; boxes and title block tile the frame."""

    frame_mm: Rect
    title_block_mm: Rect
    title_mm: Rect
    cert_no_mm: Rect
    cert_no_in_box: bool
    qr_mm: Rect
    footer_mm: Rect | None = None
    serial_mm: Rect
    sheet_count: SheetCount
    marker: Marker
    table: Table


class StampArea(Part):
    """Room for a seal or a signature, which is printed at its own size."""

    area_mm: Rect


class FieldsArea(Part):
    """Where the named fields are printed one behind the other."""

    fields: tuple[str, ...]
    area_mm: Rect


class TextArea(Part):
    """Where a text of the form is printed."""

    text: str
    area_mm: Rect


class LinesArea(Part):
    """Where line templates are printed one below the other, sharing the height."""

    lines: tuple[str, ...]
    area_mm: Rect


class Signing(Part):
    """What the declaration and the certification share.

    In the wording a line that is one field in braces is a blank on a dotted rule, one in
    parentheses a caption below it.
    """

    box: str | None
    wording: tuple[str, ...]
    place_and_date: FieldsArea
    caption: TextArea
    signature_caption: str | None = None
    footnote: TextArea | None = None
    contact: LinesArea | None = None


class Declaration(Signing):
    """The exporter's; the area of the seal stays empty on forms that take none (R102)."""

    enterprise_seal: StampArea
    declarer_signature: StampArea


class Certification(Signing):
    """The issuing authority's."""

    customs_seal: StampArea
    officer_signature: StampArea


class RepeatedBox(Part):
    """A box of the first sheet at its place on a further one."""

    box: str | None
    rect_mm: Rect


class Continuation(Part):
    """How sheets after the first look; heading and repeated boxes tile the same frame."""

    heading: str
    boxes: tuple[RepeatedBox, ...]
    heading_mm: Rect
    title_mm: Rect
    cert_no_mm: Rect
    qr_mm: Rect
    table: Table


class Overleaf(Part):
    """Notes on the back of every sheet."""

    heading: str
    notes: tuple[str, ...]
    notes_mm: Rect
    notes_confidence: Confidence


class FormatVersion(Part):
    """A form as printed on certificates issued from a day on; `labels` replaces labels of boxes."""

    from_issue_date: date
    max_items: int | None = None
    labels: dict[str, str] = {}
    note: str | None = None
    confidence: Confidence | None = None


class Number(Part):
    """The certificate number: what is printed before it, and which numbers the type has (R97)."""

    label: str
    regex: str
    example: str | None = None
    confidence: Confidence


class Items(Part):
    """How many items a certificate takes (R100); None is any number."""

    max_per_certificate: int | None
    confidence: Confidence
