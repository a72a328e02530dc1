"""A clean scan of a seal, and randomness that is the same every time."""

from dataclasses import replace

import numpy as np
import pytest

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
