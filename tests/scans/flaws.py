"""The bad scans of the labelled set, each with the one reason it must be refused for."""

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from deploy.local.specimen_scans import BLACK, Stamp, draw_scribble
from tests.scans.cases import CENTRE_MM, INKS, _stamp, clean, good, signature
from tests.scans.scanner import Print, develop, enlarge, photograph

METHODS = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4, cv2.INTER_NEAREST)


def _base(random, expected, label, **changes):
    case = good(random, label=label, expected=expected, quality=int(random.integers(70, 96)))
    return replace(case, bed=replace(case.bed, dpi=600.0), **{"format": "JPEG", **changes})


def low_resolution(random):
    case = _base(random, "page.resolution_low", "low resolution")
    return replace(case, bed=replace(case.bed, dpi=float(random.choice([150, 200, 300, 400, 500]))))


def faked_resolution(random):
    case = _base(random, "page.resolution_faked", "enlarged")
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

    return _base(random, "page.not_a4", "cropped", finish=cut, centre_mm=CENTRE_MM)


def small_sheet(random):
    """A5 on the bed, the lid's grey around it."""

    def lay(page, random):
        whole = np.full_like(page, random.integers(120, 200))
        height, width = int(page.shape[0] * 0.707), int(page.shape[1] * 0.705)
        y, x = (page.shape[0] - height) // 2, (page.shape[1] - width) // 2
        whole[:height, :width] = page[y : y + height, x : x + width]
        return whole

    return _base(random, "page.not_a4", "A5 sheet", finish=lay)


def landscape(random):
    return _base(random, "page.landscape", "landscape", finish=lambda page, _: np.rot90(page))


def grey_seal(random):
    return _base(random, "colour.missing", "grey seal", finish=lambda page, _: page[..., 1])


def grey_seal_in_colour_file(random):
    case = _base(random, "colour.missing", "grey seal saved as RGB")
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


def photo(random):
    def shoot(page, random):
        return photograph(
            page,
            random,
            margin=random.uniform(0.05, 0.12),
            fall_off=random.uniform(0.1, 0.45),
            tilt=random.uniform(0.01, 0.04),
            blur=random.uniform(0.8, 2.0),
        )

    case = _base(random, "capture.photo", "phone photo", finish=shoot)
    return replace(case, bed=replace(case.bed, dpi=400.0))


def phone_scan(random):
    """A scan app: straightened and cut to A4, the lamp still to be seen."""

    def app(page, random):
        flat = develop(
            page, random, fall_off=random.uniform(0.22, 0.5), blur=random.uniform(0.8, 1.6)
        )
        size = (2480, 3508) if random.random() < 0.5 else (4961, 7016)
        return cv2.resize(flat, size, interpolation=cv2.INTER_CUBIC)

    case = _base(random, "capture.photo", "phone scan app", finish=app)
    return replace(case, bed=replace(case.bed, dpi=300.0))


def camera_data(random):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Specimen", "Phone 1"
    exif.get_ifd(0x8769).update({0x829A: 0.02, 0x829D: 1.8, 0x8827: 200})
    case = _base(random, "capture.photo", "camera data")
    case.options = {"exif": exif}
    return case


def software_tag(random):
    exif = Image.Exif()
    exif[0x0131] = str(
        random.choice(["Adobe Photoshop 25.0 (Windows)", "GIMP 2.10.36", "paint.net 5.0"])
    )
    case = _base(random, "capture.edited", "editor's tag")
    case.options = {"exif": exif}
    return case


