"""What is heard of sessions that end at once: what was queued or asked for in them is void."""

from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.people import SessionsEnded
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import print_jobs, scan_requests


class Sessions(PrintEntrypoints):
    @subscribe(SessionsEnded)
    def on_sessions_ended(self, tx: Transaction, event: SessionsEnded) -> None:
        """A person who was disabled, or a password that was replaced, fetches nothing more."""
        print_jobs.void_of_sessions(tx.session, event)
        scan_requests.withdraw_of_sessions(tx.session, event)
