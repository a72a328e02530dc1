"""Seals and signatures as announced, and their authorization at customs (R28-R36)."""

from datetime import timedelta
from uuid import UUID, uuid4

from chassis.calls import answer
from chassis.database import Transaction
from chassis.service import Service
from chassis.subscriptions import subscribe
from contracts.authorization import (
    AuthorizationDraft,
    AuthorizationView,
    GetAuthorizationDraft,
    GetLatestAuthorization,
    RequestAuthorization,
    SealAuthorizationRequested,
    SealAuthorized,
    SetAuthorizationDefaults,
)
from contracts.customs import AuthorizationReceiptIssued
from contracts.errors import Refused
from contracts.seals import (
    SealDeleted,
    SealDisabled,
    SealMade,
    SignatureDeleted,
    SignatureDisabled,
    SignatureMade,
)
from contracts.values import AuthorizedSeal, AuthorizedSignature, ObjectRef, StampKind
from services.auth_svc import queries, repository
from services.auth_svc.domain.authorizing import Stamp, problems_of, state_after, still_usable


class Authorizations(Service):
    @answer(GetAuthorizationDraft)
    def get_authorization_draft(self, request: GetAuthorizationDraft) -> AuthorizationDraft:
        with self.db.reading() as session:
            return queries.draft(session, request.caller.enterprise_code, now=self.now())

    @answer(SetAuthorizationDefaults)
    def set_authorization_defaults(self, request: SetAuthorizationDefaults) -> AuthorizationDraft:
        enterprise_code = request.caller.enterprise_code
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            repository.hold_enterprise(tx.session, enterprise_code)
            _check_choice(repository.stamps_of(tx.session, enterprise_code), request)
            chosen = (request.seal_id, *request.signature_ids)
            repository.set_defaults(tx.session, enterprise_code, chosen)
            draft = queries.draft(tx.session, enterprise_code, now=self.now())
            return tx.remember(request, draft)

    @answer(RequestAuthorization)
    def request_authorization(self, request: RequestAuthorization) -> AuthorizationView:
        enterprise_code = request.caller.enterprise_code
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            repository.hold_enterprise(tx.session, enterprise_code)
            event = self._request_event(tx, enterprise_code)
            repository.add_authorization(tx.session, self._waiting_row(event))
            tx.publish(event)
            view = queries.latest_authorization(tx.session, enterprise_code, now=self.now())
            return tx.remember(request, view)

    @answer(GetLatestAuthorization)
    def get_latest_authorization(self, request: GetLatestAuthorization) -> AuthorizationView:
        with self.db.reading() as session:
            return queries.latest_authorization(
                session, request.caller.enterprise_code, now=self.now()
            )

    @subscribe(AuthorizationReceiptIssued)
    def on_authorization_receipt_issued(self, event: AuthorizationReceiptIssued) -> None:
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            repository.hold_enterprise(tx.session, event.enterprise_code)
            row = repository.authorization(
                tx.session, event.enterprise_code, event.authorization_id
            )
            if row.state != "waiting":
                return
            seal = AuthorizedSeal.model_validate(row.seal)
            signatures = tuple(map(AuthorizedSignature.model_validate, row.signatures))
            sent = frozenset({seal.seal_id, *(s.signature_id for s in signatures)})
            state = state_after(event.items, sent)
            items = [item.model_dump(mode="json") for item in event.items]
            repository.settle_authorization(tx.session, row.id, state, event.received_at, items)
            if state == "accepted" and not repository.is_outdated(tx.session, row):
                _put_in_force(tx, event, seal, signatures)

    @subscribe(SealMade)
    def on_seal_made(self, event: SealMade) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                repository.put_stamp(
                    tx.session,
                    event.enterprise_code,
                    event.seal_id,
                    kind=StampKind.SEAL,
                    name=event.name,
                    valid_from=event.valid_from,
                    valid_to=event.valid_to,
                    **_cutout(event),
                )

    @subscribe(SignatureMade)
    def on_signature_made(self, event: SignatureMade) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                repository.put_stamp(
                    tx.session,
                    event.enterprise_code,
                    event.signature_id,
                    kind=StampKind.SIGNATURE,
                    name=event.declarer_name,
                    declarer_id_number=event.declarer_id_number.get_secret_value(),
                    **_cutout(event),
                )

    @subscribe(SealDisabled)
    def on_seal_disabled(self, event: SealDisabled) -> None:
        self._retire(event.enterprise_code, event.seal_id, StampKind.SEAL, "disabled")

    @subscribe(SealDeleted)
    def on_seal_deleted(self, event: SealDeleted) -> None:
        self._retire(event.enterprise_code, event.seal_id, StampKind.SEAL, "deleted")

    @subscribe(SignatureDisabled)
    def on_signature_disabled(self, event: SignatureDisabled) -> None:
        self._retire(event.enterprise_code, event.signature_id, StampKind.SIGNATURE, "disabled")

    @subscribe(SignatureDeleted)
    def on_signature_deleted(self, event: SignatureDeleted) -> None:
        self._retire(event.enterprise_code, event.signature_id, StampKind.SIGNATURE, "deleted")

    def _retire(self, enterprise_code: str, stamp_id: UUID, kind: StampKind, state: str) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                repository.retire_stamp(tx.session, enterprise_code, stamp_id, kind, state)

    def _request_event(self, tx: Transaction, enterprise_code: str) -> SealAuthorizationRequested:
        """Raise Refused with the first thing that is missing (R28, R30)."""
        stamps = repository.stamps_of(tx.session, enterprise_code)
        filed = repository.filed_names(tx.session, enterprise_code)
        if problems := problems_of(stamps, filed, now=self.now()):
            raise Refused(problems[0])
        defaults = [stamp for stamp in stamps if stamp.is_default]
        seal = next(stamp for stamp in defaults if stamp.kind is StampKind.SEAL)
        signatures = [stamp for stamp in defaults if stamp.kind is StampKind.SIGNATURE]
        return SealAuthorizationRequested(
            enterprise_code=enterprise_code,
            authorization_id=uuid4(),
            requested_at=self.now(),
            seal=_authorized_seal(seal),
            signatures=tuple(_authorized_signature(signature) for signature in signatures),
        )

    def _waiting_row(self, event: SealAuthorizationRequested) -> dict[str, object]:
        delay = timedelta(seconds=self.settings.receipt_delay_seconds)
        return {
            "id": event.authorization_id,
            "enterprise_code": event.enterprise_code,
            "state": "waiting",
            "requested_at": event.requested_at,
            "receipt_due_at": event.requested_at + delay,
            "seal": event.seal.model_dump(mode="json"),
            "signatures": [s.model_dump(mode="json") for s in event.signatures],
        }


