"""How real ink lies on paper: uneven pressure, voids, fibres, a double contact, a halo of oil."""

import cv2
import numpy as np


def pressed_unevenly(coverage, scale, random):
    """Heavier on one side, as a hand presses; nothing falls below a legible share."""
    turn = random.uniform(0, 2 * np.pi)
    height, width = coverage.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    light = random.uniform(0.1, 0.35)
    share = 1 - light * (0.5 + 0.5 * (x * np.cos(turn) + y * np.sin(turn)))
    return (coverage * np.clip(share, 0.55, 1)).astype(np.float32)


def with_voids(coverage, scale, random):
    """Spots of 0.05 to 0.3 mm that took no ink."""
    holes = np.zeros(coverage.shape, np.uint8)
    height, width = coverage.shape
    for _ in range(int(random.integers(150, 500))):
        at = int(random.integers(0, width)), int(random.integers(0, height))
        cv2.circle(holes, at, max(1, int(random.uniform(0.025, 0.15) * scale)), 255, -1)
    soft = cv2.GaussianBlur(holes, (0, 0), 0.04 * scale).astype(np.float32) / 255
    return coverage * (1 - random.uniform(0.5, 0.95) * soft)


def over_fibres(coverage, scale, random):
    """Threads of the paper that stand out of the ink, each 1 to 4 mm long."""
    threads = np.zeros(coverage.shape, np.uint8)
    height, width = coverage.shape
    for _ in range(int(random.integers(200, 600))):
        x, y, turn = random.uniform(0, width), random.uniform(0, height), random.uniform(0, np.pi)
        reach = random.uniform(0.5, 2.0) * scale
        arm = np.array([np.cos(turn), np.sin(turn)]) * reach
        ends = [tuple(int(c) for c in np.array([x, y]) + sign * arm) for sign in (-1, 1)]
        cv2.line(threads, *ends, 255, max(1, int(0.03 * scale)), cv2.LINE_AA)
    return coverage * (1 - random.uniform(0.2, 0.5) * threads.astype(np.float32) / 255)


def touched_twice(coverage, scale, random):
    """The stamp touched the paper again as it was lifted: a fainter copy 0.15 to 0.35 mm away."""
    turn, away = random.uniform(0, 2 * np.pi), random.uniform(0.15, 0.35) * scale
    shift = np.float32([[1, 0, away * np.cos(turn)], [0, 1, away * np.sin(turn)]])
    second = cv2.warpAffine(coverage, shift, coverage.shape[::-1])
    return np.maximum(coverage, second * random.uniform(0.12, 0.25))


def as_it_is(coverage, scale, random):
    return coverage


TEXTURES = (as_it_is, pressed_unevenly, with_voids, over_fibres, touched_twice)


def halo(truth, scale, random):
    """Coverage of the oil that seal paste leaves around itself, a faint yellowish shine."""
    wide = cv2.GaussianBlur(truth.astype(np.float32), (0, 0), random.uniform(0.3, 0.6) * scale)
    return wide * random.uniform(0.2, 0.45)


OIL = (238, 226, 203)
