"""The console's description as docs/ holds it, from which the portal's client is made."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_description_in_docs_is_that_of_the_console():
    made = subprocess.run(
        [sys.executable, "-m", "customs.openapi"], cwd=ROOT, capture_output=True, check=True
    )

    kept = (ROOT / "docs/customs-openapi.json").read_text()
    assert json.loads(made.stdout) == json.loads(kept)
