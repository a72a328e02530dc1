"""The bad scans of the labelled set, each with the one reason it must be refused for."""

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from deploy.local.specimen_scans import BLACK, Stamp, draw_scribble
from tests.scans.cases import CENTRE_MM, INKS, _stamp, bad, clean, signature, smaller
from tests.scans.reproduced import (
    camera_data,
    colour_copy,
    off_a_screen,
    phone_scan,
    photo,
    photocopy,
    screenshot,
)  # fmt: skip
from tests.scans.scanner import Print, enlarge

METHODS = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4, cv2.INTER_NEAREST)


def low_resolution(random):
    case = bad(random, "page.resolution_low", "low resolution")
    return replace(case, bed=replace(case.bed, dpi=float(random.choice([150, 200, 300, 400, 500]))))


def faked_resolution(random):
    case = bad(random, "page.resolution_faked", "enlarged")
    case.quality = int(random.integers(60, 96))
    case.format = str(random.choice(["JPEG", "JPEG", "PNG"]))
    target = case.bed.size
    bed = replace(case.bed, dpi=float(random.choice([150, 200, 300, 300])))
    method = int(random.choice(METHODS))
    return replace(case, bed=bed, finish=lambda page, _: enlarge(page, target, method))


def cropped(random):
    def cut(page, random):
        width = int(page.shape[1] * random.uniform(0.45, 0.9))
        height = int(width * random.choice([random.uniform(0.75, 1.3), random.uniform(1.5, 1.9)]))
        y, x = (page.shape[0] - min(height, page.shape[0])) // 2, (page.shape[1] - width) // 2
        return page[y : y + height, x : x + width]

    return bad(random, "page.not_a4", "cropped", finish=cut, centre_mm=CENTRE_MM)


def small_sheet(random):
    """A5 on the bed, the lid's grey around it."""

    def lay(page, random):
        whole = np.full_like(page, random.integers(120, 200))
        height, width = int(page.shape[0] * 0.707), int(page.shape[1] * 0.705)
        y, x = (page.shape[0] - height) // 2, (page.shape[1] - width) // 2
        whole[:height, :width] = page[y : y + height, x : x + width]
        return whole

    return bad(random, "page.not_a4", "A5 sheet", finish=lay)


def landscape(random):
    return bad(random, "page.landscape", "landscape", finish=lambda page, _: np.rot90(page))


def grey_seal(random):
    return bad(random, "colour.missing", "grey seal", finish=lambda page, _: page[..., 1])


def grey_seal_in_colour_file(random):
    case = bad(random, "colour.missing", "grey seal saved as RGB")
    return replace(case, finish=lambda page, _: page[..., 1:2].repeat(3, 2))


def coloured_signature(random):
    case = signature(
        random, label="coloured signature", expected="colour.not_black_white", format="JPEG"
    )

    def in_blue(page, _):
        dark = 255 - page.astype(np.float32).min(axis=2, keepdims=True)
        return np.clip(255 - dark * np.array([0.85, 0.75, 0.25], np.float32), 0, 255).astype(
            np.uint8
        )

    return replace(case, bed=replace(case.bed, dpi=600.0), finish=in_blue)


def software_tag(random):
    exif = Image.Exif()
    exif[0x0131] = str(
        random.choice(["Adobe Photoshop 25.0 (Windows)", "GIMP 2.10.36", "paint.net 5.0"])
    )
    case = bad(random, "capture.edited", "editor's tag")
    case.options = {"exif": exif}
    return case


def synthetic(random):
    """Drawn on a computer: no grain at all."""
    case = bad(
        random, "capture.edited", "drawn, not scanned", format=str(random.choice(["PNG", "JPEG"]))
    )
    level = int(random.integers(236, 256))
    case.quality = int(random.integers(88, 96))
    bed = replace(case.bed, grain=0.0, texture=0.0, banding=0.0, shade=0.0, specks=0, blur=0.0)
    return replace(case, bed=replace(bed, tone=(level, level, level)))


