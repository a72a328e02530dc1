"""Declarers whom customs filed for an enterprise (备案, R27, R45)."""

from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.customs import DeclarerFiled, DeclarerFilingEnded
from services.cert_svc.storage import enterprises, filed_declarers, listing


class FiledDeclarers(Service):
    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, tx: Transaction, event: DeclarerFiled) -> None:
        enterprises.lock(tx.session, event.enterprise_code)
        filed_declarers.add(tx.session, event)
        listing.decide_after_filing(tx.session, event)

    @subscribe(DeclarerFilingEnded)
    def on_declarer_filing_ended(self, tx: Transaction, event: DeclarerFilingEnded) -> None:
        enterprises.lock(tx.session, event.enterprise_code)
        filed_declarers.end(tx.session, event)
        listing.decide_after_filing_ended(tx.session, event)
