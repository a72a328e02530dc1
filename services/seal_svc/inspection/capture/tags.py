"""What the file itself tells of its origin: programs, exposure, transparency, a screen's size."""

from typing import Final

from contracts.sentences import Sentence
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.findings import Facts, Notebook
from services.seal_svc.inspection.page.pages import Page
from services.seal_svc.inspection.report import Verdict

_EDITORS: Final = (
    "photoshop", "gimp", "paint.net", "pixelmator", "affinity", "illustrator", "coreldraw",
    "photopea", "picsart", "canva", "snapseed", "lightroom", "meitu", "美图", "photofiltre",
    "krita", "inkscape", "mspaint", "光影魔术手", "acdsee",
)  # fmt: skip
_PHONE_APPS: Final = (
    "camscanner", "扫描全能王", "adobe scan", "office lens", "microsoft lens", "genius scan",
    "scanner pro", "swiftscan", "tapscanner", "clearscanner", "夸克", "wps scan", "iphone",
    "android",
)  # fmt: skip
_SCREENSHOT_APPS: Final = ("snipaste", "screenshot", "snagit", "greenshot", "sharex", "截图")
_SCREENS: Final = frozenset(
    (
        (640, 1136), (720, 1280), (720, 1600), (750, 1334), (768, 1366), (800, 1280), (828, 1792),
        (900, 1440), (900, 1600), (1024, 1280), (1050, 1680), (1080, 1920), (1080, 2280),
        (1080, 2340), (1080, 2400), (1125, 2436), (1170, 2532), (1179, 2556), (1200, 1920),
        (1242, 2208), (1242, 2688), (1284, 2778), (1290, 2796), (1440, 2560), (1440, 2960),
        (1440, 3200), (1440, 3440), (1600, 2560), (1800, 2880), (2160, 3840),
    )
)  # fmt: skip
"""Shorter and longer side of common displays, pixels."""
_BY_PROGRAM: Final = {
    "capture.photo": _PHONE_APPS,
    "capture.screenshot": _SCREENSHOT_APPS,
    "capture.edited": _EDITORS,
}


def note_tags(page: Page, book: Notebook) -> bool:
    """Whether a photograph is proven by them (R13, R14)."""
    found = _tagged(page.source)
    if page.raster.transparent:
        found.setdefault("capture.edited", Sentence(zh="背景透明", en="a transparent background"))
    if page.source.drawn_over:
        sign = Sentence(zh="PDF 中叠加了文字或图形", en="text or lines drawn into the PDF")
        found.setdefault("capture.edited", sign)
    if _is_of_a_screen(page):
        found.setdefault(
            "capture.screenshot", Sentence(zh="尺寸与屏幕相同", en="the size of a screen")
        )
    for code, sign in found.items():
        book.note(code, Verdict.REFUSE, Facts(sign=sign))
    return "capture.photo" in found


def _tagged(source: Source) -> dict[str, Sentence]:
    """Finding codes that the header alone proves."""
    found: dict[str, Sentence] = {}
    if source.camera:
        camera = source.camera[:40]
        found["capture.photo"] = Sentence(
            zh=f"文件带有相机曝光信息 {camera}", en=f"camera exposure data, {camera}"
        )
    for text in source.software:
        for code, names in _BY_PROGRAM.items():
            name = next((name for name in names if name in text.lower()), None)
            if name:
                found.setdefault(code, Sentence(zh=f"文件由 {name} 保存", en=f"saved by {name}"))
    return found


def _is_of_a_screen(page: Page) -> bool:
    size = page.raster.size
    of_a_display = (min(size), max(size)) in _SCREENS
    return of_a_display and page.source.format in ("PNG", "BMP") and bool(page.source.declared_dpi)
