"""Stamps as documents show them: flattened, true in colour, and coarse in copies to look at."""

import io
from itertools import combinations

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from contracts.certificate_types import load_certificate_types
from contracts.form_models import Rect
from deploy.local.specimens import enterprise_seal, specimen_document
from services.print_svc.rendering.beneath import DotInk
from services.print_svc.rendering.images import on_paper
from services.print_svc.rendering.plan import SERIF
from services.print_svc.rendering.render import render
from services.print_svc.rendering.text import Run, Style, typeface
from tests.attacks.lifting import pictures, transparency

pytestmark = pytest.mark.unit

TYPES = load_certificate_types()
AUSTRALIA = TYPES.by_id("china_australia")
SEAL = enterprise_seal()


def tile_of_the_seal(pdf: bytes) -> np.ndarray:
    return max((found.pixels for found in pictures(pdf)), key=_redness)


def _redness(pixels: np.ndarray) -> float:
    return float((pixels[..., 0].astype(int) - pixels[..., 2]).mean())


def test_no_stamp_of_a_print_is_transparent():
    assert transparency(render(specimen_document(AUSTRALIA))) == []


def test_the_mean_colour_of_the_ink_is_that_of_the_cut_out():
    stamped = on_paper(SEAL.png, SEAL.width_mm, SEAL.height_mm).astype(int)
    shown = tile_of_the_seal(render(specimen_document(AUSTRALIA))).astype(int)
    solid = (stamped.min(axis=2) < 80) & (shown.max(axis=2) > 60)

    difference = shown[solid].mean(axis=0) - stamped[solid].mean(axis=0)

    assert np.abs(difference).max() < 3


def test_original_and_copy_of_one_job_differ_in_the_ink_of_the_seal():
    shown = {found.pixels.tobytes() for found in pictures(render(specimen_document(AUSTRALIA)))}

    assert len(shown) == 8


def test_words_beneath_a_stamp_lie_inside_the_letters_of_the_page():
    area, words = Rect(0, 0, 40, 8), (Run("Authorised Body", Style(typeface(SERIF), 9.0)),)
    ink = DotInk(area, (96, 480))

    ink.text(2, 5, words)

    black = ink.picture > 0
    assert 300 < black.sum() < 2000
    assert not black[:, :20].any()
    assert not black[66:72, :].all(axis=1).any()


@pytest.mark.parametrize("form", TYPES.certificate_types, ids=lambda form: form.id)
def test_no_stamp_of_a_form_can_cover_another(form):
    areas = [
        area.area_mm
        for signing in (form.declaration, form.certification)
        for name in ("enterprise_seal", "declarer_signature", "customs_seal", "officer_signature")
        if (area := getattr(signing, name, None)) is not None
    ]

    assert [pair for pair in combinations(areas, 2) if pair[0].overlaps(pair[1])] == []


@pytest.mark.rule("R65")
def test_a_copy_to_look_at_is_one_coarse_picture_a_page():
    content = render(specimen_document(AUSTRALIA, parts=("copy",), preview=True))

    found = pictures(content)

    assert [picture.page for picture in found] == [0, 1]
    assert max(picture.dpi for picture in found) <= 150
    assert transparency(content) == []


@pytest.mark.rule("R65")
def test_a_copy_to_look_at_says_nothing_that_is_not_in_its_pictures():
    content = render(specimen_document(AUSTRALIA, parts=("copy",), preview=True))

    with pdfium.PdfDocument(content) as document:
        assert [page.get_textpage().get_text_range() for page in document] == ["", ""]
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.docinfo["/Title"]).endswith("A26SPECIMEN10001")
