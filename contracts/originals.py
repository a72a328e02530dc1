"""The life of one original, as print_svc and exception_svc tell of it (promise 2).

    issued → released → printed | failed → voided

Its events come twice and in any order, so a later state is never left for an earlier one.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from contracts.base import Event
from contracts.exceptions import ReprintGranted
from contracts.printing import (
    PrintCompleted,
    PrintFailed,
    PrintIssued,
    PrintProgressed,
    PrintReleased,
    PrintUnanswered,
)
from contracts.values import PrintPart

OriginalEvent = (
    PrintIssued
    | PrintReleased
    | PrintProgressed
    | PrintUnanswered
    | PrintFailed
    | PrintCompleted
    | ReprintGranted
)


class OriginalState(IntEnum):
    """How far one original got; the order is the merge's, the numbers are stored."""

    ISSUED = 0
    RELEASED = 1
    FAILED = 2
    PRINTED = 3
    VOIDED = 4

    @property
    def is_out(self) -> bool:
        """已打印: it went to a workstation and is not void, whatever came out there (R57, R78)."""
        return self in _OUT


_OUT: Final = frozenset({OriginalState.RELEASED, OriginalState.FAILED, OriginalState.PRINTED})
_REACHED: Final[Mapping[type[Event], OriginalState]] = {
    PrintIssued: OriginalState.ISSUED,
    PrintReleased: OriginalState.RELEASED,
    PrintProgressed: OriginalState.RELEASED,
    PrintUnanswered: OriginalState.RELEASED,
    PrintFailed: OriginalState.FAILED,
    PrintCompleted: OriginalState.PRINTED,
    ReprintGranted: OriginalState.VOIDED,
}


def reached(event: OriginalEvent) -> OriginalState | None:
    """How far the event brings its original; None when only copies were printed (R61)."""
    if not isinstance(event, ReprintGranted) and PrintPart.ORIGINAL not in event.parts:
        return None
    return _REACHED[type(event)]


def merge(one: OriginalState, other: OriginalState) -> OriginalState:
    """What both tell together, whichever came first."""
    return max(one, other)
