"""Applications as customs receives, approves and returns them, for the order guard (R36, R43)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chassis.groups import subscribe_groups
from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.customs import (
    ApplicationReceived,
    ApplicationReturned,
    CertificateApproved,
    CertificateReturned,
)
from services.auth_svc.domain.order_guard import Application, End
from services.auth_svc.storage import applications

SWEEP_SECONDS = 3600
KEPT = timedelta(days=7)
"""Longer than any event is under way; a row that is missed costs a caution too many."""


class Applications(Service):
    @subscribe(ApplicationReceived)
    def on_application_received(self, tx: Transaction, event: ApplicationReceived) -> None:
        received = Application(
            certificate_no=event.certificate_no,
            enterprise_code=event.enterprise_code,
            declarer_id_number=event.declarer_id_number.get_secret_value(),
            received_at=event.received_at,
        )
        applications.put_received(tx.session, received)

    @subscribe(ApplicationReturned)
    def on_application_returned(self, tx: Transaction, event: ApplicationReturned) -> None:
        applications.put_ended(tx.session, [_end(event, event.returned_at)])

    @subscribe_groups(CertificateApproved)
    def on_certificate_approved(
        self, tx: Transaction, events: Sequence[CertificateApproved]
    ) -> None:
        ends = [_end(event, event.approved_at) for event in events]
        applications.put_ended(tx.session, ends)

    @subscribe_groups(CertificateReturned)
    def on_certificate_returned(
        self, tx: Transaction, events: Sequence[CertificateReturned]
    ) -> None:
        ends = [_end(event, event.returned_at) for event in events]
        applications.put_ended(tx.session, ends)

    @every(SWEEP_SECONDS)
    def sweep_applications(self, tx: Transaction) -> None:
        applications.delete_ended(tx.session, before=self.now() - KEPT)


def _end(
    event: ApplicationReturned | CertificateApproved | CertificateReturned, ended_at: datetime
) -> End:
    return End(
        certificate_no=event.certificate_no,
        enterprise_code=event.enterprise_code,
        ended_at=ended_at,
    )
