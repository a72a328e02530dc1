"""Logging in with a password or a card, and out (R1-R4)."""

from datetime import timedelta
from uuid import uuid4

from chassis.auditing import Person
from chassis.calls import answer
from chassis.database import Session
from chassis.sealing import open_sealed
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
from contracts.card_logins import CompleteCardLogin
from contracts.card_statements import CardPurpose
from contracts.errors import Refused
from contracts.people import SessionsEnded
from contracts.seal_authority import self_print_problems
from contracts.sessions import EndSession, ListSessions, SessionList
from contracts.values import Caller, LoginMedium
from services.auth_svc.authorities import load_authorities
from services.auth_svc.domain.card_challenges import open_challenge
from services.auth_svc.domain.cards import Card, check_program, is_signed_by, read_card
from services.auth_svc.domain.login_failures import (
    LoginFailures,
    after_success,
    check_may_try,
)
from services.auth_svc.domain.operators import Operator, check_enabled, holder_of, with_card
from services.auth_svc.domain.sessions import (
    CARD_MEDIUM,
    LoginSession,
    check_not_over,
    expiry,
    is_over,
    shown_to,
    use_is_news,
)
from services.auth_svc.domain.user_names import tried
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.passwords import Passwords
from services.auth_svc.entrypoints.shown_cards import note_shown
from services.auth_svc.passwords import LINE, verify_password
from services.auth_svc.storage import (
    authorizations,
    card_challenges,
    enterprises,
    login_failures,
    operators,
    sessions,
)
from services.auth_svc.storage.login_failures import EVERYWHERE
from services.auth_svc.storage.sessions import NewSession

SWEEP_SECONDS = 60.0


