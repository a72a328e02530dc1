"""A certificate as bare drawing orders, so that other libraries can draw the very same pages.

The peers are spared all layout: every text arrives with its place.
"""

from dataclasses import dataclass, field

from contracts.form_models import Rect
from services.print_svc.rendering import CertificateDocument
from services.print_svc.rendering.filling import Filling, table_style
from services.print_svc.rendering.forms import PreparedForm, Side, draw_side, prepared
from services.print_svc.rendering.ink import Ink
from services.print_svc.rendering.table import lay_out
from services.print_svc.rendering.text import Line
from services.print_svc.rendering.values import Values


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    baseline: float
    words: str
    size: float
    bold: bool


@dataclass(slots=True)
class Drawing:
    """What stands on one side of a sheet (mm); rules have no height or no width."""

    texts: list[Text] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    frames: list[Rect] = field(default_factory=list)
    images: list[tuple[str, Rect]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pages:
    """The form itself, front and back, and what one document adds to the front."""

    front: Drawing
    back: Drawing
    data: Drawing
    qr: Rect


class Recorder(Ink):
    """An Ink that notes instead of drawing."""

    def __init__(self) -> None:
        super().__init__(None)
        self.drawing = Drawing()

    def text(self, x: float, baseline: float, line: Line) -> None:
        for run in line:
            bold = run.style.typeface.chain.startswith("B")
            self.drawing.texts.append(Text(x, baseline, run.text, run.style.size, bold))
            x += run.width_mm

    def rule(self, x: float, y: float, x2: float, y2: float, _width_mm: float = 0.2) -> None:
        self.drawing.rules.append(Rect(x, y, x2 - x, y2 - y))

    def dots(self, x: float, y: float, x2: float) -> None:
        self.drawing.rules.append(Rect(x, y, x2 - x, 0))

    def frame(self, rect: Rect, _width_mm: float = 0.2) -> None:
        self.drawing.frames.append(rect)

    def image(self, name: str, rect: Rect) -> None:
        self.drawing.images.append((name, rect))


def record(document: CertificateDocument) -> Pages:
    """The pages of a certificate that fits on one sheet."""
    ready = prepared(document.form, document.issue_date)
    values = Values(document)
    lines = lay_out(document, values, table_style(document), (ready.first.capacity, 1))[0]
    data = Recorder()
    Filling(document, values).draw(ready.first, lines, data)
    front, back = _sides(ready)
    layout = document.form.layout
    return Pages(_side(ready, front), _side(ready, back), data.drawing, layout.qr_mm)


def _sides(ready: PreparedForm) -> tuple[Side, Side]:
    if ready.reverse is None:
        raise ValueError("the benchmark draws a form with overleaf notes")
    return ready.first, ready.reverse


def _side(ready: PreparedForm, side: Side) -> Drawing:
    recorder = Recorder()
    draw_side(ready.form, side, recorder)
    return recorder.drawing
