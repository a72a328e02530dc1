"""Logging in with a password or a card (R1-R4)."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from chassis.calls import answer
from chassis.database import Transaction
from chassis.service import Service
from chassis.timers import every
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
from services.auth_svc import people, queries
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.cards import is_signed_by, read_card
from services.auth_svc.domain.logins import LoginRecord, after_failure, check_not_locked
from services.auth_svc.domain.people import CARD_MEDIUM, Operator
from services.auth_svc.passwords import verify_password

TOKEN_BYTES = 32
SWEEP_SECONDS = 60.0


class Sessions(Service):
    @answer(OpenSession)
    def open_session(self, request: OpenSession) -> SessionOpened:
        """The slow check holds no row; who was locked out meanwhile learns nothing from it."""
        name = request.user_name
        with self.db.reading() as session:
            check_not_locked(people.login_record(session, name), now=self.now())
            known = people.operator_by_user_name(session, name)
        known_hash = known.password_hash if known is not None else None
        right = verify_password(request.password.get_secret_value(), known_hash)
        with self.db.transaction() as tx:
            record = people.hold_login(tx.session, name, now=self.now())
            check_not_locked(record, now=self.now())
            operator = people.operator_by_user_name(tx.session, name)
            if right and operator is not None and operator.password_hash == known_hash:
                people.put_login(tx.session, name, LoginRecord(), now=self.now())
                return self._open(tx, operator, LoginMedium.PASSWORD)
            self._count_failure(tx, name, record)
        raise Refused("session.wrong_password")

    @answer(IssueCardChallenge)
    def issue_card_challenge(self, _request: IssueCardChallenge) -> CardChallenge:
        nonce = secrets.token_bytes(32)
        expires_at = self.now() + timedelta(seconds=self.settings.challenge_seconds)
        with self.db.transaction() as tx:
            challenge_id = people.add_challenge(tx.session, nonce, expires_at)
        encoded = base64.b64encode(nonce).decode()
        return CardChallenge(challenge_id=challenge_id, nonce=encoded, expires_at=expires_at)

    @answer(OpenCardSession)
    def open_card_session(self, request: OpenCardSession) -> SessionOpened:
        now = self.now()
        card = read_card(request.card_certificate, load_authorities(self.settings), now=now)
        with self.db.transaction() as tx:
            nonce = people.take_challenge(tx.session, request.challenge_id, now=now)
        if nonce is None:
            raise Refused("card.unknown_challenge")
        if not is_signed_by(
            card.certificate_pem, request.signature, hashlib.sha256(nonce).digest()
        ):
            raise Refused("card.wrong_signature")
        with self.db.transaction() as tx:
            operator = people.register_card(tx.session, card, now=now)
            return self._open(tx, operator, CARD_MEDIUM[card.role], until=card.valid_to)

    @answer(GetSession)
    def get_session(self, request: GetSession) -> SessionView:
        with self.db.reading() as session:
            return queries.session_view(session, request.token.get_secret_value(), now=self.now())

    @answer(CloseSession)
    def close_session(self, request: CloseSession) -> Done:
        with self.db.transaction() as tx:
            people.close_session(tx.session, request.token.get_secret_value())
        return Done()

    @every(SWEEP_SECONDS)
    def sweep(self) -> None:
        with self.db.transaction() as tx:
            people.forget_what_is_over(tx.session, now=self.now())

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
        people.open_session(tx.session, operator, medium, token, expires_at)
        caller = Caller(
            enterprise_code=operator.enterprise_code, operator_id=operator.id, medium=medium
        )
        return SessionOpened(token=token, expires_at=expires_at, caller=caller)

    def _count_failure(self, tx: Transaction, user_name: str, record: LoginRecord) -> None:
        counted = after_failure(
            record,
            now=self.now(),
            allowed=self.settings.failures_allowed,
            lock_seconds=self.settings.lock_seconds,
        )
        people.put_login(tx.session, user_name, counted, now=self.now())
