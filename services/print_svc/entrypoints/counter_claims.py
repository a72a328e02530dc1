"""Claims at the counter: whoever was first has the certificate, by one lock (R48)."""

from typing import Any

from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.counter_claims import CounterClaimAccepted, CounterClaimRefused
from contracts.customs import CounterClaimRequested
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import certificates, print_jobs


class CounterClaims(PrintEntrypoints):
    @subscribe(CounterClaimRequested)
    def on_counter_claim_requested(self, tx: Transaction, event: CounterClaimRequested) -> None:
        """Accepted unless an original of this approval was released; a queued one is void then.

        The certificate's lock keeps new jobs away, the locks of its jobs a release under way.
        """
        number = event.certificate_no
        certificates.lock(tx.session, number, event.enterprise_code)
        first = print_jobs.released_original(tx.session, number, event.revision)
        answer: dict[str, Any] = {
            "enterprise_code": event.enterprise_code,
            "certificate_no": number,
            "revision": event.revision,
            "decided_at": self.now(),
        }
        if first is not None:
            tx.publish(CounterClaimRefused(print_serial=first.print_serial, **answer))
            return
        certificates.put_claim(tx.session, event)
        print_jobs.void_claimed(tx.session, number, event.revision)
        tx.publish(CounterClaimAccepted(**answer))
