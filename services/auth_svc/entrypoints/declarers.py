"""Declarers as customs files them and ends that, and whom a signature can be made for (R19-R28)."""

from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.customs import DeclarerFiled, DeclarerFilingEnded
from contracts.people import DeclarerIdentity, DeclarerList, GetDeclarer, ListDeclarers
from services.auth_svc.domain.declarers import Declarer, check_signs
from services.auth_svc.entrypoints import views
from services.auth_svc.storage import declarers, operators


class Declarers(Service):
    @answer(ListDeclarers)
    def list_declarers(self, session: Session, request: ListDeclarers) -> DeclarerList:
        enterprise_code = request.caller.enterprise_code
        people = operators.of_enterprise(session, enterprise_code)
        known = [
            views.declarer_view(one, people)
            for one in declarers.of_enterprise(session, enterprise_code)
        ]
        chosen = [one for one in known if one.problem is None or not request.for_signature]
        return DeclarerList(declarers=tuple(chosen))

    @answer(GetDeclarer)
    def get_declarer(self, session: Session, request: GetDeclarer) -> DeclarerIdentity:
        enterprise_code = request.caller.enterprise_code
        declarer = declarers.get(session, enterprise_code, request.declarer_id)
        people = operators.of_enterprise(session, enterprise_code)
        return views.declarer_identity(check_signs(declarer, people))

    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, tx: Transaction, event: DeclarerFiled) -> None:
        filed = Declarer(
            id=uuid4(),
            enterprise_code=event.enterprise_code,
            id_number=event.id_number.get_secret_value(),
            name=event.name,
            filed_at=event.filed_at,
        )
        declarers.put_filing(tx.session, filed)

    @subscribe(DeclarerFilingEnded)
    def on_declarer_filing_ended(self, tx: Transaction, event: DeclarerFilingEnded) -> None:
        ended = Declarer(
            id=uuid4(),
            enterprise_code=event.enterprise_code,
            id_number=event.id_number.get_secret_value(),
            name=event.name,
            ended_at=event.ended_at,
        )
        declarers.put_end(tx.session, ended)
