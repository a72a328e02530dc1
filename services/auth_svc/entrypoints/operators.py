"""Operators of an enterprise, added by its legal person (R20)."""

from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.authorization import AddOperator, ListOperators, OperatorList, OperatorView
from contracts.values import LoginMedium
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.cards import OPERATOR, Card, read_card
from services.auth_svc.domain.operators import (
    Operator,
    check_own_card,
    check_password,
    with_card,
    with_login,
)
from services.auth_svc.entrypoints import views
from services.auth_svc.passwords import hash_password
from services.auth_svc.storage import operators, sessions


class Operators(Service):
    @answer(ListOperators)
    def list_operators(self, session: Session, request: ListOperators) -> OperatorList:
        found = operators.of_enterprise(session, request.caller.enterprise_code)
        return OperatorList(operators=tuple(map(views.operator_view, found)))

    @answer(AddOperator, outside_transaction=True)
    def add_operator(self, request: AddOperator) -> OperatorView:
        """The slow hashing holds no connection."""
        password = request.password.get_secret_value()
        check_password(password)
        card = self._shown_card(request)
        person = Operator(
            id=uuid4(),
            enterprise_code=request.caller.enterprise_code,
            name=request.name,
            role=OPERATOR,
            id_number=request.id_number.get_secret_value(),
            user_name=request.user_name,
            password_hash=hash_password(password),
        )
        return self.db.conclude(request, lambda tx: self._add(tx, person, card))

    def _add(self, tx: Transaction, person: Operator, card: Card | None) -> OperatorView:
        """A login for this person, known before or not; what an earlier password opened ends."""
        known = operators.hold_or_add(tx.session, person)
        operator = with_login(known, person.user_name, person.password_hash)
        operators.put(tx.session, operator)
        sessions.delete_of_operator(tx.session, operator.id, LoginMedium.PASSWORD)
        if card is not None:
            operator = with_card(operator, card, now=self.now())
            operators.put(tx.session, operator)
        return views.operator_view(operator)

    def _shown_card(self, request: AddOperator) -> Card | None:
        if request.card_certificate is None:
            return None
        authorities = load_authorities(self.settings)
        card = read_card(request.card_certificate, authorities, now=self.now())
        check_own_card(
            card,
            enterprise_code=request.caller.enterprise_code,
            id_number=request.id_number.get_secret_value(),
        )
        return card
