"""What became of a certificate's originals, as far as exception applications care (R78, R83).

Events may come twice and in any order; the same events make the same history.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from contracts.base import Event
from contracts.customs import CertificateArchived
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from contracts.values import PrintPart


class OriginalState(IntEnum):
    """How far one original got; a higher state is never left for a lower one."""

    ISSUED = 0
    RELEASED = 1
    FAILED = 2
    PRINTED = 3
    VOIDED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """`device_reasons`: what the printer said about it, apart from what people say."""

    print_serial: str
    revision: int
    state: OriginalState
    device_reasons: tuple[str, ...] = ()

    @property
    def is_out(self) -> bool:
        """已打印: released, and not void (promise 2)."""
        return self.state not in (OriginalState.ISSUED, OriginalState.VOIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """All originals of one certificate by print serial, and when it was archived."""

    certificate_no: str
    originals: Mapping[str, Original] = field(default_factory=dict)
    archived_at: datetime | None = None

    @property
    def out(self) -> Original | None:
        """The original that is out; there is at most one."""
        return next((each for each in self.originals.values() if each.is_out), None)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


def observe(prints: Prints, event: Event) -> Prints:
    """The history with one more event; KeyError for an event of another kind."""
    return _OBSERVED[type(event)](prints, event)


def void(prints: Prints, print_serial: str) -> Prints:
    """Its reprint was granted: this original is void for good."""
    voided = replace(prints.originals[print_serial], state=OriginalState.VOIDED)
    return replace(prints, originals={**prints.originals, print_serial: voided})


def _archived(prints: Prints, event: CertificateArchived) -> Prints:
    first = min(event.archived_at, prints.archived_at or event.archived_at)
    return replace(prints, archived_at=first)


def _original_reaches(state: OriginalState) -> Callable[[Prints, Any], Prints]:
    """Copies may be printed without limit and need no application."""

    def observed(prints: Prints, event: Any) -> Prints:
        if PrintPart.ORIGINAL not in event.parts:
            return prints
        known = prints.originals.get(event.print_serial) or Original(
            print_serial=event.print_serial,
            revision=event.revision,
            state=state,
        )
        said = (*known.device_reasons, *getattr(event, "device_reasons", ()))
        reached = replace(
            known,
            state=max(state, known.state),
            device_reasons=tuple(sorted(set(said))),
        )
        return replace(prints, originals={**prints.originals, event.print_serial: reached})

    return observed


_OBSERVED: dict[type[Event], Callable[[Prints, Any], Prints]] = {
    PrintIssued: _original_reaches(OriginalState.ISSUED),
    PrintReleased: _original_reaches(OriginalState.RELEASED),
    PrintFailed: _original_reaches(OriginalState.FAILED),
    PrintCompleted: _original_reaches(OriginalState.PRINTED),
    CertificateArchived: _archived,
}
