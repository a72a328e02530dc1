"""That a newer program is to be had, where, and how to know that it is the right one (R70)."""

import sys

from contracts.card_program import is_new_enough
from contracts.sentences import Sentence
from contracts.workstation_program import WorkstationProgram
from workstation import VERSION
from workstation.examinations import SAID
from workstation.words import language_of, text


def upgrade_notice(program: WorkstationProgram, version: str = VERSION) -> Sentence | None:
    """None where this is the latest one."""
    if is_new_enough(version, program.latest_version):
        return None
    key = "newer" if is_new_enough(version, program.least_version) else "too_old"
    return SAID[key].filled(
        {
            "version": version,
            "least": program.least_version,
            "latest": program.latest_version,
            "address": program.address,
            "sha256": program.sha256 or "-",
        }
    )


def tell_of_upgrade(program: WorkstationProgram) -> None:
    """On standard error, where there is a newer one."""
    if notice := upgrade_notice(program):
        sys.stderr.write(text(notice, language_of()) + "\n")
