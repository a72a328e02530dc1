"""The wheel, installed as README says, gives a command that runs without the repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.workstation_wheel import write_wheel

pytestmark = pytest.mark.integration

REPOSITORY = Path(__file__).parents[3]
UV = REPOSITORY / ".bootstrap" / "bin" / "uv"
"""As `make install` puts it there."""


@pytest.fixture
def environment(tmp_path):
    own = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    return {**os.environ, **own, "UV_PYTHON_DOWNLOADS": "never"}


@pytest.fixture
def locked(tmp_path, environment):
    """The versions of the lock file, so that a new release elsewhere breaks nothing here."""
    exported = tmp_path / "locked.txt"
    asked = ["export", "--quiet", "--frozen", "--no-hashes", "--no-emit-project", "--all-groups"]
    run(UV, *asked, "--output-file", exported, environment=environment)
    return exported


def run(*command, environment):
    return subprocess.run(
        [str(each) for each in command],
        env=environment,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_uv_installs_the_command_from_the_wheel_and_it_knows_that_it_is_not_paired(
    tmp_path, environment, locked
):
    wheel = write_wheel(tmp_path / "dist")
    install = ["tool", "install", "--quiet", "--python", sys.executable, "--constraints", locked]

    installed = run(UV, *install, wheel, environment=environment)
    said = run(
        tmp_path / "bin" / "originprint-workstation",
        *("status", "--state", tmp_path / "state"),
        environment=environment,
    )

    assert installed.returncode == 0, installed.stderr
    assert "run `pair` first" in said.stderr
