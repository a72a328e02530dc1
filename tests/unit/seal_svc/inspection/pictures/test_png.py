"""What is written is what any reader reads."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from services.seal_svc.inspection.pictures.png import encode_png

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("channels", "mode"), [(3, "RGB"), (4, "RGBA")])
def test_a_picture_survives_with_its_density(random, channels, mode):
    picture = random.integers(0, 256, (30, 50, channels), dtype=np.uint8)

    read = Image.open(BytesIO(encode_png(picture, dpi=600)))

    assert read.mode == mode
    assert read.info["dpi"][0] == pytest.approx(600, abs=0.1)
    assert np.array_equal(np.asarray(read), picture)