def _put_in_force(
    tx: Transaction,
    event: AuthorizationReceiptIssued,
    seal: AuthorizedSeal,
    signatures: tuple[AuthorizedSignature, ...],
) -> None:
    """Open the self-print switch and say so (R35); not for what was disabled meanwhile (R26)."""
    active = {stamp.id for stamp in repository.stamps_of(tx.session, event.enterprise_code)}
    usable = still_usable(seal, signatures, active)
    if not usable:
        return
    repository.open_self_print(tx.session, event.enterprise_code)
    tx.publish(
        SealAuthorized(
            enterprise_code=event.enterprise_code,
            authorization_id=event.authorization_id,
            received_at=event.received_at,
            seal=seal,
            signatures=usable,
        )
    )


def _cutout(event: SealMade | SignatureMade) -> dict[str, object]:
    return {
        "cutout_key": event.cutout.key,
        "cutout_sha256": event.cutout.sha256,
        "width_mm": event.width_mm,
        "height_mm": event.height_mm,
    }


def _check_choice(stamps: list[Stamp], request: SetAuthorizationDefaults) -> None:
    """One active seal, and at most one active signature of each declarer (R30, section 21)."""
    known = {stamp.id: stamp for stamp in stamps}
    seal = known.get(request.seal_id)
    signatures = [known.get(signature_id) for signature_id in request.signature_ids]
    right_kinds = (
        seal is not None
        and seal.kind is StampKind.SEAL
        and all(s is not None and s.kind is StampKind.SIGNATURE for s in signatures)
    )
    owners = [s.declarer_id_number for s in signatures if s is not None]
    if not right_kinds or len(set(owners)) != len(owners):
        raise Refused("authorization.unknown_stamp")


def _authorized_seal(stamp: Stamp) -> AuthorizedSeal:
    return AuthorizedSeal(
        seal_id=stamp.id,
        cutout=ObjectRef(key=stamp.cutout_key, sha256=stamp.cutout_sha256),
        width_mm=stamp.width_mm,
        height_mm=stamp.height_mm,
        valid_from=stamp.valid_from,
        valid_to=stamp.valid_to,
    )


def _authorized_signature(stamp: Stamp) -> AuthorizedSignature:
    return AuthorizedSignature(
        signature_id=stamp.id,
        declarer_id_number=stamp.declarer_id_number,
        declarer_name=stamp.name,
        cutout=ObjectRef(key=stamp.cutout_key, sha256=stamp.cutout_sha256),
        width_mm=stamp.width_mm,
        height_mm=stamp.height_mm,
    )
