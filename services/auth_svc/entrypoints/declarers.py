"""Declarers as customs files them (R19, R27)."""

from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.authorization import DeclarerIdentity, DeclarerList, GetDeclarer, ListDeclarers
from contracts.customs import DeclarerFiled
from services.auth_svc.domain.declarers import Declarer
from services.auth_svc.entrypoints import views
from services.auth_svc.storage import declarers


class Declarers(Service):
    @answer(ListDeclarers)
    def list_declarers(self, session: Session, request: ListDeclarers) -> DeclarerList:
        filed = declarers.of_enterprise(session, request.caller.enterprise_code)
        return DeclarerList(declarers=tuple(map(views.declarer_view, filed)))

    @answer(GetDeclarer)
    def get_declarer(self, session: Session, request: GetDeclarer) -> DeclarerIdentity:
        filed = declarers.get(session, request.caller.enterprise_code, request.declarer_id)
        return views.declarer_identity(filed)

    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, tx: Transaction, event: DeclarerFiled) -> None:
        filed = Declarer(
            id=uuid4(),
            enterprise_code=event.enterprise_code,
            id_number=event.id_number.get_secret_value(),
            name=event.name,
            filed_at=event.filed_at,
        )
        declarers.put(tx.session, filed)
