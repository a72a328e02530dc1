"""A clean scan of a seal, specimens inspected, and randomness that is the same every time."""

from dataclasses import replace

import numpy as np
import pytest

from deploy.local.specimen_scans import seal_scan, signature_scan
from services.seal_svc.inspection import inspect
from tests.scans.cases import clean
from tests.scans.scanner import scan


@pytest.fixture(scope="module")
def page():
    """A4 at 600 dpi, RGB."""
    case = clean(np.random.default_rng(11))
    case = replace(case, bed=replace(case.bed, dpi=600.0))
    return scan(case.bed, case.prints(), case.random)


@pytest.fixture
def random():
    return np.random.default_rng(17)


@pytest.fixture(scope="module")
def seal():
    scan = seal_scan(name="SPECIMEN EXPORTS", credit_code="SPECIMEN", diameter_mm=38.0, seed=4)
    return inspect(scan, kind="seal")


@pytest.fixture(scope="module")
def signature():
    return inspect(signature_scan(name="SPECIMEN", seed=4), kind="signature")
