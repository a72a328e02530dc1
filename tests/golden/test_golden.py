"""Every form looks as it did when a person last looked at it."""

import pytest
from PIL import Image

from contracts.certificate_types import load_certificate_types
from services.print_svc.rendering.render import render
from tests.golden.pages import (
    differing_pixels,
    golden,
    keep_difference,
    one_sheet,
    pictures,
    rasterised,
    three_sheets,
)

pytestmark = pytest.mark.unit

FORMS = load_certificate_types().certificate_types


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_no_pixel_of_a_form_has_changed(form):
    changed = {}
    for name, actual in pictures(form):
        with Image.open(golden(form, name)) as kept:
            expected = kept.convert("RGB")
        if count := differing_pixels(expected, actual):
            changed[str(keep_difference(form, name, expected, actual))] = count

    assert changed == {}


def test_every_back_of_a_form_is_the_same():
    form = load_certificate_types().by_id("rcep")

    backs = rasterised(render(one_sheet(form)), (1, 3)) + rasterised(
        render(three_sheets(form)), (1, 3, 5)
    )

    assert [differing_pixels(backs[0], back) for back in backs[1:]] == [0] * 4


def test_a_changed_pixel_is_counted_and_kept_as_a_picture(tmp_path, monkeypatch):
    form = FORMS[0]
    expected = Image.new("RGB", (20, 30), "white")
    actual = expected.copy()
    actual.putpixel((3, 4), (0, 0, 0))
    monkeypatch.setattr("tests.golden.pages.DIFFERENCES", tmp_path)

    kept = keep_difference(form, "original", expected, actual)

    assert differing_pixels(expected, actual) == 1
    assert Image.open(kept).getpixel((40 + 3, 4)) == (255, 255, 255)
