"""管理员账号信息管理: the enterprise's people, changed by its legal person (R20, R21)."""

from typing import Any
from uuid import UUID, uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.sealing import open_sealed
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.base import Request
from contracts.people import (
    AddOperator,
    BindCard,
    DisableOperator,
    EditOperator,
    EnableOperator,
    ListOperators,
    OperatorList,
    OperatorView,
    ResetPassword,
)
from contracts.values import LoginMedium, SealedText
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.cards import OPERATOR, Card, read_card
from services.auth_svc.domain.operators import (
    Operator,
    check_enabled,
    check_own_card,
    check_password,
    disabled,
    edited,
    enabled,
    with_card,
    with_login,
    with_password,
)
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.api_tokens import revoke_all_made_by
from services.auth_svc.passwords import hash_password
from services.auth_svc.storage import enterprises, operators, sessions

BY_PASSWORD = (LoginMedium.PASSWORD,)
BY_ANYTHING = tuple(LoginMedium)


class Operators(Service):
    @answer(ListOperators)
    def list_operators(self, session: Session, request: ListOperators) -> OperatorList:
        found = operators.of_enterprise(session, request.caller.enterprise_code)
        return OperatorList(operators=tuple(map(views.operator_view, found)))

    @answer(AddOperator, outside_transaction=True)
    def add_operator(self, request: AddOperator) -> OperatorView:
        """The slow hashing holds no connection."""
        password = self._opened(request.password, AddOperator, request.user_name)
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

    @answer(EditOperator)
    def edit_operator(self, tx: Transaction, request: EditOperator) -> OperatorView:
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        number = request.id_number.get_secret_value() if request.id_number else None
        operator = edited(known, name=request.name, id_number=number, user_name=request.user_name)
        operators.put(tx.session, operator)
        return views.operator_view(operator)

    @answer(DisableOperator)
    def disable_operator(self, tx: Transaction, request: DisableOperator) -> OperatorView:
        """Two legal persons who disable each other take turns, so that one is left."""
        caller = request.caller
        enterprises.hold(tx.session, caller.enterprise_code)
        check_enabled(operators.get(tx.session, caller.enterprise_code, caller.operator_id))
        known = operators.hold(tx.session, caller.enterprise_code, request.operator_id)
        people = operators.of_enterprise(tx.session, caller.enterprise_code)
        operator = disabled(known, people, by=caller.operator_id, now=self.now())
        operators.put(tx.session, operator)
        self._end_sessions(tx, operator, BY_ANYTHING)
        revoke_all_made_by(tx, operator.id, self.now)
        return views.operator_view(operator)

    @answer(EnableOperator)
    def enable_operator(self, tx: Transaction, request: EnableOperator) -> OperatorView:
        """What was opened before stays closed."""
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        sessions.delete_of_operator(tx.session, known.id, BY_ANYTHING)
        operator = enabled(known)
        operators.put(tx.session, operator)
        return views.operator_view(operator)

    @answer(ResetPassword, outside_transaction=True)
    def reset_password(self, request: ResetPassword) -> OperatorView:
        password = self._opened(request.password, ResetPassword, request.operator_id)
        check_password(password)
        password_hash = hash_password(password)
        return self.db.conclude(request, lambda tx: self._reset(tx, request, password_hash))

    @answer(BindCard)
    def bind_card(self, tx: Transaction, request: BindCard) -> OperatorView:
        """Rights come from the card that is shown at a login, never from this one (R1-R3)."""
        code = request.caller.enterprise_code
        known = check_enabled(operators.hold(tx.session, code, request.operator_id))
        card = self._read(request.card_certificate)
        check_own_card(card, enterprise_code=code, id_number=known.id_number)
        operator = with_card(known, card, now=self.now())
        operators.put(tx.session, operator)
        return views.operator_view(operator)

    def _add(self, tx: Transaction, person: Operator, card: Card | None) -> OperatorView:
        """A login for this person, known before or not; what an earlier password opened ends."""
        known = check_enabled(operators.hold_or_add(tx.session, person))
        operator = with_login(known, person.user_name, person.password_hash)
        operators.put(tx.session, operator)
        if known.id != person.id:
            self._end_sessions(tx, operator, BY_PASSWORD)
        if card is not None:
            operator = with_card(operator, card, now=self.now())
            operators.put(tx.session, operator)
        return views.operator_view(operator)

    def _reset(self, tx: Transaction, request: ResetPassword, password_hash: str) -> OperatorView:
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        operator = with_password(check_enabled(known), password_hash)
        operators.put(tx.session, operator)
        self._end_sessions(tx, operator, BY_PASSWORD)
        return views.operator_view(operator)

    def _end_sessions(
        self, tx: Transaction, operator: Operator, media: tuple[LoginMedium, ...]
    ) -> None:
        """What was opened by these media is over here and, once they hear of it, elsewhere."""
        sessions.delete_of_operator(tx.session, operator.id, media)
        tx.publish(views.sessions_ended(operator, media, now=self.now()))

    def _opened(self, sealed: SealedText, request: type[Request[Any]], whom: str | UUID) -> str:
        return open_sealed(sealed, self.settings.opening_keys, request, whom)

    def _shown_card(self, request: AddOperator) -> Card | None:
        if request.card_certificate is None:
            return None
        card = self._read(request.card_certificate)
        check_own_card(
            card,
            enterprise_code=request.caller.enterprise_code,
            id_number=request.id_number.get_secret_value(),
        )
        return card

    def _read(self, card_certificate: str) -> Card:
        return read_card(card_certificate, load_authorities(self.settings), now=self.now())
