"""What customs accepted of an enterprise's seal and signatures (R32-R36)."""

from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import SealAuthorized
from services.cert_svc.storage import authorizations, enterprises, listing


class Authorizations(Service):
    @subscribe(SealAuthorized)
    def on_seal_authorized(self, tx: Transaction, event: SealAuthorized) -> None:
        enterprises.lock(tx.session, event.enterprise_code)
        authorizations.add(tx.session, event)
        listing.decide_after_authorization(tx.session, event)
