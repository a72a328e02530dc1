"""What each command loads, and how a failure ends the program."""

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

from workstation.cli import _STATUS_OF_ERROR, main

pytestmark = pytest.mark.unit

SLOW = {"cryptography", "httpx", "pydantic", "reportlab", "websockets", "zeroconf"}
NOT_AT_START = {
    *("asyncio", "httpx", "numpy", "pikepdf", "PIL", "pkcs11", "reportlab", "rich", "structlog"),
    *("tkinter", "zeroconf"),
    *("contracts.printing", "contracts.workstations", "contracts.card_requests"),
    *("contracts.card_statements", "contracts.scan_requests"),
    *("workstation.card_desk", "workstation.card_watch", "workstation.cards"),
    *("workstation.discovery", "workstation.pairing", "workstation.scan_desk"),
    *("workstation.scanning", "workstation.shifting", "workstation.window"),
}
"""What `run` needs later, or never: each would be paid for at every start."""


def loaded_by(*arguments: str) -> set[str]:
    """Modules that are loaded once the command line was read."""
    code = (
        "import sys, contextlib\n"
        "from workstation.cli import main\n"
        f"with contextlib.suppress(SystemExit): main({list(arguments)!r})\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(told.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["card", "--help"]])
def test_help_loads_nothing_that_is_slow(arguments: list[str]) -> None:
    assert loaded_by(*arguments) & SLOW == set()


def test_the_program_that_stays_loads_only_what_it_connects_with() -> None:
    assert loaded_by("run", "--help") & NOT_AT_START == set()


@pytest.mark.parametrize("module", sorted(name for name in NOT_AT_START if "." in name))
def test_what_is_not_to_be_loaded_exists_under_its_name(module: str) -> None:
    assert find_spec(module)


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
