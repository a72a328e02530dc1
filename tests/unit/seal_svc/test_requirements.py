"""What users are told of scans is what scans are judged by."""

import pytest

from contracts.values import StampKind
from services.seal_svc.inspection.files.formats import sniff
from services.seal_svc.inspection.limits import LIMITS, SIZES_MM
from services.seal_svc.inspection.requirements import FORMATS, LEAST_DPI, requirements_of

HEADS = {
    "JPEG": b"\xff\xd8\xff",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "TIFF": b"II*\x00",
    "BMP": b"BM",
    "PDF": b"%PDF-",
}


@pytest.mark.parametrize("kind", StampKind)
def test_sizes_are_those_by_which_imprints_are_judged(kind):
    told = {each.shape: each for each in requirements_of(kind).sizes}

    judged = {shape: SIZES_MM[shape] for shape in told}
    assert {
        shape: (each.longest_mm, each.shortest_mm, each.rule) for shape, each in told.items()
    } == judged


def test_every_shape_that_is_judged_is_told_of():
    told = {each.shape for kind in StampKind for each in requirements_of(kind).sizes}

    assert told == set(SIZES_MM)


@pytest.mark.rule("R9")
def test_a_scan_of_the_density_told_is_not_refused():
    assert LIMITS["page.resolution_low"].refuse_at <= LEAST_DPI


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_told_is_taken(name):
    assert sniff(HEADS[name]) == name


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        (StampKind.SEAL, ["R8", "R15", "R9", "R9", "R13", "R14", "R16"]),
        (StampKind.SIGNATURE, ["R8", "R9", "R18", "R13", "R14", "R16"]),
    ],
)
def test_notes_come_in_the_order_in_which_one_scans(kind, rules):
    assert [each.rule for each in requirements_of(kind).notes] == rules


@pytest.mark.rule("R18")
def test_signatures_are_asked_for_in_black_and_white():
    assert requirements_of(StampKind.SIGNATURE).colour == "black_white"
