"""What the commands share."""

import argparse
from pathlib import Path


def add_state(command: argparse.ArgumentParser) -> None:
    """Where enrolment, journal and printers lie."""
    command.add_argument("--state", type=Path, default=Path("workstation-state"), metavar="DIR")
