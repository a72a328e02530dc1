"""Seals and signatures that seal_svc disabled or deleted: nothing new is made with them (R26)."""

from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.seals import SealDeleted, SealDisabled, SignatureDeleted, SignatureDisabled
from services.cert_svc.storage import ended_stamps


class EndedStamps(Service):
    @subscribe(SealDisabled)
    def on_seal_disabled(self, tx: Transaction, event: SealDisabled) -> None:
        ended_stamps.add(tx.session, event.enterprise_code, event.seal_id)

    @subscribe(SealDeleted)
    def on_seal_deleted(self, tx: Transaction, event: SealDeleted) -> None:
        ended_stamps.add(tx.session, event.enterprise_code, event.seal_id)

    @subscribe(SignatureDisabled)
    def on_signature_disabled(self, tx: Transaction, event: SignatureDisabled) -> None:
        ended_stamps.add(tx.session, event.enterprise_code, event.signature_id)

    @subscribe(SignatureDeleted)
    def on_signature_deleted(self, tx: Transaction, event: SignatureDeleted) -> None:
        ended_stamps.add(tx.session, event.enterprise_code, event.signature_id)
