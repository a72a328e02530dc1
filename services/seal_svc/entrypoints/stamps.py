"""Seals and signatures: made from scans (R19-R25), shown, disabled, deleted (R26)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, get_args
from uuid import uuid4

from chassis.calls import Neighbours, answer
from chassis.database import Session
from chassis.service import KeepsObjects
from chassis.transactions import Transaction
from contracts.authorization import CheckCardSignature
from contracts.base import Done, Event
from contracts.people import GetDeclarer
from contracts.seals import (
    DeleteStamp,
    DisableStamp,
    GetStamp,
    GetStampImage,
    ListStamps,
    MakeSeal,
    MakeSignature,
    StampImage,
    StampList,
    StampView,
)
from contracts.values import StampKind
from services.seal_svc.domain.stamps import Stamp, after, check_report, check_validity
from services.seal_svc.entrypoints import views
from services.seal_svc.entrypoints.leftovers import remove_marked, removed_unless_kept
from services.seal_svc.scanning import Scanning
from services.seal_svc.storage import leftovers, stamps
from services.seal_svc.worker_protocol import Inspected, Job, Picture

MAKING_KEEP = timedelta(hours=1)
"""Far longer than a caller waits; then what a crash left behind is removed."""


class Stamps(KeepsObjects):
    ask = Neighbours()
    scanner = Scanning()

    @answer(MakeSeal, outside_transaction=True)
    def make_seal(self, request: MakeSeal) -> StampView:
        """Repeated under its key, it may have used its challenge up: auth_svc knows the key too."""
        card = self.ask(
            CheckCardSignature(
                caller=request.caller,
                idempotency_key=request.idempotency_key,
                seal=views.seal_to_make(request),
                challenge_id=request.challenge_id,
                card_signature=request.card_signature,
            )
        )
        check_validity(request.valid_from, request.valid_to, card, now=self.now())
        facts = {
            "kind": StampKind.SEAL,
            "name": request.name,
            "operator_id": request.operator_id,
            "valid_from": request.valid_from,
            "valid_to": request.valid_to,
            "challenge_id": request.challenge_id,
            "card_signature": request.card_signature,
        }
        return self._make(request, facts, views.seal_made)

    @answer(MakeSignature, outside_transaction=True)
    def make_signature(self, request: MakeSignature) -> StampView:
        declarer = self.ask(GetDeclarer(caller=request.caller, declarer_id=request.declarer_id))
        facts = {
            "kind": StampKind.SIGNATURE,
            "name": declarer.name,
            "declarer_id": declarer.declarer_id,
            "declarer_name": declarer.name,
        }
        return self._make(request, facts, partial(views.signature_made, declarer))

    @answer(ListStamps)
    def list_stamps(self, session: Session, request: ListStamps) -> StampList:
        found = stamps.of_enterprise(session, request.caller.enterprise_code, request.kind)
        return StampList(stamps=tuple(map(views.stamp_view, found)))

    @answer(GetStamp)
    def get_stamp(self, session: Session, request: GetStamp) -> StampView:
        return views.stamp_view(_own(session, request))

    @answer(GetStampImage)
    def get_stamp_image(self, session: Session, request: GetStampImage) -> StampImage:
        return StampImage(image=_own(session, request).images[request.picture])

    @answer(DisableStamp)
    def disable_stamp(self, tx: Transaction, request: DisableStamp) -> StampView:
        stamp = _own(tx.session, request, hold=True)
        disabled = after(stamp, "disable")
        if disabled != stamp:
            stamps.put_state(tx.session, disabled)
            tx.publish(views.end_of_use(disabled))
        return views.stamp_view(disabled)

    @answer(DeleteStamp, outside_transaction=True)
    def delete_stamp(self, request: DeleteStamp) -> Done:
        """The images go once the deletion is committed."""
        with self.db.reading() as session:
            keys = _own(session, request).object_keys
        done = self.db.conclude(request, lambda tx: self._delete(tx, request))
        remove_marked(self.db, self.objects, keys)
        return done

    def _make(
        self,
        request: MakeSeal | MakeSignature,
        facts: dict[str, Any],
        announcement: Callable[[Stamp], Event],
    ) -> StampView:
        """Inspected, stored, kept, announced; Refused with the most serious finding."""
        stamp_id, kind = uuid4(), facts["kind"]
        keys: dict[Picture, str] = {
            picture: f"{kind}s/{stamp_id}/{picture}" for picture in get_args(Picture)
        }
        seconds = self.settings.scan_seconds
        latest = self.now() + MAKING_KEEP
        with removed_unless_kept(self.db, self.objects, keys.values(), at_the_latest=latest):
            owner = request.caller.enterprise_code
            job = Job(kind=kind, owner=owner, scan=request.scan, keys=keys, seconds=seconds)
            inspected: Inspected = self.scanner.process(job)
            check_report(inspected.report)
            stamp = Stamp(
                id=stamp_id,
                enterprise_code=owner,
                scan_sha256=request.scan.sha256,
                images=inspected.images,
                report=inspected.report,
                made_at=self.now(),
                **facts,
            )
            return self.db.conclude(request, lambda tx: _keep(tx, stamp, announcement(stamp)))

    def _delete(self, tx: Transaction, request: DeleteStamp) -> Done:
        deleted = after(_own(tx.session, request, hold=True), "delete")
        stamps.put_state(tx.session, deleted)
        leftovers.mark_for_removal(tx.session, deleted.object_keys, self.now())
        tx.publish(views.end_of_use(deleted))
        return Done()


def _own(
    session: Session,
    request: GetStamp | GetStampImage | DisableStamp | DeleteStamp,
    *,
    hold: bool = False,
) -> Stamp:
    enterprise_code = request.caller.enterprise_code
    return stamps.get(session, enterprise_code, request.kind, request.stamp_id, hold=hold)


def _keep(tx: Transaction, stamp: Stamp, event: Event) -> StampView:
    leftovers.keep(tx.session, stamp.object_keys, now=stamp.made_at)
    stamps.add(tx.session, stamp)
    tx.publish(event)
    return views.stamp_view(stamp)
