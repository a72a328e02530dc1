"""Whoever takes a seal out of a file takes something coarse, or something that names its sheet."""

import asyncio
from contextlib import closing
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from contracts.authorization import GetSession, SessionView
from deploy.local import specimens
from gateway.app import create_app
from gateway.examples import EXAMPLES
from gateway.parts import assemble
from services.print_svc.inkmarks.reading import DOTS_PER_MM, read
from services.print_svc.rendering.images import on_paper
from tests.attacks.lifting import (
    INCH_MM,
    colour_key,
    left_foot,
    likeness,
    pictures,
    printed_and_scanned,
    transparency,
)
from tests.integration.conftest import migrated_database
from tests.integration.print_svc.conftest import (
    auth_svc,
    bench,
    cert_svc,
    keys,
    objects,
    office,
    settings,
)
from tests.unit.cert_svc.events import caller
from tests.unit.gateway.conftest import SETTINGS
from tests.unit.gateway.fakes import Http

__all__ = [
    "auth_svc",
    "bench",
    "cert_svc",
    "keys",
    "migrated_database",
    "objects",
    "office",
    "settings",
]
pytestmark = [pytest.mark.integration, pytest.mark.rule("R65")]

SEAL = specimens.enterprise_seal()


class Direct:
    """The way from the gateway to print_svc, with no broker between."""

    def __init__(self, bench) -> None:
        self._bench = bench

    async def call(self, request):
        if isinstance(request, GetSession):
            return SessionView.from_wire(EXAMPLES["CurrentSession"]).model_copy(
                update={"caller": caller()}
            )
        return await asyncio.to_thread(self._bench.ask, request)


@pytest.fixture
def http(bench, objects):
    app = create_app(assemble(SETTINGS, rpc=Direct(bench), objects=objects))
    with closing(Http(app, authorization="Bearer specimen")) as client:
        yield client


@pytest.fixture
def copy(http, office) -> bytes:
    return http.post(f"/api/v1/certificates/{office.approve()}/copies").content


@pytest.fixture
def original(office):
    """Serial and file of an original as its workstation reads it."""
    issued = office.issue_one(office.approve(), parts="original")
    return issued.job.print_serials["original"], office.pdf(issued)


@pytest.fixture
def download(http, office):
    """Serial, as the ledger has it, and file of an electronic original."""
    number = office.approve("rcep")
    content = http.get(f"/api/v1/certificates/{number}/download.pdf").content
    return office.ledger()[-1].use.print_serial, content


def cutout_alpha() -> np.ndarray:
    return np.asarray(Image.open(BytesIO(SEAL.png)).getchannel("A"), np.float32) / 255


def serial_in(scan, settings, dots_per_mm: float = 600 / INCH_MM) -> str | None:
    template = on_paper(SEAL.png, SEAL.width_mm, SEAL.height_mm, finer=2)
    found = read(scan, dots_per_mm, template, [settings.ink_mark_keys.current[1]])
    return found.serial if found else None


def seal_of(pdf: bytes) -> np.ndarray:
    """The picture most like the stored cut-out, as a thief finds it."""
    return max(
        (found.pixels for found in pictures(pdf)),
        key=lambda pixels: likeness(colour_key(pixels), cutout_alpha()),
    )


def test_a_copy_is_nothing_but_coarse_pictures_of_whole_pages(copy):
    found = pictures(copy)

    assert transparency(copy) == []
    assert [picture.page for picture in found] == [0, 1]
    assert max(picture.dpi for picture in found) <= 150
    assert min(picture.share_of_page for picture in found) > 0.99


def test_in_a_copy_words_are_laid_across_the_seal(copy, original):
    """What is lifted by its colour lacks more than a sixth of the ink of the original's seal."""
    _, sheet = original

    inks = [_ink_at_the_seal(pdf) for pdf in (copy, sheet)]

    assert inks[0] < inks[1] * 5 / 6


def _ink_at_the_seal(pdf: bytes) -> int:
    shown = left_foot(pdf).astype(int)
    return int(((shown[..., 0] > 120) & (shown[..., 1] < 110)).sum())


def test_an_original_holds_no_transparency_and_no_seal_without_its_words(original):
    """Words beneath are black in the picture of the seal itself."""
    _, pdf = original

    lifted = seal_of(pdf)
    black = (lifted.max(axis=2) < 30).sum()

    assert transparency(pdf) == []
    assert black > 100


def test_a_seal_taken_out_of_an_original_names_its_sheet(original, settings):
    serial, pdf = original
    lifted = seal_of(pdf)

    assert serial_in(lifted, settings, lifted.shape[1] / SEAL.width_mm) == serial


def test_the_sheet_printed_and_scanned_names_itself_by_its_seal(original, settings):
    serial, pdf = original

    assert serial_in(printed_and_scanned(pdf), settings) == serial


def test_a_download_holds_no_transparency_and_its_seal_names_it(download, settings):
    serial, pdf = download

    assert transparency(pdf) == []
    assert serial_in(printed_and_scanned(pdf), settings) == serial


def test_a_seal_without_a_mark_names_no_sheet(settings):
    clean = on_paper(SEAL.png, SEAL.width_mm, SEAL.height_mm, finer=2)

    assert serial_in(clean, settings, DOTS_PER_MM) is None
