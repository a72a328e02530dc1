"""The unit that systemd starts, and where things are kept."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from contracts.workstation_program import WorkstationProgram
from workstation.cli import main
from workstation.places import state_directory
from workstation.service_commands import unit
from workstation.upgrades import upgrade_notice

pytestmark = pytest.mark.unit

PROGRAM = WorkstationProgram(
    latest_version="1.2", least_version="1.1", address="https://get.example", sha256="5" * 64
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "ORIGINPRINT_WORKSTATION_STATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_the_unit_starts_the_program_at_login_and_after_failures(home: Path) -> None:
    asked = ["install-service", "--no-start", "--printer", "ipp://printer.example/ipp/print"]

    assert main(asked) == 0

    written = (home / ".config/systemd/user/originprint-workstation.service").read_text()
    assert '"run" "--state"' in written
    assert '"--printer" "ipp://printer.example/ipp/print"' in written
    assert "Restart=on-failure" in written
    assert "WantedBy=default.target" in written


@pytest.mark.skipif(find_spec("_tkinter") is None, reason="tkinter is not installed")
def test_the_desktop_opens_the_window_at_login(home: Path) -> None:
    main(["install-service", "--no-start"])

    written = (home / ".config/autostart/originprint-workstation.desktop").read_text()
    assert '"window" "--state"' in written


def test_what_systemd_would_expand_reaches_the_program_as_it_is() -> None:
    assert 'ExecStart="/a b/%%h" "$$x" "\\"\\\\"' in unit(["/a b/%h", "$x", '"\\'])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "originprint-workstation.service"
    file.write_text(unit(["/bin/true", "run"]))

    checked = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(file)],
        capture_output=True,
        check=False,
        text=True,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )

    assert (checked.returncode, file.name in checked.stderr) == (0, False), checked.stderr


def test_state_lies_where_the_person_s_programs_keep_theirs(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state_directory() == home / ".local/state/originprint-workstation"
    monkeypatch.setenv("ORIGINPRINT_WORKSTATION_STATE", "/srv/desk")
    assert state_directory() == Path("/srv/desk")


@pytest.mark.rule("R70")
@pytest.mark.parametrize(
    ("version", "said"), [("1.0.9", "版本 1.0.9 过低，至少需要 1.1"), ("1.1.0", "有新版本 1.2")]
)
def test_a_newer_program_is_told_with_address_and_checksum(version: str, said: str) -> None:
    notice = upgrade_notice(PROGRAM, version)

    assert notice is not None
    assert said in notice.zh
    assert "https://get.example，SHA-256 55555" in notice.whole_zh


def test_the_latest_one_is_told_of_nothing() -> None:
    assert upgrade_notice(PROGRAM, "1.10") is None
