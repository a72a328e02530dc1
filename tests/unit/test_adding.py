"""docs/adding.md names files that exist, and whoever follows it adds what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "adding.md").read_text()
PATHS = re.compile(r"`((?:contracts|services|gateway|customs|chassis|docs|tests)/[\w./]*)`")
STEPS = re.compile(r"```python (\S+)\n(.*?)```", re.DOTALL)
TABLES = re.compile(r"^(?:SENTENCES|STATUS): .*= \{\n", re.MULTILINE)
ADDED = """
from contracts.errors import Refused
from gateway.problems import problem_of
problem = problem_of("print.paper_missing")
print(problem.status, problem.what_to_do, problem.rule)
"""


@pytest.mark.parametrize("path", sorted(set(PATHS.findall(PAGE))))
def test_a_file_that_the_page_names_is_there(path):
    assert (REPOSITORY / path).exists()


def test_an_error_added_as_the_page_says_is_answered_with_its_status_and_advice(tmp_path):
    for package in ("contracts", "gateway", "chassis"):
        shutil.copytree(REPOSITORY / package, tmp_path / package)
    for path, lines in STEPS.findall(PAGE):
        file = tmp_path / path
        table = TABLES.search(file.read_text())
        file.write_text(file.read_text()[: table.end()] + lines + file.read_text()[table.end() :])

    said = subprocess.run(
        [sys.executable, "-c", ADDED], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert said.stdout.split("\n")[0] == "409 Put A4 paper in R62"
