"""What became of a certificate's originals, as far as exception applications care (R78, R83).

An application concerns the original of the last approval: those of earlier ones are void (R104).

Events may come twice and in any order; the same events make the same history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from contracts.customs import CertificateArchived, CertificateReplaced
from contracts.originals import OriginalState, merge, reached
from contracts.printing import (
    PrintCompleted,
    PrintFailed,
    PrintIssued,
    PrintProgressed,
    PrintReleased,
    PrintUnanswered,
)
from contracts.troubles import troubles_of

PrintEvent = (
    PrintIssued | PrintReleased | PrintProgressed | PrintUnanswered | PrintCompleted | PrintFailed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """`device_reasons`: what the printer said about it, apart from what people say."""

    print_serial: str
    revision: int
    state: OriginalState
    device_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All originals of one certificate by print serial, and how it ended, if it did.

    `approved` is the highest revision that news of an approval or of the archiving told.
    """

    certificate_no: str
    originals: Mapping[str, Original] = field(default_factory=dict)
    approved: int = 0
    archived_at: datetime | None = None
    replaced_by: str | None = None

    @property
    def revision(self) -> int:
        """Of the last approval; news of its print may come before its own."""
        return max(self.approved, *(each.revision for each in self.originals.values()), 0)

    @property
    def out(self) -> Original | None:
        """The last approval's original that is out; there is at most one (promise 2, R104)."""
        return self.out_since(self.revision)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    @property
    def ended(self) -> bool:
        """Archived, or another certificate stands in its place (R99)."""
        return self.archived or self.replaced_by is not None

    def out_since(self, revision: int) -> Original | None:
        """One that is out, of this approval or of a later one."""
        originals = (each for each in self.originals.values() if each.revision >= revision)
        return next((each for each in originals if each.state.is_out), None)

    def is_void(self, print_serial: str) -> bool:
        """False too for a serial that was never heard of."""
        known = self.originals.get(print_serial)
        if known is None:
            return False
        return known.state is OriginalState.VOIDED or known.revision < self.revision


def apply(
    history: History, event: PrintEvent | CertificateArchived | CertificateReplaced
) -> History:
    """The history with one more event."""
    if isinstance(event, CertificateReplaced):
        return replace(history, replaced_by=history.replaced_by or event.replaced_by)
    if isinstance(event, CertificateArchived):
        first = min(event.archived_at, history.archived_at or event.archived_at)
        return replace(approve(history, event.revision), archived_at=first)
    return _printed(history, event)


def approve(history: History, revision: int) -> History:
    """This approval is known; only a later one changes anything (R104)."""
    return replace(history, approved=max(history.approved, revision))


def void(history: History, print_serial: str) -> History:
    """Its reprint was granted: this original is void for good."""
    voided = replace(history.originals[print_serial], state=OriginalState.VOIDED)
    return replace(history, originals={**history.originals, print_serial: voided})


def _printed(history: History, event: PrintEvent) -> History:
    """Copies may be printed without limit and need no application."""
    state, serial = reached(event), event.print_serial
    if state is None:
        return history
    new = Original(print_serial=serial, revision=event.revision, state=state)
    known = history.originals.get(serial, new)
    reasons = tuple(sorted({*known.device_reasons, *_named(event)}))
    moved = replace(known, state=merge(known.state, state), device_reasons=reasons)
    return replace(history, originals={**history.originals, serial: moved})


def _named(event: PrintEvent) -> tuple[str, ...]:
    """While it prints, only what went wrong counts; with 否 all that the device said."""
    if isinstance(event, PrintFailed):
        return event.device_reasons
    if isinstance(event, PrintProgressed):
        return tuple(trouble.keyword for trouble in troubles_of(event.state_reasons))
    return ()
