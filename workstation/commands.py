"""What the commands share."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation import VERSION
from workstation.places import state_directory

if TYPE_CHECKING:
    from workstation.enrolment import Enrolment


def add_state(command: argparse.ArgumentParser) -> None:
    """Where enrolment, journal and printers lie."""
    command.add_argument("--state", type=Path, default=state_directory(), metavar="DIR")


def enrolled_as(enrolment: "Enrolment") -> dict[str, Any]:
    return {
        "workstation_id": str(enrolment.workstation_id),
        "name": enrolment.name,
        "enterprise_code": enrolment.enterprise_code,
        "gateway": enrolment.gateway,
        "version": VERSION,
    }


def write(result: Mapping[str, Any]) -> None:
    """As JSON on standard output."""
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, default=str) + "\n")
    sys.stdout.flush()
