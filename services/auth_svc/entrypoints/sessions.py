"""Logging in with a password or a card, and out (R1-R4)."""

import hashlib
from datetime import datetime
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.sealing import open_sealed
from chassis.service import Service
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.authorization import (
    CloseSession,
    GetSession,
    OpenCardSession,
    OpenSession,
    SessionOpened,
    SessionView,
)
from contracts.base import Done
from contracts.errors import Refused
from contracts.people import SessionsEnded
from contracts.seal_authority import self_print_problems
from contracts.values import Caller, LoginMedium
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.card_challenges import nonce_of
from services.auth_svc.domain.cards import Card, check_program, is_signed_by, read_card
from services.auth_svc.domain.login_failures import (
    LoginFailures,
    after_failure,
    after_success,
    check_may_try,
)
from services.auth_svc.domain.operators import Operator, check_enabled, holder_of, with_card
from services.auth_svc.domain.sessions import CARD_MEDIUM, check_not_over, expiry
from services.auth_svc.entrypoints import views
from services.auth_svc.passwords import place_in_line, verify_password
from services.auth_svc.storage import (
    authorizations,
    card_challenges,
    enterprises,
    login_failures,
    operators,
    sessions,
)
from services.auth_svc.storage.login_failures import EVERYWHERE

SWEEP_SECONDS = 60.0


class Sessions(Service):
    @answer(OpenSession, outside_transaction=True)
    def open_session(self, request: OpenSession) -> SessionOpened:
        """The slow check holds no row; who was locked out meanwhile learns nothing from it."""
        name = request.user_name
        with place_in_line():
            password = open_sealed(request.password, self.settings.opening_keys, OpenSession, name)
            known_hash = self._hash_of(request)
            right = verify_password(password, known_hash)
        with self.db.transaction() as tx:
            failed = self._hold_failures(tx, request)
            operator = operators.hold_by_user_name(tx.session, name)
            if right and operator is not None and operator.password_hash == known_hash:
                check_enabled(operator)
                got_in = after_success(now=self.now())
                login_failures.put(tx.session, name, request.address, got_in, now=self.now())
                return self._open(tx, request.token_sha256, operator, LoginMedium.PASSWORD)
            for address, before in failed.items():
                one_more = self._one_more(before, address)
                login_failures.put(tx.session, name, address, one_more, now=self.now())
        raise Refused("session.wrong_password")

    def _hash_of(self, request: OpenSession) -> str | None:
        """None for a user name that nobody has; Refused while it is locked."""
        name = request.user_name
        with self.db.reading() as session:
            here = login_failures.of_name(session, name, request.address)
            everywhere = login_failures.of_name(session, name, EVERYWHERE)
            check_may_try(here, everywhere, now=self.now())
            known = operators.find_by_user_name(session, name)
        return known.password_hash if known is not None else None

    def _hold_failures(self, tx: Transaction, request: OpenSession) -> dict[str, LoginFailures]:
        """By address, that of all first; Refused while the name is locked."""
        failed = {
            address: login_failures.hold(tx.session, request.user_name, address, now=self.now())
            for address in (EVERYWHERE, request.address)
        }
        check_may_try(failed[request.address], failed[EVERYWHERE], now=self.now())
        return failed

    @answer(OpenCardSession, outside_transaction=True)
    def open_card_session(self, request: OpenCardSession) -> SessionOpened:
        """A challenge that was shown is used up, be the signature right or wrong."""
        check_program(request.program_version)
        now = self.now()
        card = read_card(request.card_certificate, load_authorities(self.settings), now=now)
        with self.db.transaction() as tx:
            challenge = card_challenges.take(tx.session, request.challenge_id)
        digest = hashlib.sha256(nonce_of(challenge, now=now)).digest()
        if not is_signed_by(card.certificate_pem, request.signature, digest):
            raise Refused("card.wrong_signature")
        with self.db.transaction() as tx:
            operator = self._register(tx, card)
            return self._open(
                tx,
                request.token_sha256,
                operator,
                CARD_MEDIUM[card.role],
                card_valid_to=card.valid_to,
            )

    @answer(GetSession)
    def get_session(self, session: Session, request: GetSession) -> SessionView:
        login = sessions.get(session, request.token_sha256)
        check_not_over(login, now=self.now())
        authority = authorizations.find_authority(session, login.enterprise_code)
        return views.session_view(login, self_print_problems(authority, now=self.now()))

    @answer(CloseSession)
    def close_session(self, tx: Transaction, request: CloseSession) -> Done:
        """Other gateways hear of it; what was queued stays, for its person asked for it."""
        closed = sessions.delete_by_token(tx.session, request.token_sha256)
        if closed is not None:
            tx.publish(SessionsEnded(**closed, media=(), ended_at=self.now()))
        return Done()

    @every(SWEEP_SECONDS)
    def sweep(self, tx: Transaction) -> None:
        now = self.now()
        sessions.delete_over(tx.session, now=now)
        card_challenges.delete_over(tx.session, now=now)
        login_failures.delete_old(tx.session, now=now)

    def _one_more(self, failed: LoginFailures, address: str) -> LoginFailures:
        settings = self.settings
        allowed, seconds = settings.failures_allowed, settings.lock_seconds
        if address == EVERYWHERE:
            allowed = settings.failures_allowed_everywhere
            seconds = settings.lock_seconds_everywhere
        return after_failure(failed, now=self.now(), allowed=allowed, lock_seconds=seconds)

    def _register(self, tx: Transaction, card: Card) -> Operator:
        """The operator of this card; the first card of an enterprise registers it (R1)."""
        now = self.now()
        enterprises.register(tx.session, card.enterprise_code, card.enterprise_name, now=now)
        known = check_enabled(operators.hold_or_add(tx.session, holder_of(card, uuid4())))
        operator = with_card(known, card, now=now)
        if operator != known:
            operators.put(tx.session, operator)
        return operator

    def _open(
        self,
        tx: Transaction,
        token_sha256: str,
        operator: Operator,
        medium: LoginMedium,
        *,
        card_valid_to: datetime | None = None,
    ) -> SessionOpened:
        hours = self.settings.session_hours
        expires_at = expiry(now=self.now(), hours=hours, card_valid_to=card_valid_to)
        sessions.add(tx.session, token_sha256, operator.id, medium, expires_at)
        caller = Caller(
            enterprise_code=operator.enterprise_code, operator_id=operator.id, medium=medium
        )
        return SessionOpened(expires_at=expires_at, caller=caller)
