"""The sensor's grain in full-size samples of bare paper."""

from collections.abc import Sequence

import numpy as np

from services.seal_svc.inspection.arrays import Pixels


def flat_share(tiles: Sequence[Pixels]) -> float:
    """Share of tiles in which every pixel is the same: no sensor does that to paper."""
    flat = [bool((tile == tile[0, 0]).all()) for tile in tiles]
    return float(np.mean(flat)) if flat else 0.0


def noise_level(tiles: Sequence[Pixels]) -> float:
    """Standard deviation of the paper's fine grain, levels."""
    if not tiles:
        return 0.0
    deviations = [
        float(np.diff(tile[..., 1].astype(np.int16), axis=1).std()) / 2**0.5 for tile in tiles
    ]
    return float(np.median(deviations))
