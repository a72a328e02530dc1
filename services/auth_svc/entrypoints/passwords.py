"""Passwords: changed by the person, reset by the legal person."""

from typing import Any
from uuid import UUID

from chassis.auditing import Person
from chassis.calls import answer
from chassis.sealing import open_sealed
from chassis.transactions import Transaction
from contracts.base import Done, Request
from contracts.errors import Refused
from contracts.people import ChangePassword, OperatorView, ResetPassword
from contracts.values import LoginMedium, SealedText
from services.auth_svc.domain.login_failures import (
    LoginFailures,
    after_failure,
    after_success,
    check_not_locked,
)
from services.auth_svc.domain.operators import Operator, check_enabled, with_password
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.callers import Callers
from services.auth_svc.passwords import hash_password, judge_password, verify_password
from services.auth_svc.storage import enterprises, login_failures, operators, sessions
from services.auth_svc.storage.login_failures import EVERYWHERE

BY_PASSWORD = (LoginMedium.PASSWORD,)


class Passwords(Callers):
    @answer(ChangePassword, outside_transaction=True)
    def change_password(self, request: ChangePassword) -> Done:
        """A wrong old password counts as a failed login does."""
        caller = request.caller
        with self.db.reading() as session:
            known = operators.get(session, caller.enterprise_code, caller.operator_id)
        self._prove(known, request)
        password = self._opened(request.password, ChangePassword, known.id)
        self._check(password, known)
        password_hash = hash_password(password)
        return self.db.conclude(request, lambda tx: self._change(tx, known, request, password_hash))

    @answer(ResetPassword, outside_transaction=True)
    def reset_password(self, request: ResetPassword) -> OperatorView:
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            known = operators.get(session, code, request.operator_id)
        password = self._opened(request.password, ResetPassword, known.id)
        self._check(password, known)
        password_hash = hash_password(password)
        return self.db.conclude(request, lambda tx: self._reset(tx, request, password_hash))

    def _prove(self, known: Operator, request: ChangePassword) -> None:
        """Raise Refused unless the old password is right."""
        name, address = known.user_name or str(known.id), request.client_address
        with self.db.reading() as session:
            check_not_locked(login_failures.of_name(session, name, address), now=self.now())
        old = self._opened(request.old_password, ChangePassword, f"{known.id} old")
        right = verify_password(old, known.password_hash)
        with self.db.transaction() as tx:
            failed = login_failures.hold(tx.session, name, address, now=self.now())
            check_not_locked(failed, now=self.now())
            if right:
                got_in = after_success(now=self.now())
                login_failures.put(tx.session, name, address, got_in, now=self.now())
            else:
                self._count_failure(tx, name, address, failed)
        if not right:
            raise Refused("operator.wrong_password")

    def _change(
        self, tx: Transaction, known: Operator, request: ChangePassword, password_hash: str
    ) -> Done:
        held = operators.hold(tx.session, known.enterprise_code, known.id)
        if held.password_hash != known.password_hash:
            raise Refused("operator.wrong_password")
        operators.put(tx.session, with_password(check_enabled(held), password_hash))
        self._end_sessions(tx, held, BY_PASSWORD, but=request.session_id)
        return Done()

    def _reset(self, tx: Transaction, request: ResetPassword, password_hash: str) -> OperatorView:
        self.hold_caller(tx, request.caller)
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        operator = with_password(check_enabled(known), password_hash)
        operators.put(tx.session, operator)
        self._end_sessions(tx, operator, BY_PASSWORD)
        return views.operator_view(operator)

    def _opened(self, sealed: SealedText, request: type[Request[Any]], whom: str | UUID) -> str:
        return open_sealed(sealed, self.settings.opening_keys, request, whom)

    def _check(self, password: str, person: Operator) -> None:
        """Raise Refused for one that is no password, or close to what is known of the person."""
        with self.db.reading() as session:
            enterprise_name = enterprises.name_of(session, person.enterprise_code) or ""
        known = (person.user_name or "", person.name, enterprise_name, person.enterprise_code)
        judge_password(password, known)

    def _count_failure(
        self, tx: Transaction, name: str, address: str, failed: LoginFailures
    ) -> None:
        one_more = self._one_more(failed, address)
        login_failures.put(tx.session, name, address, one_more, now=self.now())
        known = operators.find_by_user_name(tx.session, name)
        if one_more.locked_until is not None and known is not None:
            locked = {"address": address or "*", "locked_until": one_more.locked_until.isoformat()}
            tx.happened("login.locked", views.person(known, LoginMedium.PASSWORD), **locked)

    def _one_more(self, failed: LoginFailures, address: str) -> LoginFailures:
        settings = self.settings
        allowed, seconds = settings.failures_allowed, settings.lock_seconds
        if address == EVERYWHERE:
            allowed = settings.failures_allowed_everywhere
            seconds = settings.lock_seconds_everywhere
        return after_failure(failed, now=self.now(), allowed=allowed, lock_seconds=seconds)

    def _end_sessions(
        self,
        tx: Transaction,
        operator: Operator,
        media: tuple[LoginMedium, ...],
        *,
        but: UUID | None = None,
    ) -> None:
        """What was opened by these media is over here and, once they hear of it, elsewhere."""
        sessions.delete_of_operator(tx.session, operator.id, media, but=but)
        code = operator.enterprise_code
        tx.publish(views.sessions_ended(code, operator.id, media, now=self.now()))
        tx.happened("sessions.ended", Person(enterprise_code=code, operator_id=operator.id))
