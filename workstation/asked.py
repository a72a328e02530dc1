"""That statements wait for the card: told by the process that is connected to who sits here."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from workstation.enrolment import Enrolment

_FILE: Final = "card-requests"


class Asked:
    """One file's time, so that it costs nothing to look; what waits, the gateway is asked."""

    def __init__(self, state: Path) -> None:
        self._file = state / _FILE
        self._seen = 0

    def tell(self) -> None:
        self._file.touch(mode=0o600)

    def is_new(self) -> bool:
        """Once each time that it was told, and once for what was told before."""
        try:
            told = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return False
        new, self._seen = told != self._seen, told
        return new


def card_notices(state: Path, enrolment: Enrolment) -> Callable[[], None]:
    """Where somebody sits at this terminal it is shown here; else the window is told."""
    if not sys.stdin.isatty():
        return Asked(state).tell
    from workstation.card_watch import at_terminal  # noqa: PLC0415 - a service needs none of it

    return at_terminal(state, enrolment)
