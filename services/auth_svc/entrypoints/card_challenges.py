"""Statements for cards to sign: for a login, or for what the legal person wants (R4, R24)."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.authorization import CardChallenge as CardChallengeView
from contracts.authorization import IssueCardChallenge
from contracts.card_statements import AgentToGrant, CardPurpose, Fact, SealToMake, ToSign
from contracts.sessions import IssueCardStatement
from contracts.values import Caller
from services.auth_svc.domain.authorizations import requested
from services.auth_svc.domain.card_challenges import challenge_of
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.statement_facts import (
    of_authorization,
    of_grant,
    of_seal,
)
from services.auth_svc.storage import card_challenges, declarers, stamps

NONCE_BYTES = 32


class CardChallenges(Service):
    @answer(IssueCardChallenge)
    def issue_card_challenge(
        self, tx: Transaction, _request: IssueCardChallenge
    ) -> CardChallengeView:
        return self._issue(tx, CardPurpose.LOG_IN, (), self.settings.challenge_seconds)

    @answer(IssueCardStatement)
    def issue_card_statement(
        self, tx: Transaction, request: IssueCardStatement
    ) -> CardChallengeView:
        caller = request.caller
        facts = self._facts(tx.session, caller, request.to_sign)
        seconds = self.settings.statement_seconds
        return self._issue(tx, request.to_sign.purpose, facts, seconds, by=caller.operator_id)

    def _issue(
        self,
        tx: Transaction,
        purpose: CardPurpose,
        facts: Iterable[Fact],
        seconds: float,
        *,
        by: UUID | None = None,
    ) -> CardChallengeView:
        challenge = challenge_of(
            uuid4(),
            purpose,
            facts,
            secrets.token_bytes(NONCE_BYTES),
            expires_at=self.now() + timedelta(seconds=seconds),
            operator_id=by,
        )
        card_challenges.add(tx.session, challenge)
        return views.card_challenge_view(challenge)

    def _facts(self, session: Session, caller: Caller, to_sign: ToSign) -> list[Fact]:
        if isinstance(to_sign, SealToMake):
            return of_seal(session, caller, to_sign)
        if isinstance(to_sign, AgentToGrant):
            return of_grant(session, caller, to_sign)
        authorization = requested(
            uuid4(),
            stamps.active_of(session, caller.enterprise_code),
            declarers.names_of(session, caller.enterprise_code),
            now=self.now(),
            receipt_delay=timedelta(0),
        )
        return of_authorization(session, caller, authorization)
