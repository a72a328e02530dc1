"""管理员账号信息管理: the enterprise's people, changed by its legal person (R20, R21)."""

from collections.abc import Callable
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.base import Done
from contracts.people import (
    AddOperator,
    BindCard,
    DisableOperator,
    EditOperator,
    EnableOperator,
    ListOperators,
    OperatorList,
    OperatorView,
    RemoveOperator,
)
from contracts.values import LoginMedium
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.cards import OPERATOR, Card, read_card
from services.auth_svc.domain.operators import (
    Operator,
    check_enabled,
    check_own_card,
    disabled,
    edited,
    enabled,
    removed,
    returned,
    with_card,
    with_login,
)
from services.auth_svc.domain.user_names import spelled
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.api_tokens import revoke_all_made_by
from services.auth_svc.entrypoints.passwords import BY_PASSWORD, Passwords
from services.auth_svc.entrypoints.shown_cards import note_shown
from services.auth_svc.passwords import hash_password
from services.auth_svc.storage import operators, sessions

BY_ANYTHING = tuple(LoginMedium)


class Operators(Passwords):
    @answer(ListOperators)
    def list_operators(self, session: Session, request: ListOperators) -> OperatorList:
        found = operators.of_enterprise(session, request.caller.enterprise_code)
        return OperatorList(operators=tuple(map(views.operator_view, found)))

    @answer(AddOperator, outside_transaction=True)
    def add_operator(self, request: AddOperator) -> OperatorView:
        """The slow hashing holds no connection."""
        card = self._shown_card(request)
        person = Operator(
            id=uuid4(),
            enterprise_code=request.caller.enterprise_code,
            name=request.name,
            role=OPERATOR,
            id_number=request.id_number.get_secret_value(),
            user_name=spelled(request.user_name),
        )
        password = self._opened(request.password, AddOperator, request.user_name)
        self._check(password, person)
        person = with_login(person, person.user_name, hash_password(password))
        return self.db.conclude(request, lambda tx: self._add(tx, request, person, card))

    @answer(EditOperator)
    def edit_operator(self, tx: Transaction, request: EditOperator) -> OperatorView:
        self.hold_caller(tx, request.caller)
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        number = request.id_number.get_secret_value() if request.id_number else None
        user_name = request.user_name and spelled(request.user_name)
        operator = edited(known, name=request.name, id_number=number, user_name=user_name)
        operators.put(tx.session, operator)
        return views.operator_view(operator)

    @answer(DisableOperator)
    def disable_operator(self, tx: Transaction, request: DisableOperator) -> OperatorView:
        return views.operator_view(self._shut_out(tx, request, disabled))

    @answer(EnableOperator)
    def enable_operator(self, tx: Transaction, request: EnableOperator) -> OperatorView:
        """What was opened before stays closed."""
        self.hold_caller(tx, request.caller)
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        sessions.delete_of_operator(tx.session, known.id, BY_ANYTHING)
        operator = enabled(known, by=request.caller.operator_id)
        operators.put(tx.session, operator)
        return views.operator_view(operator)

    @answer(RemoveOperator)
    def remove_operator(self, tx: Transaction, request: RemoveOperator) -> Done:
        """What this person did stays told under the name."""
        self._shut_out(tx, request, removed)
        return Done()

    @answer(BindCard)
    def bind_card(self, tx: Transaction, request: BindCard) -> OperatorView:
        """Rights come from the card that is shown at a login, never from this one (R1-R3)."""
        self.hold_caller(tx, request.caller)
        code = request.caller.enterprise_code
        known = check_enabled(operators.hold(tx.session, code, request.operator_id))
        card = self._read(request.card_certificate)
        check_own_card(card, enterprise_code=code, id_number=known.id_number)
        note_shown(tx, card, known, now=self.now())
        operator = with_card(known, card, now=self.now())
        operators.put(tx.session, operator)
        return views.operator_view(operator)

    def _shut_out(
        self,
        tx: Transaction,
        request: DisableOperator | RemoveOperator,
        changed: Callable[..., Operator],
    ) -> Operator:
        """`changed` is `disabled` or `removed`; sessions and tokens of this person end with it.

        Two legal persons who shut each other out take turns, so that one is left.
        """
        caller = request.caller
        self.hold_caller(tx, caller)
        known = operators.hold(tx.session, caller.enterprise_code, request.operator_id)
        people = operators.of_enterprise(tx.session, caller.enterprise_code)
        operator = changed(known, people, by=caller.operator_id, now=self.now())
        operators.put(tx.session, operator)
        self._end_sessions(tx, operator, BY_ANYTHING)
        revoke_all_made_by(tx, operator.id, self.now)
        return operator

    def _add(
        self, tx: Transaction, request: AddOperator, person: Operator, card: Card | None
    ) -> OperatorView:
        """A login for this person, known before or not; what an earlier password opened ends."""
        self.hold_caller(tx, request.caller)
        held = returned(operators.hold_or_add(tx.session, person), name=person.name)
        known = check_enabled(held)
        operator = with_login(known, person.user_name, person.password_hash)
        operators.put(tx.session, operator)
        if known.id != person.id:
            self._end_sessions(tx, operator, BY_PASSWORD)
        if card is not None:
            note_shown(tx, card, operator, now=self.now())
            operator = with_card(operator, card, now=self.now())
            operators.put(tx.session, operator)
        return views.operator_view(operator)

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
