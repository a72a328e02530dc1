"""Pictures of a sheet that no scanner made of the original: photographs, copies, screenshots."""

from dataclasses import replace

import cv2
import numpy as np
from PIL import Image

from tests.scans.cases import CENTRE_MM, bad, smaller
from tests.scans.scanner import develop, photograph


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

    case = bad(random, "capture.photo", "phone photo", finish=shoot)
    return replace(case, bed=replace(case.bed, dpi=400.0))


def phone_scan(random):
    """A scan app: straightened and cut to A4, the lamp still to be seen."""

    def app(page, random):
        flat = develop(
            page, random, fall_off=random.uniform(0.22, 0.5), blur=random.uniform(0.8, 1.6)
        )
        size = (2480, 3508) if random.random() < 0.5 else (4961, 7016)
        return cv2.resize(flat, size, interpolation=cv2.INTER_CUBIC)

    case = bad(random, "capture.photo", "phone scan app", finish=app)
    return replace(case, bed=replace(case.bed, dpi=300.0))


def camera_data(random):
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Specimen", "Phone 1"
    exif.get_ifd(0x8769).update({0x829A: 0.02, 0x829D: 1.8, 0x8827: 200})
    case = bad(random, "capture.photo", "camera data")
    case.options = {"exif": exif}
    return case


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

    return bad(random, "capture.screenshot", "screenshot", finish=capture, format="PNG")


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

    return bad(random, "capture.photocopy", "photocopy", finish=copy)


def colour_copy(random):
    """A colour copier's print: every colour in dots, each in a direction of its own."""

    def copy(page, random):
        height, width = page.shape[:2]
        reach = int(33 * width / 210)
        y, x = height // 2, width // 2
        part = page[y - reach : y + reach, x - reach : x + reach]
        part[:] = _halftoned(part, random)
        return page

    case = bad(random, "capture.photocopy", "colour photocopy", finish=copy)
    colour = str(random.choice(["red", "blue", "purple"]))
    return replace(case, ink=colour, stamp=smaller(case.stamp), centre_mm=CENTRE_MM)


def _halftoned(part, random):
    side = part.shape[0]
    period = random.uniform(3.2, 6.0)
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    paper = np.median(part[::9, ::9], axis=(0, 1))
    printed = np.empty(part.shape, np.float32)
    for channel, turn in enumerate(np.radians(random.uniform(0, 8) + np.array([15, 75, 45]))):
        u = (across * np.cos(turn) + down * np.sin(turn)) * (2 * np.pi / period)
        v = (down * np.cos(turn) - across * np.sin(turn)) * (2 * np.pi / period)
        screen = (np.cos(u) + np.cos(v)) / 4 + 0.5
        dots = (1 - part[..., channel] / paper[channel] > np.clip(screen, 0.06, 1)).astype(
            np.float32
        )
        printed[..., channel] = paper[channel] * (1 - 0.88 * dots)
    soft = cv2.GaussianBlur(printed, (0, 0), random.uniform(0.7, 0.95))
    return np.clip(soft + random.normal(0, 1.5, part.shape), 0, 255).astype(np.uint8)


def off_a_screen(random):
    """A display photographed squarely: its grid beats with the sensor's."""

    def shoot(page, random):
        height, width = page.shape[:2]
        turn = random.uniform(0.03, 0.3) + random.choice([0, np.pi / 2])
        period = random.uniform(7, 60) * width / 4961
        strength = random.uniform(0.02, 0.06)
        x = np.arange(width, dtype=np.float32)[None] * (2 * np.pi / period)
        y = np.arange(height, dtype=np.float32)[:, None] * (2 * np.pi / period)
        for channel in range(3):
            wave = np.cos(x * np.cos(turn) + y * np.sin(turn) + channel)
            wave += 0.7 * np.cos(y * np.cos(turn) - x * np.sin(turn) * 1.1 - channel)
            page[..., channel] = np.clip(page[..., channel] * (1 + strength * (wave - 1)), 0, 255)
        return page

    return bad(random, "capture.photo", "off a screen", finish=shoot)
