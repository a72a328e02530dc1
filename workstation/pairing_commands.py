"""The command by which this computer is enrolled."""

import argparse
import platform
import sys

from contracts.workstations import PairingStarted
from workstation.commands import add_state, enrolled_as, write
from workstation.pairing import pair


def add_pair(command: argparse.ArgumentParser) -> None:
    command.add_argument("--gateway", required=True, metavar="URL")
    command.add_argument("--name", default=platform.node(), metavar="NAME")
    add_state(command)
    command.set_defaults(run=_pair)


def _pair(asked: argparse.Namespace) -> int:
    enrolment = pair(asked.gateway, asked.name, show=_show_code)
    enrolment.save(asked.state)
    write(enrolled_as(enrolment))
    return 0


def _show_code(begun: PairingStarted) -> None:
    until = begun.expires_at.astimezone()
    sys.stderr.write(
        f"配对码 code: {begun.user_code}\n"
        f"指纹 fingerprint: {begun.fingerprint}\n"
        f"请于 {until:%H:%M} 前在浏览器中输入 enter it in the browser before {until:%H:%M}\n"
    )
    sys.stderr.flush()
