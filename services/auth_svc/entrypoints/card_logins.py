"""A browser logs in with a card that is at another program: a code joins the two (R4)."""

import secrets
from dataclasses import replace
from datetime import timedelta

from chassis.calls import answer
from chassis.database import Session
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.base import Done
from contracts.card_logins import (
    AnswerCardLogin,
    BeginCardLogin,
    CardLoginBegun,
    CardLoginShown,
    CardLoginState,
    CompleteCardLogin,
    RefuseCardLogin,
    ShowCardLogin,
)
from contracts.errors import Refused
from contracts.user_codes import INTERVAL_SECONDS, make_user_code, shown, tidy
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.card_logins import begin, check_not_over, check_waits, signed
from services.auth_svc.domain.cards import check_program, is_signed_by, read_card
from services.auth_svc.domain.revocations import check_not_revoked
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.card_challenges import NONCE_BYTES
from services.auth_svc.entrypoints.sessions import SWEEP_SECONDS, Sessions
from services.auth_svc.storage import card_logins, revocation_lists


class CardLogins(Sessions):
    @answer(BeginCardLogin)
    def begin_card_login(self, tx: Transaction, request: BeginCardLogin) -> CardLoginBegun:
        login = begin(
            make_user_code(secrets.choice),
            bytes.fromhex(request.secret_sha256),
            request.client_address,
            secrets.token_bytes(NONCE_BYTES),
            expires_at=self.now() + timedelta(seconds=self.settings.card_login_seconds),
        )
        if not card_logins.add(tx.session, login):
            raise Refused("service.unavailable", {"seconds": 1})
        return CardLoginBegun(
            user_code=shown(login.user_code),
            expires_at=login.expires_at,
            interval_seconds=INTERVAL_SECONDS,
        )

    @answer(ShowCardLogin)
    def show_card_login(self, session: Session, request: ShowCardLogin) -> CardLoginShown:
        found = card_logins.of_code(session, tidy(request.user_code))
        login = check_waits(found, now=self.now())
        return CardLoginShown(
            statement=login.statement,
            client_address=login.client_address,
            expires_at=login.expires_at,
        )

    @answer(AnswerCardLogin)
    def answer_card_login(self, tx: Transaction, request: AnswerCardLogin) -> Done:
        """Judged here already, so that who holds the card hears what is wrong with it."""
        check_program(request.program_version)
        now = self.now()
        card = read_card(request.card_certificate, load_authorities(self.settings), now=now)
        self.db.concerns(views.holder(card))
        lists = revocation_lists.hold(tx.session, [each.fingerprint for each in card.issuers])
        check_not_revoked(card, lists, now=now)
        found = card_logins.of_code(tx.session, tidy(request.user_code), lock=True)
        login = check_waits(found, now=now)
        if not is_signed_by(card.certificate_pem, request.signature, login.message_sha256):
            raise Refused("card.wrong_signature")
        answered = signed(
            login, request.card_certificate, request.signature, request.program_version
        )
        card_logins.put(tx.session, answered)
        return Done()

    @answer(RefuseCardLogin)
    def refuse_card_login(self, tx: Transaction, request: RefuseCardLogin) -> Done:
        found = card_logins.of_code(tx.session, tidy(request.user_code), lock=True)
        login = check_waits(found, now=self.now())
        card_logins.put(tx.session, replace(login, refused=True))
        return Done()

    @answer(CompleteCardLogin, outside_transaction=True)
    def complete_card_login(self, request: CompleteCardLogin) -> CardLoginState:
        """What was signed is used up, be the card still good or not."""
        secret, now = bytes.fromhex(request.secret_sha256), self.now()
        with self.db.reading() as session:
            login = check_not_over(card_logins.of_secret(session, secret), now=now)
        if not login.is_answered:
            self.db.settle()
            return CardLoginState(state="waiting")
        with self.db.transaction() as tx:
            taken = card_logins.take_signed(tx.session, secret)
        if taken is None or taken.card_certificate is None:
            raise Refused("card.unknown_login")
        card = read_card(taken.card_certificate, load_authorities(self.settings), now=now)
        self.db.concerns(views.holder(card))
        return CardLoginState(state="opened", opened=self.open_by_card(request, card))

    @every(SWEEP_SECONDS)
    def sweep_card_logins(self, tx: Transaction) -> None:
        card_logins.delete_over(tx.session, now=self.now())
