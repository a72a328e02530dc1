"""Logging in with a password or a card (R1-R4)."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from chassis.calls import answer
from chassis.database import Transaction
from chassis.service import Service
from contracts.authorization import (
    CardChallenge,
    CloseSession,
    GetSession,
    IssueCardChallenge,
    OpenCardSession,
    OpenSession,
    SessionOpened,
    SessionView,
)
from contracts.base import Done
from contracts.errors import Refused
from contracts.values import Caller, LoginMedium
from services.auth_svc import queries, repository
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.cards import is_signed_by, read_card
from services.auth_svc.domain.people import CARD_MEDIUM, Operator, after_failure, check_not_locked
from services.auth_svc.passwords import verify_password

TOKEN_BYTES = 32


class Sessions(Service):
    @answer(OpenSession)
    def open_session(self, request: OpenSession) -> SessionOpened:
        with self.db.transaction() as tx:
            operator = repository.operator_by_user_name(tx.session, request.user_name)
            if operator is not None:
                check_not_locked(operator, now=self.now())
            known_hash = operator.password_hash if operator is not None else None
            right = verify_password(request.password.get_secret_value(), known_hash)
            if operator is not None and right:
                return self._open(tx, operator, LoginMedium.PASSWORD)
            if operator is not None:
                self._count_failure(tx, operator)
        raise Refused("session.wrong_password")

    @answer(IssueCardChallenge)
    def issue_card_challenge(self, _request: IssueCardChallenge) -> CardChallenge:
        nonce = secrets.token_bytes(32)
        expires_at = self.now() + timedelta(seconds=self.settings.challenge_seconds)
        with self.db.transaction() as tx:
            challenge_id = repository.add_challenge(tx.session, nonce, expires_at)
        encoded = base64.b64encode(nonce).decode()
        return CardChallenge(challenge_id=challenge_id, nonce=encoded, expires_at=expires_at)

    @answer(OpenCardSession)
    def open_card_session(self, request: OpenCardSession) -> SessionOpened:
        now = self.now()
        card = read_card(request.card_certificate, load_authorities(self.settings), now=now)
        with self.db.transaction() as tx:
            nonce = repository.take_challenge(tx.session, request.challenge_id, now=now)
        if nonce is None:
            raise Refused("card.unknown_challenge")
        if not is_signed_by(
            card.certificate_pem, request.signature, hashlib.sha256(nonce).digest()
        ):
            raise Refused("card.wrong_signature")
        with self.db.transaction() as tx:
            operator = repository.register_card(tx.session, card, now=now)
            return self._open(tx, operator, CARD_MEDIUM[card.role], until=card.valid_to)

    @answer(GetSession)
    def get_session(self, request: GetSession) -> SessionView:
        with self.db.reading() as session:
            return queries.session_view(session, request.token.get_secret_value(), now=self.now())

    @answer(CloseSession)
    def close_session(self, request: CloseSession) -> Done:
        with self.db.transaction() as tx:
            repository.close_session(tx.session, request.token.get_secret_value(), now=self.now())
        return Done()

    def _open(
        self,
        tx: Transaction,
        operator: Operator,
        medium: LoginMedium,
        *,
        until: datetime | None = None,
    ) -> SessionOpened:
        expires_at = self.now() + timedelta(hours=self.settings.session_hours)
        expires_at = min(expires_at, until) if until else expires_at
        token = secrets.token_urlsafe(TOKEN_BYTES)
        repository.open_session(tx.session, operator, medium, token, expires_at)
        repository.record_failures(tx.session, operator.id, 0, None)
        caller = Caller(
            enterprise_code=operator.enterprise_code, operator_id=operator.id, medium=medium
        )
        return SessionOpened(token=token, expires_at=expires_at, caller=caller)

    def _count_failure(self, tx: Transaction, operator: Operator) -> None:
        failures, locked_until = after_failure(
            operator,
            now=self.now(),
            allowed=self.settings.failures_allowed,
            lock_seconds=self.settings.lock_seconds,
        )
        repository.record_failures(tx.session, operator.id, failures, locked_until)
