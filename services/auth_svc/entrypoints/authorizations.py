"""Authorizing the default seal and signatures at customs, and the receipts (R28-R36)."""

from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.subscriptions import subscribe
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.authorization import (
    AuthorizationDraft,
    GetAuthorizationDraft,
    GetLatestAuthorization,
    RequestAuthorization,
    SetAuthorizationDefaults,
)
from contracts.card_statements import CardPurpose
from contracts.cautions import Caution
from contracts.customs import AuthorizationReceiptIssued
from contracts.results import AuthorizationView
from contracts.seal_authority import self_print_problems
from services.auth_svc.domain.authorizations import (
    AuthorizationState,
    problems_of,
    requested,
    with_receipt,
)
from services.auth_svc.domain.order_guard import cautions_of
from services.auth_svc.domain.stamps import check_defaults
from services.auth_svc.entrypoints import views
from services.auth_svc.entrypoints.callers import Callers
from services.auth_svc.entrypoints.cards import take_signed
from services.auth_svc.entrypoints.statement_facts import of_authorization
from services.auth_svc.storage import applications, authorizations, declarers, enterprises, stamps

RELEASE_SECONDS = 1


class Authorizations(Callers):
    @answer(GetAuthorizationDraft)
    def get_authorization_draft(
        self, session: Session, request: GetAuthorizationDraft
    ) -> AuthorizationDraft:
        return self._draft(session, request.caller.enterprise_code)

    @answer(SetAuthorizationDefaults)
    def set_authorization_defaults(
        self, tx: Transaction, request: SetAuthorizationDefaults
    ) -> AuthorizationDraft:
        self.hold_caller(tx, request.caller)
        enterprise_code = request.caller.enterprise_code
        active = stamps.active_of(tx.session, enterprise_code)
        check_defaults(active, request.seal_id, request.signature_ids)
        chosen = (request.seal_id, *request.signature_ids)
        stamps.put_defaults(tx.session, enterprise_code, chosen)
        return self._draft(tx.session, enterprise_code)

    @answer(RequestAuthorization)
    def request_authorization(
        self, tx: Transaction, request: RequestAuthorization
    ) -> AuthorizationView:
        signer = self.hold_caller(tx, request.caller)
        enterprise_code = request.caller.enterprise_code
        now = self.now()
        authorization = requested(
            uuid4(),
            stamps.active_of(tx.session, enterprise_code),
            declarers.names_of(tx.session, enterprise_code),
            now=now,
            receipt_delay=timedelta(seconds=self.settings.receipt_delay_seconds),
        )
        facts = of_authorization(tx.session, request.caller, authorization)
        take_signed(tx, CardPurpose.AUTHORIZE, facts, request, signer=signer, now=now)
        authorizations.add(tx.session, authorization)
        tx.publish(views.seal_authorization_requested(authorization))
        return views.authorization_view(
            authorization,
            stamps.name_of(tx.session, authorization.seal.seal_id),
            now=now,
            warnings=_cautions(tx.session, enterprise_code),
        )

    @answer(GetLatestAuthorization)
    def get_latest_authorization(
        self, session: Session, request: GetLatestAuthorization
    ) -> AuthorizationView:
        latest = authorizations.get_latest(session, request.caller.enterprise_code)
        seal_name = stamps.name_of(session, latest.seal.seal_id)
        return views.authorization_view(latest, seal_name, now=self.now())

    @every(RELEASE_SECONDS)
    def release_results(self, tx: Transaction) -> None:
        now = self.now()
        for authorization in authorizations.release_due_results(tx.session, now=now):
            tx.publish(views.authorization_result_released(authorization, now=now))

    @subscribe(AuthorizationReceiptIssued)
    def on_authorization_receipt_issued(
        self, tx: Transaction, event: AuthorizationReceiptIssued
    ) -> None:
        enterprise_code = event.enterprise_code
        enterprises.hold(tx.session, enterprise_code)
        sent = authorizations.get(tx.session, enterprise_code, event.authorization_id)
        authorization = with_receipt(sent, event.items, event.received_at)
        if authorization == sent:
            return
        authorizations.put(tx.session, authorization)
        accepted = authorization.state is AuthorizationState.ACCEPTED
        if accepted and not authorizations.newer_is_accepted(tx.session, authorization):
            tx.publish(views.seal_authorized(authorization))

    def _draft(self, session: Session, enterprise_code: str) -> AuthorizationDraft:
        active = stamps.active_of(session, enterprise_code)
        filed = declarers.names_of(session, enterprise_code)
        return views.draft_view(
            active,
            filed,
            problems_of(active, filed, now=self.now()),
            self_print_problems(
                authorizations.find_authority(session, enterprise_code), now=self.now()
            ),
            _cautions(session, enterprise_code),
        )


def _cautions(session: Session, enterprise_code: str) -> tuple[Caution, ...]:
    """Of what customs is working on now (R36)."""
    under_way = applications.under_way(session, enterprise_code)
    return cautions_of(under_way, authorizations.covered_id_numbers(session, enterprise_code))
