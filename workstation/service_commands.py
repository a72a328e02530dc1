"""`install-service`: the program starts at login and after failures, by a systemd user unit."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from workstation.commands import add_state
from workstation.places import autostart, user_unit

_SCRIPT: Final = "originprint-workstation"
_NEEDS_A_PERSON: Final = "2 7"
"""Exit statuses of wrong usage and of a computer that is not enrolled: trying again is no use."""
_UNIT: Final = """\
[Unit]
Description=OriginPrint workstation 原产地证书打印程序
StartLimitIntervalSec=0

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=5
RestartPreventExitStatus={needs_a_person}
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy=default.target
"""
_AUTOSTART: Final = """\
[Desktop Entry]
Type=Application
Name=OriginPrint
Name[zh_CN]=原产地证书打印
Exec={command}
"""
_TO_DO: Final = "请运行 run: systemctl --user daemon-reload && systemctl --user enable --now"


def add_install_service(command: argparse.ArgumentParser) -> None:
    command.add_argument("--printer", metavar="ipp://HOST/PATH")
    command.add_argument("--no-start", action="store_true", help="write the unit and do no more")
    add_state(command)
    command.set_defaults(run=_install)


def unit(arguments: Sequence[str]) -> str:
    """The unit's text; blanks, quotes and percent signs reach the program as they are."""
    return _UNIT.format(command=" ".join(map(_quoted, arguments)), needs_a_person=_NEEDS_A_PERSON)


def program() -> list[str]:
    """How this program is started, wherever it was installed."""
    script = Path(sys.argv[0]).resolve()
    if script.name == _SCRIPT:
        return [str(script)]
    return [sys.executable, "-m", "workstation"]


def _install(asked: argparse.Namespace) -> int:
    arguments = [*program(), "run", "--state", str(asked.state.resolve())]
    if asked.printer is not None:
        arguments += ["--printer", asked.printer]
    file = user_unit()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(unit(arguments), encoding="utf-8")
    if find_spec("_tkinter") is not None:
        _start_window(asked.state.resolve())
    sys.stdout.write(f"{file}\n")
    if asked.no_start or not _started(file.name):
        sys.stderr.write(f"{_TO_DO} {file.name}\n")
    return 0


def _start_window(state: Path) -> None:
    """The desktop opens it at login (freedesktop.org, Desktop Application Autostart 0.5)."""
    file = autostart()
    file.parent.mkdir(parents=True, exist_ok=True)
    command = " ".join(map(_quoted, [*program(), "window", "--state", str(state)]))
    file.write_text(_AUTOSTART.format(command=command), encoding="utf-8")


def _started(name: str) -> bool:
    """False where this person has no systemd."""
    systemctl = shutil.which("systemctl")
    if systemctl is None:
        return False
    return all(
        subprocess.run([systemctl, "--user", *order], check=False).returncode == 0  # noqa: S603 - systemd's own, by its full path
        for order in (["daemon-reload"], ["enable", "--now", name])
    )


def _quoted(argument: str) -> str:
    """As systemd.service(5) says, COMMAND LINES."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("%", "%%").replace("$", "$$") + '"'
