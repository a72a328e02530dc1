"""Passwords: changed by the person, reset by the legal person."""

from uuid import UUID

from pydantic import SecretStr

from chassis.calls import answer
from chassis.service import Service
from chassis.transactions import Transaction
from contracts.base import Done
from contracts.errors import Refused
from contracts.people import ChangePassword, OperatorView, ResetPassword
from contracts.values import LoginMedium
from services.auth_svc.domain.login_failures import LoginFailures, after_failure, check_not_locked
from services.auth_svc.domain.operators import Operator, check_enabled, with_password
from services.auth_svc.domain.passwords import check_password
from services.auth_svc.entrypoints import views
from services.auth_svc.passwords import hash_password, verify_password
from services.auth_svc.storage import enterprises, login_failures, operators, sessions
from services.auth_svc.storage.login_failures import Tried

BY_PASSWORD = (LoginMedium.PASSWORD,)


class Passwords(Service):
    @answer(ChangePassword, outside_transaction=True)
    def change_password(self, request: ChangePassword) -> Done:
        """A wrong old password counts as a failed login does."""
        caller = request.caller
        with self.db.reading() as session:
            known = operators.get(session, caller.enterprise_code, caller.operator_id)
        self._prove(known, request)
        password_hash = hash_password(self._checked(request.password, known))
        return self.db.conclude(request, lambda tx: self._change(tx, known, request, password_hash))

    @answer(ResetPassword, outside_transaction=True)
    def reset_password(self, request: ResetPassword) -> OperatorView:
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            known = operators.get(session, code, request.operator_id)
        password_hash = hash_password(self._checked(request.password, known))
        return self.db.conclude(request, lambda tx: self._reset(tx, request, password_hash))

    def _prove(self, known: Operator, request: ChangePassword) -> None:
        """Raise Refused unless the old password is right."""
        tried = Tried(known.user_name or str(known.id), request.client_address)
        with self.db.reading() as session:
            check_not_locked(login_failures.of_login(session, tried), now=self.now())
        right = verify_password(request.old_password.get_secret_value(), known.password_hash)
        with self.db.transaction() as tx:
            failed = login_failures.hold(tx.session, tried, now=self.now())
            check_not_locked(failed, now=self.now())
            counted = LoginFailures() if right else self._one_more(failed)
            login_failures.put(tx.session, tried, counted, now=self.now())
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
        known = operators.hold(tx.session, request.caller.enterprise_code, request.operator_id)
        operator = with_password(check_enabled(known), password_hash)
        operators.put(tx.session, operator)
        self._end_sessions(tx, operator, BY_PASSWORD)
        return views.operator_view(operator)

    def _checked(self, password: SecretStr, person: Operator) -> str:
        """Raise Refused for one that is no password, or close to what is known of the person."""
        with self.db.reading() as session:
            enterprise_name = enterprises.name_of(session, person.enterprise_code) or ""
        known = (person.user_name or "", person.name, enterprise_name, person.enterprise_code)
        check_password(password.get_secret_value(), known)
        return password.get_secret_value()

    def _one_more(self, failed: LoginFailures) -> LoginFailures:
        return after_failure(
            failed,
            now=self.now(),
            allowed=self.settings.failures_allowed,
            lock_seconds=self.settings.lock_seconds,
        )

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
