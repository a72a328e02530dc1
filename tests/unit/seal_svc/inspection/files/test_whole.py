"""Pictures that must be decoded whole, and those that are too large for it."""

import numpy as np
import pytest
from PIL import Image

from services.seal_svc.inspection.files.refusals import FileRefusedError
from services.seal_svc.inspection.files.sources import Source
from services.seal_svc.inspection.files.whole import loader, three_channels

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "TIFF", "BMP"])
def test_a_page_that_would_take_too_much_memory_is_refused_before_it_is_decoded(format_):
    source = Source(data=b"", format=format_, size=(10_000, 10_001), mode="RGB")

    with pytest.raises(FileRefusedError, match=r"file\.too_large"):
        loader(source, pixel_bytes=4)


def test_of_sixteen_bits_the_upper_eight_are_looked_at():
    image = Image.fromarray(np.array([[0x1234, 0xFFFF]], np.uint16))

    assert three_channels(image).tolist() == [[[0x12] * 3, [0xFF] * 3]]
