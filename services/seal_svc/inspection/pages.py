"""The sheet as a whole: A4, upright, at which resolution, scanned by what."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from contracts.sentences import Sentence
from services.seal_svc.inspection import capture
from services.seal_svc.inspection.cloning import cloned_pixels
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.limits import A4_MM, LEAST_CLONED_MM2, LIMITS, MOIRE
from services.seal_svc.inspection.paper import MM, Paper, model_paper
from services.seal_svc.inspection.patterns import on_paper, verdict_of
from services.seal_svc.inspection.rasters import Pixels, Raster
from services.seal_svc.inspection.report import Verdict
from services.seal_svc.inspection.sources import Source

_LEAST_SIDE: Final = 150
_WIDEST: Final = 3.0
_A4_RATIO: Final = A4_MM[1] / A4_MM[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A decoded page: `dpi` from its own geometry, `thumb` at 75 dpi, crops on demand."""

    raster: Raster = field(repr=False)
    source: Source = field(repr=False)
    thumb: Pixels = field(repr=False)
    paper: Paper = field(repr=False)
    dpi: float

    @property
    def px_per_mm(self) -> float:
        return self.dpi / 25.4

    @property
    def scale(self) -> float:
        """Full-size pixels per small-page pixel."""
        return self.raster.size[0] / int(self.thumb.shape[1])

    @property
    def shown_dpi(self) -> float:
        return round(self.dpi, 1)


def look(raster: Raster, source: Source, book: Notebook) -> Page | None:
    """None when the picture is so small or thin that nothing else can be said."""
    width, height = raster.size
    ratio = height / width
    dpi = _geometry(raster, book)
    _note_claim(source, dpi, book)
    if min(width, height) < _LEAST_SIDE or max(ratio, 1 / ratio) > _WIDEST:
        return None
    size = (round(width / dpi * 25.4 * MM), round(height / dpi * 25.4 * MM))
    thumb = raster.thumbnail(size)
    page = Page(raster=raster, source=source, thumb=thumb, paper=model_paper(thumb), dpi=dpi)
    _capture(page, book)
    _note_cloned(page, book)
    return page


def _geometry(raster: Raster, book: Notebook) -> float:
    width, height = raster.size
    dpi = float(np.sqrt((width / A4_MM[0]) * (height / A4_MM[1]))) * 25.4
    ratio = height / width
    if _deviation(1 / ratio) < LIMITS["page.not_a4"].refuse_at:
        book.note("page.landscape", Verdict.REFUSE, Facts(value=f"{width}x{height}"))
        dpi = float(np.sqrt((height / A4_MM[0]) * (width / A4_MM[1]))) * 25.4
    else:
        off = _deviation(ratio)
        book.measure("page.not_a4", off, Facts(sign=_sides(width, height)))
    book.measure("page.resolution_low", round(dpi, 1))
    return dpi


def _note_claim(source: Source, dpi: float, book: Notebook) -> None:
    claim = source.declared_dpi
    allowed = LIMITS["page.dpi_declared"].warn or 0.0
    if claim and abs(claim / dpi - 1) * 100 > allowed:
        book.note("page.dpi_declared", Verdict.WARN, Facts(value=round(claim), limit=round(dpi)))


def _deviation(ratio: float) -> float:
    """From A4's proportion, in %."""
    return abs(ratio / _A4_RATIO - 1) * 100


def _sides(width: int, height: int) -> Sentence:
    sides = f"{width}x{height} px, 1:{height / width:.2f}"
    return Sentence(zh=f"{sides}，应为 1:1.41", en=f"{sides} instead of 1:1.41")


def note_drawn_over(book: Notebook) -> None:
    _refuse(
        book,
        "capture.edited",
        Sentence(zh="PDF 中叠加了文字或图形", en="text or lines drawn into the PDF"),
    )


def _refuse(book: Notebook, code: str, sign: Sentence, verdict: Verdict = Verdict.REFUSE) -> None:
    book.note(code, verdict, Facts(sign=sign))


def _capture(page: Page, book: Notebook) -> None:
    found = capture.tagged(page.source)
    if page.raster.transparent:
        found.setdefault("capture.edited", Sentence(zh="背景透明", en="a transparent background"))
    if (
        page.source.declared_dpi
        and page.source.format in ("PNG", "BMP")
        and capture.is_screen(page.raster.size)
    ):
        found.setdefault(
            "capture.screenshot", Sentence(zh="尺寸与屏幕相同", en="the size of a screen")
        )
    for code, sign in found.items():
        _refuse(book, code, sign)
    if "capture.photo" not in found:
        _light(page, book)


def _light(page: Page, book: Notebook) -> None:
    around = capture.surroundings(page.thumb, page.paper)
    slanting = around.tilt > 0.4 or page.paper.fall_off > LIMITS["capture.photo"].refuse_at
    if around.share > 1.5 and slanting:
        _refuse(
            book,
            "capture.photo",
            Sentence(zh="纸边倾斜，可见周围物体", en="slanting sheet edges, surroundings in view"),
        )
        return
    if around.share > 3:
        book.note(
            "page.not_a4",
            Verdict.REFUSE,
            Facts(
                value=round(around.share, 1),
                sign=Sentence(
                    zh=f"图像的 {around.share:.0f}% 不是纸面",
                    en=f"{around.share:.0f} % of the picture is not paper",
                ),
            ),
        )
        return
    if _moire(page, book):
        return
    fall = page.paper.fall_off
    sign = Sentence(
        zh=f"页面明暗相差 {fall:.0f}%", en=f"light varies by {fall:.0f} % over the page"
    )
    book.measure("capture.photo", fall, Facts(sign=sign))


def _moire(page: Page, book: Notebook) -> bool:
    """The grid of a display, or the dots of a print, beating with those of a camera."""
    waves = on_paper(page.thumb, page.paper)
    verdict = verdict_of(waves.first, waves.amplitude, MOIRE)
    if verdict is None:
        return False
    height = round(waves.amplitude * 2, 1)
    sign = Sentence(zh=f"摩尔纹，起伏 {height} 级", en=f"moire, waves of {height} levels")
    _refuse(book, "capture.photo", sign, verdict)
    return True


def _note_cloned(page: Page, book: Notebook) -> None:
    words = page.raster.exact_words()
    area = cloned_pixels(words) / page.px_per_mm**2 if words is not None else 0.0
    if area >= LEAST_CLONED_MM2:
        sign = Sentence(
            zh=f"{area:.0f} mm² 纸面是复制的", en=f"{area:.0f} mm² of paper copied from beside it"
        )
        _refuse(book, "capture.edited", sign)