def wiped(random):
    """The paper painted over around the seal, which keeps its own grain."""

    def paint(page, random):
        tone = (
            page[::50, ::50].reshape(-1, 3).max(axis=0)
            if random.random() < 0.5
            else (255, 255, 255)
        )
        y, x = page.shape[0] // 2, page.shape[1] // 2
        reach = int(34 * page.shape[1] / 210)
        out = np.empty_like(page)
        out[:] = tone
        out[y - reach : y + reach, x - reach : x + reach] = page[
            y - reach : y + reach, x - reach : x + reach
        ]
        return out

    case = bad(random, "capture.edited", "paper painted over", finish=paint, centre_mm=CENTRE_MM)
    case.quality = int(random.integers(88, 96))
    return replace(case, stamp=smaller(case.stamp))


def patched(random):
    """A mark erased with one flat colour."""

    def erase(page, random):
        height, width = (int(random.uniform(8, 25) * page.shape[1] / 210) for _ in range(2))
        y = int(random.uniform(0.12, 0.25) * page.shape[0])
        x = int(random.uniform(0.2, 0.7) * page.shape[1])
        page[y : y + height, x : x + width] = np.median(
            page[y - 50 : y, x : x + width], axis=(0, 1)
        )
        return page

    case = bad(random, "capture.edited", "patch painted out", finish=erase)
    case.quality = int(random.integers(85, 96))
    return replace(case, format=str(random.choice(["PNG", "JPEG"])))


def cloned(random):
    """A blemish beside the seal covered with paper from close by."""

    def cover(page, random):
        scale = page.shape[1] / 210
        side = int(random.uniform(4, 11) * scale)
        left, top = (int(c * scale) for c in CENTRE_MM)
        y = top - int(random.uniform(20, 27) * scale)
        x = left - int(random.uniform(12, 24) * scale)
        away = int(random.uniform(11.5, 16) * scale)
        target, source = (slice(y, y + side), slice(x, x + side)), slice(x + away, x + away + side)
        down = int(random.uniform(-1.5, 1.5) * scale)
        page[target] = page[y + down : y + down + side, source]
        return page

    case = bad(random, "capture.edited", "paper cloned", finish=cover, format="PNG")
    scale = 26 / case.stamp.length_mm
    stamp = replace(case.stamp, length_mm=26.0, width_mm=case.stamp.width_mm * scale)
    return replace(case, stamp=stamp, centre_mm=CENTRE_MM)


def transparent(random):
    def lift(page, _):
        image = Image.fromarray(page).convert("RGBA")
        image.putalpha(Image.fromarray((page.min(axis=2) < 200).astype(np.uint8) * 255))
        return image

    return bad(random, "capture.edited", "transparent background", finish=lift, format="PNG")


def blurred(random):
    case = bad(random, "image.blurred", "blurred")
    return replace(case, bed=replace(case.bed, blur=random.uniform(3.4, 7.0)))


def faint(random):
    return bad(random, "image.faint", "faint ink", density=random.uniform(0.12, 0.22))


def cut_off(random):
    stamp = _stamp(random)
    reach = min(stamp.length_mm, stamp.width_mm) / 2 * random.uniform(0.3, 0.7)
    centre = (reach, CENTRE_MM[1]) if random.random() < 0.5 else (CENTRE_MM[0], 297 - reach)
    return bad(random, "image.clipped", "cut off", stamp=stamp, centre_mm=centre)


def empty(random):
    return bad(random, "stamp.none", "blank sheet", density=0.0)


def two_stamps(random):
    def second(case):
        x, y = case.corner
        away = (max(case.size_mm) + random.uniform(6, 25)) * case.bed.px_per_mm
        turn = random.uniform(0, 2 * np.pi)
        corner = round(x + away * np.cos(turn)), round(y + away * np.sin(turn))
        return [Print(coverage=case.coverage, corner=corner, colour=INKS[case.ink])]

    case = bad(random, "stamp.several", "two stamps", centre_mm=CENTRE_MM)
    return replace(case, beside=second, stamp=smaller(case.stamp))


