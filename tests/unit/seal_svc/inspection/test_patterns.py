"""Waves and repeated grain are found where they are, and not where paper merely looks regular."""

import cv2
import numpy as np
import pytest

from services.seal_svc.inspection.bleed import raggedness
from services.seal_svc.inspection.cloning import cloned_pixels
from services.seal_svc.inspection.marks import find_marks
from services.seal_svc.inspection.paper import MM, model_paper
from services.seal_svc.inspection.patterns import in_ink, on_paper
from tests.scans.cases import run_along_fibres

pytestmark = pytest.mark.unit

SCALE = 600 / 25.4


@pytest.fixture
def random():
    return np.random.default_rng(17)


def grain(random, shape, level=240.0, spread=1.5):
    return np.clip(random.normal(level, spread, (*shape, 3)), 0, 255).astype(np.uint8)


def words(picture):
    padded = np.dstack([picture, np.full(picture.shape[:2], 255, np.uint8)])
    return np.ascontiguousarray(padded).view(np.uint32)[..., 0]


def rim(side=900, radius=380, thick=40):
    coverage = np.zeros((side, side), np.float32)
    cv2.circle(coverage, (side // 2, side // 2), radius, 1.0, thick)
    return coverage


def banded(page):
    page += np.random.default_rng(1).integers(0, 4, page.shape[1], dtype=np.uint8)[None, :, None]
    return page


def ribbed(page):
    wave = 3 * np.cos(np.arange(page.shape[1]) / 24 * 2 * np.pi)
    return np.clip(page + wave[None, :, None], 0, 255).astype(np.uint8)


def bilevel(page):
    return np.where(page > 240, 255, 0).astype(np.uint8)[..., :1].repeat(3, axis=2)


def of_one_colour(page):
    page[:] = 244
    return page


def from_a_jpeg(page):
    coded = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
    return cv2.imdecode(coded, cv2.IMREAD_COLOR)


@pytest.mark.parametrize("paper", [banded, ribbed, bilevel, of_one_colour, from_a_jpeg])
def test_paper_that_is_merely_regular_is_no_copy(random, paper):
    assert cloned_pixels(words(paper(grain(random, (1600, 1600))))) == 0


@pytest.mark.parametrize("side", [110, 250])
def test_a_patch_of_copied_grain_is_found_with_its_size(random, side):
    page = grain(random, (1600, 1600))
    page[200 : 200 + side, 300 : 300 + side] = page[900 : 900 + side, 1101 : 1101 + side]

    assert cloned_pixels(words(page)) == pytest.approx(side**2, rel=0.6)


def test_dots_in_the_ink_stand_out_in_two_directions():
    coverage = rim()
    down, across = np.mgrid[0:900, 0:900]
    dots = (np.cos(down * 1.1 + across * 0.3) + np.cos(across * 1.1 - down * 0.3)) / 4

    waves = in_ink(np.float32(coverage * (0.8 + 0.2 * dots)), (coverage > 0.4).astype(np.uint8))

    assert waves.second > 20
    assert waves.amplitude > 0.03


@pytest.mark.parametrize("turn", [0, 7, 45])
def test_straight_strokes_are_no_raster(random, turn):
    coverage = np.zeros((900, 900), np.float32)
    cv2.rectangle(coverage, (150, 250), (750, 650), 1.0, 30)
    turned = cv2.warpAffine(coverage, cv2.getRotationMatrix2D((450, 450), turn, 1), (900, 900))
    noisy = turned * random.normal(0.9, 0.03, turned.shape)

    waves = in_ink(np.float32(noisy), (turned > 0.4).astype(np.uint8))

    assert waves.second < 12


@pytest.mark.parametrize("paper", [banded, of_one_colour])
def test_banding_is_no_moire(random, paper):
    thumb = paper(grain(random, (877, 620), spread=0.5))

    waves = on_paper(thumb, model_paper(thumb))

    assert waves.first < 50 or waves.amplitude < 0.25


def test_the_beat_of_two_grids_is_moire(random):
    thumb = grain(random, (877, 620), spread=0.5).astype(np.float32)
    down, across = np.mgrid[0:877, 0:620]
    thumb += 2 * np.cos(down / 9 + across / 30)[..., None]
    thumb = np.rint(thumb).astype(np.uint8)

    waves = on_paper(thumb, model_paper(thumb))

    assert waves.first > 100
    assert waves.amplitude == pytest.approx(2.0, rel=0.3)


def test_ink_drawn_along_fibres_is_ragged_and_blurred_ink_is_not(random):
    shape = rim()
    run = run_along_fibres(shape, SCALE, random, 0.25)
    blurred = cv2.GaussianBlur(shape, (0, 0), 5)

    ragged, smooth = (raggedness((c > 0.42).astype(np.uint8), SCALE) for c in (run, blurred))

    assert smooth < 8
    assert ragged > 20


def sheet_with(draw):
    thumb = np.full((877, 620, 3), 244, np.uint8)
    draw(thumb)
    return find_marks(thumb, model_paper(thumb), "seal")


def torn_ring(thumb, centre=(310, 438), turn=0):
    for start in (6, 186):
        cv2.ellipse(thumb, centre, (66, 58), turn, start, start + 168, (190, 40, 50), 3)


def test_the_halves_of_a_torn_rim_are_one_imprint():
    sheet = sheet_with(torn_ring)

    assert sheet.others == ()
    assert max(sheet.imprint.extent) == pytest.approx(135 / MM, abs=1)


def test_two_torn_rims_side_by_side_stay_two_imprints():
    def draw(thumb):
        torn_ring(thumb, centre=(236, 438), turn=90)
        torn_ring(thumb, centre=(365, 438), turn=90)

    sheet = sheet_with(draw)

    assert len(sheet.others) == 1
