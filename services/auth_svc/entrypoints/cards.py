"""What the card of a legal person signs for, and whose card limits a seal (R21, R22, R24)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.calls import answer
from chassis.transactions import Transaction
from contracts.authorization import CardFacts, CheckCardSignature
from contracts.card_statements import CardPurpose, Fact
from contracts.values import Caller
from services.auth_svc.domain.card_challenges import CardSignature, check_says, open_challenge
from services.auth_svc.domain.known_cards import check_counts, check_not_void
from services.auth_svc.domain.operators import Operator, card_of, check_signed_by_legal_person
from services.auth_svc.domain.revocations import check_in_force
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.callers import Callers
from services.auth_svc.entrypoints.statement_facts import of_seal
from services.auth_svc.storage import card_challenges, cards, operators, revocation_lists


class Cards(Callers):
    @answer(CheckCardSignature)
    def check_card_signature(self, tx: Transaction, request: CheckCardSignature) -> CardFacts:
        """The caller's legal-person card must have signed; the validity is the operator's."""
        signer = self.hold_caller(tx, request.caller)
        caller, seal = request.caller, request.seal
        facts = of_seal(tx.session, caller, seal)
        operator = operators.get(tx.session, caller.enterprise_code, seal.operator_id)
        limits = views.card_facts(operator)
        take_signed(tx, CardPurpose.MAKE_SEAL, facts, request, signer=signer, now=self.now())
        check_not_void(cards.find(tx.session, card_of(operator).fingerprint))
        return limits


class _Signed(Protocol):
    """A command that a card signed for."""

    @property
    def caller(self) -> Caller: ...
    @property
    def challenge_id(self) -> UUID: ...
    @property
    def card_signature(self) -> str: ...


def take_signed(
    tx: Transaction,
    purpose: CardPurpose,
    facts: Iterable[Fact],
    signed: _Signed,
    *,
    signer: Operator,
    now: datetime,
) -> None:
    """Use the challenge up, with what is done in this transaction; `signer` is the held caller.

    Refused unless the caller's legal-person card, which counts and is not revoked, signed just
    these facts for this purpose.
    """
    caller = signed.caller
    taken = card_challenges.take(tx.session, signed.challenge_id)
    challenge = open_challenge(taken, purpose, now=now, operator_id=caller.operator_id)
    check_says(challenge, facts)
    check_signed_by_legal_person(signer, signed.card_signature, challenge.message_sha256)
    ends = revocation_lists.hold_ends(tx.session)
    card = check_counts(cards.find(tx.session, card_of(signer).fingerprint), now=now)
    check_in_force(ends.get(card.authority_fingerprint or ""), now=now)
    card_challenges.keep_signature(
        tx.session,
        CardSignature(
            challenge_id=challenge.id,
            enterprise_code=caller.enterprise_code,
            operator_id=caller.operator_id,
            purpose=purpose,
            statement=challenge.statement,
            signature=signed.card_signature,
            card_fingerprint=card.fingerprint,
            signed_at=now,
        ),
    )
