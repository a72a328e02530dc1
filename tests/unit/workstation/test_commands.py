"""What each command loads, and how a failure ends the program."""

import subprocess
import sys
from importlib import import_module

import pytest

from workstation.cli import _STATUS_OF_ERROR, main

pytestmark = pytest.mark.unit

SLOW = {"cryptography", "httpx", "pydantic", "reportlab", "structlog", "websockets", "zeroconf"}


def loaded_by(*arguments: str) -> set[str]:
    """Top-level packages that are loaded once the command line was read."""
    code = (
        "import sys, contextlib\n"
        "from workstation.cli import main\n"
        f"with contextlib.suppress(SystemExit): main({list(arguments)!r})\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(told.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["card", "--help"]])
def test_help_loads_nothing_that_is_slow(arguments: list[str]) -> None:
    assert loaded_by(*arguments) & SLOW == set()


def test_the_program_that_stays_loads_only_what_it_connects_with() -> None:
    late = {"zeroconf", "reportlab", "numpy", "pikepdf", "httpx"}

    assert loaded_by("run", "--help") & late == set()


@pytest.mark.parametrize(
    "command",
    ["pair", "status", "run", "print", "printers", "queue", "log", "cancel", "answer"]
    + ["test-page", "scan", "doctor", "install-service", "window"]
    + [f"card {one}" for one in ("issue", "revoke", "sign", "list", "use", "log-in", "requests")],
)
def test_each_command_says_how_it_is_used(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])

    assert ended.value.code == 0
    assert f"originprint-workstation {command}" in capsys.readouterr().out


@pytest.mark.parametrize("named", sorted(_STATUS_OF_ERROR))
def test_every_failure_that_has_a_status_exists_under_its_name(named: str) -> None:
    module, _, name = named.rpartition(".")

    assert issubclass(getattr(import_module(module), name), Exception)