class Sessions(Passwords):
    @answer(OpenSession, outside_transaction=True)
    def open_session(self, request: OpenSession) -> SessionOpened:
        """The slow check holds no row; who was locked out meanwhile learns nothing from it."""
        name, address = tried(request.user_name), request.client_address
        with LINE.place():
            password = open_sealed(
                request.password, self.settings.opening_keys, OpenSession, request.user_name
            )
            known_hash = self._hash_of(name, address)
            right = verify_password(password, known_hash)
        with self.db.transaction() as tx:
            failed = self._hold_failures(tx, name, address)
            operator = operators.hold_by_user_name(tx.session, name)
            if right and operator is not None and operator.password_hash == known_hash:
                check_enabled(operator)
                got_in = after_success(now=self.now())
                login_failures.put(tx.session, name, address, got_in, now=self.now())
                opened = self._open(tx, request, operator, LoginMedium.PASSWORD)
                return self.db.answered(tx, opened)
            for place, before in failed.items():
                self._count_failure(tx, name, place, before)
        raise Refused("session.wrong_password")

    def _hash_of(self, name: str, address: str) -> str | None:
        """None for a user name that nobody has; Refused while it is locked."""
        with self.db.reading() as session:
            known = operators.find_by_user_name(session, name)
            if known is not None:
                self.db.concerns(views.person(known, LoginMedium.PASSWORD))
            here = login_failures.of_name(session, name, address)
            everywhere = login_failures.of_name(session, name, EVERYWHERE)
            check_may_try(here, everywhere, now=self.now())
        return known.password_hash if known is not None else None

    def _hold_failures(self, tx: Transaction, name: str, address: str) -> dict[str, LoginFailures]:
        """By address, that of all first; Refused while the name is locked."""
        failed = {
            place: login_failures.hold(tx.session, name, place, now=self.now())
            for place in (EVERYWHERE, address)
        }
        check_may_try(failed[address], failed[EVERYWHERE], now=self.now())
        return failed

    @answer(OpenCardSession, outside_transaction=True)
    def open_card_session(self, request: OpenCardSession) -> SessionOpened:
        """A challenge that was shown is used up, be the signature right or wrong."""
        check_program(request.program_version)
        now = self.now()
        card = read_card(request.card_certificate, load_authorities(self.settings), now=now)
        self.db.concerns(views.holder(card))
        with self.db.transaction() as tx:
            challenge = card_challenges.take(tx.session, request.challenge_id)
        asked = open_challenge(challenge, CardPurpose.LOG_IN, now=now)
        if not is_signed_by(card.certificate_pem, request.signature, asked.message_sha256):
            raise Refused("card.wrong_signature")
        return self.open_by_card(request, card)

    def open_by_card(
        self, request: OpenCardSession | CompleteCardLogin, card: Card
    ) -> SessionOpened:
        """The card has signed for this login."""
        with self.db.transaction() as tx:
            operator = self._register(tx, card)
            opened = self._open(tx, request, operator, CARD_MEDIUM[card.role], card=card)
            return self.db.answered(tx, opened)

    @answer(GetSession, outside_transaction=True)
    def get_session(self, request: GetSession) -> SessionView:
        """Most are not written down, so it takes a transaction that changes nothing."""
        now = self.now()
        with self.db.reading() as session:
            login = sessions.get(session, request.token_sha256)
            check_not_over(login, now=now, idle=self._idle)
            authority = authorizations.find_authority(session, login.enterprise_code)
        if request.in_use and use_is_news(login, now=now):
            with self.db.transaction() as tx:
                sessions.note_use(tx.session, login.id, now=now)
        return views.session_view(login, self_print_problems(authority, now=now))

    @answer(ListSessions)
    def list_sessions(self, session: Session, request: ListSessions) -> SessionList:
        opened = self._seen(session, request)
        return SessionList(sessions=tuple(map(views.opened_session, opened)))

    @answer(EndSession)
    def end_session(self, tx: Transaction, request: EndSession) -> Done:
        seen = self._seen(tx.session, request)
        ended = next((one for one in seen if one.id == request.session_id), None)
        if ended is None:
            raise Refused("session.unknown")
        sessions.delete_by_id(tx.session, ended.id)
        media, now = (ended.medium,), self.now()
        tx.publish(views.sessions_ended(ended.enterprise_code, ended.operator_id, media, now=now))
        return Done()

    @answer(CloseSession)
    def close_session(self, tx: Transaction, request: CloseSession) -> Done:
        """Other gateways hear of it; what was queued stays, for its person asked for it."""
        closed = sessions.delete_by_token(tx.session, request.token_sha256)
        if closed is not None:
            code, operator_id = closed["enterprise_code"], closed["operator_id"]
            self.db.concerns(Person(enterprise_code=code, operator_id=operator_id))
            tx.publish(SessionsEnded(**closed, media=(), ended_at=self.now()))
        return Done()

    @every(SWEEP_SECONDS)
    def sweep(self, tx: Transaction) -> None:
        now = self.now()
        for over in sessions.delete_over(tx.session, now=now, idle=self._idle):
            tx.happened("session.over", over.person, session_id=over.session_id)
        card_challenges.delete_over(tx.session, now=now)
        login_failures.delete_old(tx.session, now=now)

    @property
    def _idle(self) -> timedelta:
        return timedelta(minutes=self.settings.idle_minutes)

    def _seen(self, session: Session, request: ListSessions | EndSession) -> list[LoginSession]:
        caller, now = request.caller, self.now()
        whose = shown_to(caller)
        found = sessions.of_people(session, caller.enterprise_code, whose, now=now)
        return [one for one in found if not is_over(one, now=now, idle=self._idle)]

    def _register(self, tx: Transaction, card: Card) -> Operator:
        """The operator of this card; the first card of an enterprise registers it (R1)."""
        now = self.now()
        enterprises.register(tx.session, card.enterprise_code, card.enterprise_name, now=now)
        known = check_enabled(operators.hold_or_add(tx.session, holder_of(card, uuid4())))
        note_shown(tx, card, known, now=now)
        operator = with_card(known, card, now=now)
        if operator != known:
            operators.put(tx.session, operator)
        return operator

    def _open(
        self,
        tx: Transaction,
        request: OpenSession | OpenCardSession | CompleteCardLogin,
        operator: Operator,
        medium: LoginMedium,
        *,
        card: Card | None = None,
    ) -> SessionOpened:
        now, hours = self.now(), self.settings.session_hours
        card_ends = card.valid_to if card is not None else None
        expires_at = expiry(now=now, hours=hours, card_valid_to=card_ends)
        opened = NewSession(
            id=uuid4(),
            token_sha256=request.token_sha256,
            operator_id=operator.id,
            medium=medium,
            opened_at=now,
            expires_at=expires_at,
            card_fingerprint=card.fingerprint if card is not None else None,
            client_address=request.client_address,
        )
        sessions.add(tx.session, opened)
        caller = Caller(
            enterprise_code=operator.enterprise_code, operator_id=operator.id, medium=medium
        )
        return SessionOpened(expires_at=expires_at, caller=caller)
