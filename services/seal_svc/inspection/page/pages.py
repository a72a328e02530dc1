"""The sheet as a whole, on a small page at 75 dpi."""

from dataclasses import dataclass, field

from services.seal_svc.inspection.arrays import Pixels
from services.seal_svc.inspection.files.rasters import Raster
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.findings import Notebook
from services.seal_svc.inspection.limits import LEAST_SIDE_PX, MAX_SIDE_RATIO
from services.seal_svc.inspection.page.geometry import note_claim, note_geometry
from services.seal_svc.inspection.page.paper import MM, Paper, model_paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as decoded: `dpi` from its own geometry, `thumb` at 75 dpi, crops on demand."""

    raster: Raster = field(repr=False)
    source: Source = field(repr=False)
    thumb: Pixels = field(repr=False)
    paper: Paper = field(repr=False)
    dpi: float

    @property
    def px_per_mm(self) -> float:
        """Of the full-size page."""
        return self.dpi / 25.4

    @property
    def scale(self) -> float:
        """Full-size pixels per small-page pixel."""
        return self.raster.size[0] / int(self.thumb.shape[1])

    @property
    def shown_dpi(self) -> float:
        """Rounded to 0.1 dpi, for people."""
        return round(self.dpi, 1)


def look(source: Source, book: Notebook) -> Page | None:
    """None when the picture is so small or thin that nothing else can be said.

    Raises FileRefusedError when it cannot be decoded.
    """
    raster = Raster(source)
    width, height = raster.size
    dpi = note_geometry(raster.size, book)
    note_claim(source, dpi, book)
    ratio = height / width
    if min(width, height) < LEAST_SIDE_PX or max(ratio, 1 / ratio) > MAX_SIDE_RATIO:
        return None
    size = (round(width / dpi * 25.4 * MM), round(height / dpi * 25.4 * MM))
    thumb = raster.thumbnail(size)
    paper = model_paper(thumb)
    book.measure("image.background", round(paper.level, 1))
    return Page(raster=raster, source=source, thumb=thumb, paper=paper, dpi=dpi)
