"""Geometry of ellipses and of turned points."""

import cv2
import numpy as np

from services.seal_svc.inspection.arrays import Points


def ellipse_distance(points: Points, fitted: cv2.typing.RotatedRect) -> Points:
    """`(count,)`, along the ray from the centre, in the points' unit: positive outside."""
    centre, (one, other), angle = fitted
    local = turned(points - np.array(centre), -angle)
    radius = np.hypot(local[:, 0], local[:, 1])
    scale = np.hypot(local[:, 0] / (one / 2), local[:, 1] / (other / 2))
    return np.asarray(radius * (1 - 1 / np.maximum(scale, 1e-6)))


def turned(points: Points, degrees: float) -> Points:
    """Around the origin, clockwise as y runs down."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.asarray(points @ np.array([[c, s], [-s, c]]))
