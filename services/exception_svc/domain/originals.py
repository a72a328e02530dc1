"""What became of a certificate's originals, as far as exception applications care (R78, R83).

Events may come twice and in any order; the same events make the same history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from contracts.customs import CertificateArchived, CertificateReplaced
from contracts.originals import OriginalState, merge, reached
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased

PrintEvent = PrintIssued | PrintReleased | PrintCompleted | PrintFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """`device_reasons`: what the printer said about it, apart from what people say."""

    print_serial: str
    revision: int
    state: OriginalState
    device_reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All originals of one certificate by print serial, and how it ended, if it did."""

    certificate_no: str
    originals: Mapping[str, Original] = field(default_factory=dict)
    archived_at: datetime | None = None
    replaced_by: str | None = None

    @property
    def out(self) -> Original | None:
        """The original that is out; there is at most one (promise 2)."""
        return next((each for each in self.originals.values() if each.state.is_out), None)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def is_void(self, print_serial: str) -> bool:
        """False too for a serial that was never heard of."""
        known = self.originals.get(print_serial)
        return known is not None and known.state is OriginalState.VOIDED


def apply(
    history: History, event: PrintEvent | CertificateArchived | CertificateReplaced
) -> History:
    """The history with one more event."""
    if isinstance(event, CertificateReplaced):
        return replace(history, replaced_by=history.replaced_by or event.replaced_by)
    if isinstance(event, CertificateArchived):
        first = min(event.archived_at, history.archived_at or event.archived_at)
        return replace(history, archived_at=first)
    return _printed(history, event)


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
    named = event.device_reasons if isinstance(event, PrintFailed) else ()
    reasons = tuple(sorted({*known.device_reasons, *named}))
    moved = replace(known, state=merge(known.state, state), device_reasons=reasons)
    return replace(history, originals={**history.originals, serial: moved})
