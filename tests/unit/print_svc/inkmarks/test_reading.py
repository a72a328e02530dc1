"""A scanned stamp names its sheet, or nothing."""

import numpy as np
import pytest

from services.print_svc.inkmarks.reading import read
from services.print_svc.rendering.images import on_paper
from tests.unit.print_svc.inkmarks.stamps import KEY, SERIAL, SIZE_MM, printed, scan, seal, unmarked

pytestmark = pytest.mark.unit

DOTS_PER_MM = 600 / 25.4


@pytest.fixture(scope="module")
def template():
    return on_paper(seal(), SIZE_MM, SIZE_MM, finer=2)


@pytest.fixture(scope="module")
def sheet():
    return scan(printed())


def test_a_turned_stretched_and_noisy_scan_names_its_sheet(sheet, template):
    found = read(sheet, DOTS_PER_MM, template, [KEY])

    assert found.serial == SERIAL
    assert found.sigmas > 10


def test_a_sheet_that_lies_upside_down_is_read(sheet, template):
    found = read(np.ascontiguousarray(sheet[::-1, ::-1]), DOTS_PER_MM, template, [KEY])

    assert found.serial == SERIAL


def test_each_of_several_keys_is_tried(sheet, template):
    assert read(sheet, DOTS_PER_MM, template, [bytes(32), KEY]).serial == SERIAL


def test_under_another_key_there_is_no_mark(sheet, template):
    assert read(sheet, DOTS_PER_MM, template, [bytes(32)]) is None


def test_a_seal_stamped_by_hand_bears_no_mark(template):
    assert read(scan(unmarked()), DOTS_PER_MM, template, [KEY]) is None


def test_an_empty_sheet_bears_no_mark(template):
    assert read(np.full((900, 900, 3), 255, np.uint8), DOTS_PER_MM, template, [KEY]) is None


def test_two_sheets_are_told_apart(template):
    other = scan(printed("SPEC-1MEN-002Q"))

    assert read(other, DOTS_PER_MM, template, [KEY]).serial == "SPEC-1MEN-002Q"
