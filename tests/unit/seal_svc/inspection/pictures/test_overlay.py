"""The overlay is a small picture of the page."""

from io import BytesIO

import pytest
from PIL import Image

pytestmark = pytest.mark.unit


def test_the_overlay_is_a_small_picture_of_the_whole_page(seal):
    overlay = Image.open(BytesIO(seal.overlay_png))

    assert overlay.size == (620, 877)
    assert overlay.info["dpi"][0] == pytest.approx(75, abs=0.1)
