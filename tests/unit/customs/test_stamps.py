"""The specimen seal and signature: true size, clear paper, the word SPECIMEN."""

import io

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from customs import stamps
from customs.layouts import make_layout
from customs.stamps import PIXELS_PER_MM, specimen_seal, specimen_signature
from tests.unit.customs.builders import approved


@pytest.mark.parametrize("stamp", [specimen_seal("0100"), specimen_signature()])
def test_a_stamp_has_the_pixels_that_its_millimetres_need(stamp):
    image = Image.open(io.BytesIO(stamp.png))

    assert image.size == (stamp.width_mm * PIXELS_PER_MM, stamp.height_mm * PIXELS_PER_MM)


@pytest.mark.parametrize("stamp", [specimen_seal("0100"), specimen_signature()])
def test_a_stamp_is_ink_on_nothing(stamp):
    strengths = Image.open(io.BytesIO(stamp.png)).getchannel("A").histogram()

    assert strengths[0] > sum(strengths) / 2
    assert strengths[255] > sum(strengths) / 50


def test_the_seal_reaches_its_true_diameter():
    [left, top, right, bottom] = Image.open(io.BytesIO(specimen_seal("0100").png)).getbbox()

    assert (right - left) / PIXELS_PER_MM == pytest.approx(39, abs=0.3)
    assert (bottom - top) / PIXELS_PER_MM == pytest.approx(39, abs=0.3)


def test_each_office_has_a_seal_of_its_own():
    assert specimen_seal("0100") != specimen_seal("2200")


def test_the_same_layout_has_the_same_bytes():
    assert make_layout(approved()).to_bytes() == make_layout(approved()).to_bytes()


def test_a_layout_says_that_it_is_a_specimen():
    assert make_layout(approved()).specimen


def test_the_font_has_every_character_that_the_stamps_show():
    glyphs = TTFont(stamps._FONT).getBestCmap()

    assert {
        character for character in stamps._RIM + "样本0123456789" if ord(character) not in glyphs
    } == set()