def synthetic(random):
    """Drawn on a computer: no grain at all."""
    case = _base(
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

    case = _base(random, "capture.edited", "paper painted over", finish=paint, centre_mm=CENTRE_MM)
    case.quality = int(random.integers(88, 96))
    return replace(case, stamp=_smaller(case.stamp))


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

    case = _base(random, "capture.edited", "patch painted out", finish=erase)
    case.quality = int(random.integers(85, 96))
    return replace(case, format=str(random.choice(["PNG", "JPEG"])))


def transparent(random):
    def lift(page, _):
        image = Image.fromarray(page).convert("RGBA")
        image.putalpha(Image.fromarray((page.min(axis=2) < 200).astype(np.uint8) * 255))
        return image

    return _base(random, "capture.edited", "transparent background", finish=lift, format="PNG")


def screenshot(random):
    def capture(page, random):
        size = [(1080, 2340), (1170, 2532), (1920, 1080), (2560, 1440)][random.integers(4)]
        screen = np.full((size[1], size[0], 3), 238, np.uint8)
        height = int(min(size[1], size[0] * 1.414) * 0.9)
        width = int(height / 1.4142)
        y, x = (size[1] - height) // 2, (size[0] - width) // 2
        screen[y : y + height, x : x + width] = cv2.resize(
            page, (width, height), interpolation=cv2.INTER_AREA
        )
        return screen

    return _base(random, "capture.screenshot", "screenshot", finish=capture, format="PNG")


def blurred(random):
    case = _base(random, "image.blurred", "blurred")
    return replace(case, bed=replace(case.bed, blur=random.uniform(3.4, 7.0)))


def faint(random):
    return _base(random, "image.faint", "faint ink", density=random.uniform(0.12, 0.22))


def cut_off(random):
    stamp = _stamp(random)
    reach = min(stamp.length_mm, stamp.width_mm) / 2 * random.uniform(0.3, 0.7)
    centre = (reach, CENTRE_MM[1]) if random.random() < 0.5 else (CENTRE_MM[0], 297 - reach)
    return _base(random, "image.clipped", "cut off", stamp=stamp, centre_mm=centre)


def empty(random):
    return _base(random, "stamp.none", "blank sheet", density=0.0)


def two_stamps(random):
    def second(case):
        x, y = case.corner
        away = (max(case.size_mm) + random.uniform(6, 25)) * case.bed.px_per_mm
        turn = random.uniform(0, 2 * np.pi)
        corner = round(x + away * np.cos(turn)), round(y + away * np.sin(turn))
        return [Print(coverage=case.coverage, corner=corner, colour=INKS[case.ink])]

    case = _base(random, "stamp.several", "two stamps", centre_mm=CENTRE_MM)
    return replace(case, beside=second, stamp=_smaller(case.stamp))


def _smaller(stamp):
    scale = min(1.0, 36 / stamp.length_mm)
    return replace(stamp, length_mm=stamp.length_mm * scale, width_mm=stamp.width_mm * scale)


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

    return _base(random, "stamp.extra_marks", "text on the sheet", beside=line)


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

    return _base(random, "stamp.extra_marks", "a line on the sheet", beside=rule)


def signed_over(random):
    def sign(case):
        scale = case.bed.px_per_mm
        stroke = draw_scribble(scale, random, length_mm=random.uniform(18, 34))
        x, y = (round(c * scale) for c in case.centre_mm)
        corner = x - stroke.shape[1] // 2, y - stroke.shape[0] // 2
        return [Print(coverage=stroke, corner=corner, colour=BLACK)]

    case = _base(random, "stamp.extra_marks", "signed over", beside=sign)
    return replace(case, ink=str(random.choice(["red", "blue", "purple"])))


def off_centre(random):
    away, turn = random.uniform(50, 70), random.uniform(0, 2 * np.pi)
    centre = CENTRE_MM[0] + away * np.cos(turn), CENTRE_MM[1] + away * 1.2 * np.sin(turn)
    case = _base(random, "stamp.off_centre", "off centre", centre_mm=centre)
    return replace(case, stamp=_smaller(case.stamp))


def oversized(random):
    shape = str(random.choice(["round", "oval", "rectangle"]))
    longest = {"round": 45, "oval": 55, "rectangle": 55}[shape]
    length = random.uniform(longest + 0.8, 60)
    width = {"round": length, "oval": length * 0.7, "rectangle": length * 0.6}[shape]
    stamp = Stamp(shape=shape, length_mm=length, width_mm=width, angle=float(random.uniform(-5, 5)))
    return _base(random, "size.too_large", "too large", stamp=stamp)


def oversized_signature(random):
    case = signature(random, label="signature too large", expected="size.too_large")
    return replace(case, signature_mm=(random.uniform(36, 55), random.uniform(10, 28)))


def photocopy(random):
    """Toner: solid black, hard, with its specks over the whole sheet."""

    def copy(page, random):
        dark = page.astype(np.float32).min(axis=2) < 150
        toner = np.where(dark, 28, page[..., 1].astype(np.int16)).astype(np.uint8)
        rows = random.integers(0, page.shape[0], 2600)
        columns = random.integers(0, page.shape[1], 2600)
        for y, x in zip(rows, columns, strict=True):
            toner[y : y + 3, x : x + 3] = 60
        soft = cv2.GaussianBlur(toner, (0, 0), 0.8)[..., None].repeat(3, 2).astype(np.int16)
        tint = np.array([2, 1, -2]) + random.normal(0, 1.2, 3)
        return np.clip(soft + np.rint(tint).astype(np.int16), 0, 255).astype(np.uint8)

    return _base(random, "capture.photocopy", "photocopy", finish=copy)


def cmyk(random):
    return _base(
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
    software_tag: 3, synthetic: 4, wiped: 3, patched: 3, transparent: 2, screenshot: 3, blurred: 6,
    faint: 4, cut_off: 4, empty: 3, two_stamps: 5, text_beside: 4, ruled: 3, signed_over: 4,
    off_centre: 4, oversized: 6, oversized_signature: 3, photocopy: 3, cmyk: 1, truncated: 2,
}  # fmt: skip
