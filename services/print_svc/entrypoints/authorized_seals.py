"""What is heard of seals and signatures: authorized by customs, disabled since (R26, R30)."""

from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import SealAuthorized
from contracts.seals import SealDisabled, SignatureDisabled
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import authorized_seals


class AuthorizedSeals(PrintEntrypoints):
    @subscribe(SealAuthorized)
    def on_seal_authorized(self, tx: Transaction, event: SealAuthorized) -> None:
        authorized_seals.put_authorization(tx.session, event)

    @subscribe(SealDisabled)
    def on_seal_disabled(self, tx: Transaction, event: SealDisabled) -> None:
        authorized_seals.put_disabling(tx.session, event.seal_id)

    @subscribe(SignatureDisabled)
    def on_signature_disabled(self, tx: Transaction, event: SignatureDisabled) -> None:
        authorized_seals.put_disabling(tx.session, event.signature_id)