def text_beside(random):
    def line(case):
        scale = case.bed.px_per_mm
        words = np.zeros((int(6 * scale), int(60 * scale)), np.uint8)
        cv2.putText(
            words,
            "SPECIMEN TEXT 2026",
            (5, int(4.4 * scale)),
            0,
            scale * 0.12,
            255,
            int(scale * 0.25) + 1,
        )
        corner = (
            int(random.uniform(15, 120) * scale),
            int(random.choice([random.uniform(15, 90), random.uniform(205, 275)]) * scale),
        )
        return [
            Print(
                coverage=words.astype(np.float32) / 255 * 0.9, corner=corner, colour=INKS["black"]
            )
        ]

    return bad(random, "stamp.extra_marks", "text on the sheet", beside=line)


def ruled(random):
    def rule(case):
        scale = case.bed.px_per_mm
        stroke = np.ones(
            (max(2, int(0.2 * scale)), int(random.uniform(40, 120) * scale)), np.float32
        )
        corner = (
            int(30 * scale),
            int(random.choice([random.uniform(20, 90), random.uniform(205, 270)]) * scale),
        )
        return [Print(coverage=stroke * 0.8, corner=corner, colour=INKS["black"])]

    return bad(random, "stamp.extra_marks", "a line on the sheet", beside=rule)


def signed_over(random):
    def sign(case):
        scale = case.bed.px_per_mm
        stroke = draw_scribble(scale, random, length_mm=random.uniform(18, 34))
        x, y = (round(c * scale) for c in case.centre_mm)
        corner = x - stroke.shape[1] // 2, y - stroke.shape[0] // 2
        return [Print(coverage=stroke, corner=corner, colour=BLACK)]

    case = bad(random, "stamp.extra_marks", "signed over", beside=sign)
    return replace(case, ink=str(random.choice(["red", "blue", "purple"])))


def off_centre(random):
    away, turn = random.uniform(50, 70), random.uniform(0, 2 * np.pi)
    centre = CENTRE_MM[0] + away * np.cos(turn), CENTRE_MM[1] + away * 1.2 * np.sin(turn)
    case = bad(random, "stamp.off_centre", "off centre", centre_mm=centre)
    return replace(case, stamp=smaller(case.stamp))


def oversized(random):
    shape = str(random.choice(["round", "oval", "rectangle"]))
    longest = {"round": 45, "oval": 55, "rectangle": 55}[shape]
    length = random.uniform(longest + 0.8, 60)
    width = {"round": length, "oval": length * 0.7, "rectangle": length * 0.6}[shape]
    stamp = Stamp(shape=shape, length_mm=length, width_mm=width, angle=float(random.uniform(-5, 5)))
    return bad(random, "size.too_large", "too large", stamp=stamp)


def oversized_signature(random):
    case = signature(random, label="signature too large", expected="size.too_large")
    return replace(case, signature_mm=(random.uniform(36, 55), random.uniform(10, 28)))


def cmyk(random):
    return bad(
        random,
        "file.colour_model",
        "CMYK",
        finish=lambda page, _: Image.fromarray(page).convert("CMYK"),
    )


def truncated(random):
    case = clean(random)
    case = replace(case, label="cut short", expected="file.unreadable", format="JPEG")
    case.shorten = random.uniform(0.2, 0.9)
    return case


FLAWS = {
    low_resolution: 6, faked_resolution: 10, cropped: 4, small_sheet: 3, landscape: 3, grey_seal: 3,
    grey_seal_in_colour_file: 2, coloured_signature: 4, photo: 7, phone_scan: 5, camera_data: 2,
    software_tag: 3, synthetic: 4, wiped: 3, patched: 3, cloned: 4, transparent: 2, screenshot: 3,
    blurred: 6, faint: 4, cut_off: 4, empty: 3, two_stamps: 5, text_beside: 4, ruled: 3,
    signed_over: 4, off_centre: 4, oversized: 6, oversized_signature: 3, photocopy: 3,
    colour_copy: 4, off_a_screen: 4, cmyk: 1, truncated: 2,
}  # fmt: skip
