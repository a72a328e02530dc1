"""What the commands share."""

import argparse
from pathlib import Path

from workstation.places import state_directory


def add_state(command: argparse.ArgumentParser) -> None:
    """Where enrolment, journal and printers lie."""
    command.add_argument("--state", type=Path, default=state_directory(), metavar="DIR")
