"""Operators, declarers and what their cards prove (R19-R22, R24, R27)."""

from uuid import uuid4

from chassis.calls import answer
from chassis.service import Service
from chassis.subscriptions import subscribe
from contracts.authorization import (
    AddOperator,
    CardFacts,
    CheckCardSignature,
    DeclarerIdentity,
    DeclarerList,
    GetDeclarer,
    ListDeclarers,
    ListOperators,
    OperatorList,
    OperatorView,
)
from contracts.customs import DeclarerFiled
from contracts.errors import Refused
from services.auth_svc import people, queries
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.cards import Card, is_signed_by, read_card
from services.auth_svc.domain.people import LEGAL_PERSON, OPERATOR, Operator, check_password
from services.auth_svc.passwords import hash_password


class People(Service):
    @answer(ListOperators)
    def list_operators(self, request: ListOperators) -> OperatorList:
        with self.db.reading() as session:
            return queries.operators_of(session, request.caller.enterprise_code)

    @answer(AddOperator)
    def add_operator(self, request: AddOperator) -> OperatorView:
        check_password(request.password.get_secret_value())
        card = self._own_card(request)
        person = Operator(
            id=uuid4(),
            enterprise_code=request.caller.enterprise_code,
            name=request.name,
            role=OPERATOR,
            id_number=request.id_number.get_secret_value(),
            user_name=request.user_name,
            password_hash=hash_password(request.password.get_secret_value()),
        )
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            added = people.add_operator(tx.session, person, card, self.now())
            return tx.remember(request, queries.operator_view(added))

    @answer(ListDeclarers)
    def list_declarers(self, request: ListDeclarers) -> DeclarerList:
        with self.db.reading() as session:
            return queries.declarers_of(session, request.caller.enterprise_code)

    @answer(GetDeclarer)
    def get_declarer(self, request: GetDeclarer) -> DeclarerIdentity:
        with self.db.reading() as session:
            return queries.declarer(session, request.caller.enterprise_code, request.declarer_id)

    @answer(CheckCardSignature)
    def check_card_signature(self, request: CheckCardSignature) -> CardFacts:
        """The caller's legal-person card must have signed (R24); the validity is the operator's."""
        enterprise_code = request.caller.enterprise_code
        with self.db.reading() as session:
            signer = people.operator_of(session, enterprise_code, request.caller.operator_id)
            operator = people.operator_of(session, enterprise_code, request.operator_id)
        digest = bytes.fromhex(request.message_sha256)
        if operator.card_certificate is None:
            raise Refused("card.not_bound")
        legal_card = signer.card_certificate if signer.role == LEGAL_PERSON else None
        if legal_card is None or not is_signed_by(legal_card, request.signature, digest):
            raise Refused("card.wrong_signature")
        return CardFacts(
            operator_id=operator.id,
            valid_from=operator.card_valid_from,
            valid_to=operator.card_valid_to,
        )

    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, event: DeclarerFiled) -> None:
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            id_number = event.id_number.get_secret_value()
            people.file_declarer(
                tx.session, event.enterprise_code, id_number, event.name, event.filed_at
            )

    def _own_card(self, request: AddOperator) -> Card | None:
        if request.card_certificate is None:
            return None
        authorities = load_authorities(self.settings)
        card = read_card(request.card_certificate, authorities, now=self.now())
        if card.enterprise_code != request.caller.enterprise_code:
            raise Refused("operator.wrong_enterprise_card")
        if card.id_number != request.id_number.get_secret_value():
            raise Refused("operator.wrong_persons_card")
        return card
