"""Data into the areas of a planned side: texts, item lines, ticks, seals and signatures."""

from contracts.form_models import Box, Rect, StampArea
from services.print_svc.rendering.document import CertificateDocument, Stamp
from services.print_svc.rendering.forms import Side
from services.print_svc.rendering.ink import Ink, first_baseline
from services.print_svc.rendering.plan import BOLD, SERIF, BoxPlan, Tick, ValueArea, pitch_mm
from services.print_svc.rendering.refusals import RenderError
from services.print_svc.rendering.table import PADDING_MM, SheetLines, is_description
from services.print_svc.rendering.text import Run, Style, typeface, wrap
from services.print_svc.rendering.values import PLACEHOLDER, Values

TABLE_SIZE = 8.0
NUMBER_SIZE = 10.0
FIRST_LINE_SHARE = 0.88
STAMPS = ("enterprise_seal", "declarer_signature", "customs_seal", "officer_signature")
RUNNING_TEXT = ("marks",)


def table_style(document: CertificateDocument) -> Style:
    """The style of item lines, whose widths decide where they break."""
    return Style(typeface(SERIF, chinese=document.form.in_chinese), TABLE_SIZE)


class Filling:
    """Draws one document's data; sides and sheets are handed in."""

    def __init__(self, document: CertificateDocument, values: Values) -> None:
        self.document = document
        self.values = values
        self.chinese = document.form.in_chinese

    def draw(self, side: Side, lines: SheetLines, ink: Ink) -> None:
        """Fill a front, box by box in the form's order.

        Raises RenderError for a text or a stamp that does not fit into its area.
        """
        if side.number_at:
            style = Style(typeface(BOLD), NUMBER_SIZE)
            ink.words(*side.number_at, self.document.certificate_no, style)
        columns = iter(lines.columns)
        for plan in side.boxes:
            if plan.box.kind == "column" and side.table:
                self._draw_column(plan, side, next(columns), ink)
            for area in plan.values if plan.box.kind != "column" else ():
                self._draw_value(plan.box, area, ink)
            self._draw_ticks(plan.ticks, ink)
        self._draw_stamps(side, ink)

    def _draw_value(self, box: Box, area: ValueArea, ink: Ink) -> None:
        texts = [self.values.expand(template) for template in area.templates]
        text = "\n".join(text for text in texts if text.strip())
        if not text:
            return
        rows, style = self._fitted(box, area, text)
        height = len(rows) * pitch_mm(style.size)
        top = area.rect.y if area.anchor == "top" else area.rect.bottom - height - 0.2
        for number, row in enumerate(rows):
            baseline = first_baseline(top + number * pitch_mm(style.size), style.size)
            line = (Run(row, style),) if row else ()
            ink.aligned(area.rect, baseline, line, area.align)

    def _fitted(self, box: Box, area: ValueArea, text: str) -> tuple[list[str], Style]:
        for size in area.sizes:
            style = Style(typeface(area.chain, chinese=self.chinese), size)
            rows = wrap(text, style, area.rect.width)
            if len(rows) * pitch_mm(size) <= area.rect.height + 0.3:
                return rows, style
        raise RenderError("text.too_long", box=box.name, field=self._longest(area))

    def _longest(self, area: ValueArea) -> str:
        names = [str(m[1]) for text in area.templates for m in PLACEHOLDER.finditer(text)]
        return max(names, key=lambda name: len(self.values.shared.get(name, "")), default="")

    def _draw_column(self, plan: BoxPlan, side: Side, rows: tuple[str, ...], ink: Ink) -> None:
        if side.table is None:
            return
        style, pitch = table_style(self.document), side.table.line_pitch_mm
        first = side.table.body_mm.y + FIRST_LINE_SHARE * pitch
        area = Rect(plan.rect.x + PADDING_MM, first, plan.rect.width - 2 * PADDING_MM, 0)
        align = "left" if _runs(plan.box) else "center"
        for number, row in enumerate(rows):
            if row:
                ink.aligned(area, first + number * pitch, (Run(row, style),), align)

    def _draw_ticks(self, ticks: list[Tick], ink: Ink) -> None:
        for tick in ticks:
            if tick.name and self.values.shared.get(tick.name):
                box = tick.rect
                ink.rule(box.x + 0.3, box.y + 1.2, box.x + 1.0, box.bottom - 0.3, 0.4)
                ink.rule(box.x + 1.0, box.bottom - 0.3, box.right + 0.5, box.y - 0.4, 0.4)

    def _draw_stamps(self, side: Side, ink: Ink) -> None:
        for plan in side.boxes:
            for name in STAMPS if plan.signing else ():
                area: StampArea | None = getattr(plan.signing, name, None)
                if area is not None and name in plan.box.fields:
                    self._draw_stamp(plan, name, plan.moved(area.area_mm), ink)

    def _draw_stamp(self, plan: BoxPlan, name: str, area: Rect, ink: Ink) -> None:
        """At true size: seals in the middle of their area, signatures on its foot."""
        stamp: Stamp = getattr(self.document, name)
        if stamp.width_mm > area.width or stamp.height_mm > area.height:
            raise RenderError(
                "image.too_large",
                box=plan.box.name,
                field=name,
                width=stamp.width_mm,
                height=stamp.height_mm,
                room_width=area.width,
                room_height=area.height,
            )
        x = area.x + (area.width - stamp.width_mm) / 2
        spare = area.height - stamp.height_mm
        y = area.y + (spare / 2 if name.endswith("seal") else spare - 0.6 * min(spare, 1))
        ink.image(name, Rect(x, y, stamp.width_mm, stamp.height_mm))


def _runs(box: Box) -> bool:
    """Columns of running text are ragged right, columns of codes and figures centred."""
    return is_description(box) or any(name in box.fields for name in RUNNING_TEXT)
