"""What a process has loaded once it may be ready."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

OF_DOCUMENTS = {"reportlab", "pyhanko", "aiohttp", "numpy", "cv2", "PIL"}
"""A third of a second together; the first document loads them."""


def test_a_start_does_not_load_what_only_documents_need() -> None:
    code = "import chassis.run, services.print_svc.service, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(told.stdout.split())

    assert "services.print_svc.documents.renderer" in loaded
    assert loaded & OF_DOCUMENTS == set()
