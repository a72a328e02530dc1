"""A clean scan of a seal, specimens inspected, and randomness that is the same every time."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from deploy.local.specimen_scans import seal_scan, signature_scan
from services.seal_svc.inspection import Report, inspect
from tests.scans.cases import clean
from tests.scans.scanner import save, scan


@pytest.fixture(scope="session")
def page():
    """A4 at 600 dpi, RGB; nobody may write on it."""
    case = clean(np.random.default_rng(11))
    case = replace(case, bed=replace(case.bed, dpi=600.0))
    page = scan(case.bed, case.prints(), case.random)
    page.flags.writeable = False
    return page


@pytest.fixture(scope="session")
def saved(page) -> Callable[[str], bytes]:
    """The page as a file of a format; each is encoded once, which takes seconds for a PNG."""
    return cache(lambda kind: save(page, kind))


@pytest.fixture(scope="session")
def upright(saved) -> Report:
    """What is said of the page when its JPEG is inspected."""
    return inspect(saved("JPEG"), kind="seal").report


@pytest.fixture
def random():
    return np.random.default_rng(17)


@pytest.fixture(scope="session")
def seal():
    scan = seal_scan(name="SPECIMEN EXPORTS", credit_code="SPECIMEN", diameter_mm=38.0, seed=4)
    return inspect(scan, kind="seal")


@pytest.fixture(scope="session")
def signature():
    return inspect(signature_scan(name="SPECIMEN", seed=4), kind="signature")
