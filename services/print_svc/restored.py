"""What print_svc does once its database was restored to an earlier moment (`chassis.restored`)."""

from collections.abc import Iterator
from typing import Final

from chassis.database import Session
from services.print_svc.storage import restored

SKIPPED_SERIALS: Final = 10_000_000
"""Of 32^7, so that it can be done three thousand times; what a restore forgets is minutes, and a
year of the whole country takes twice as many."""


def after_restore(session: Session) -> Iterator[str]:
    """No serial that was given out after that moment is given out again."""
    yield f"print serials go on with number {restored.skip_serials(session, SKIPPED_SERIALS)}"
