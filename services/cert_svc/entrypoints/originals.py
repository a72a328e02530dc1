"""What became of originals: 待打印 or 已打印, and the count of exception prints (R57, R82)."""

from collections.abc import Sequence

from chassis.groups import subscribe_groups
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from services.cert_svc.entrypoints.event_groups import apply_events
from services.cert_svc.storage import agent_originals


class Originals(Service):
    @subscribe_groups(PrintIssued)
    def on_print_issued(self, tx: Transaction, events: Sequence[PrintIssued]) -> None:
        agent_originals.note(tx.session, events)
        apply_events(tx.session, events)

    @subscribe_groups(PrintReleased)
    def on_print_released(self, tx: Transaction, events: Sequence[PrintReleased]) -> None:
        agent_originals.note(tx.session, events)
        apply_events(tx.session, events)

    @subscribe_groups(PrintCompleted)
    def on_print_completed(self, tx: Transaction, events: Sequence[PrintCompleted]) -> None:
        apply_events(tx.session, events)

    @subscribe_groups(PrintFailed)
    def on_print_failed(self, tx: Transaction, events: Sequence[PrintFailed]) -> None:
        apply_events(tx.session, events)

    @subscribe_groups(ReprintGranted)
    def on_reprint_granted(self, tx: Transaction, events: Sequence[ReprintGranted]) -> None:
        apply_events(tx.session, events)
