"""seal_svc 印章管理: scans of seals and signatures, their inspection and their life."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from chassis.calls import Neighbours, answer
from chassis.service import Service
from contracts.authorization import CheckCardSignature, GetDeclarer
from contracts.base import Command, Done, Event
from contracts.seals import (
    DeleteStamp,
    DisableStamp,
    GetStamp,
    GetStampImage,
    InspectionReport,
    InspectionTried,
    InspectScan,
    ListStamps,
    MakeSeal,
    MakeSignature,
    SealDeleted,
    SealDisabled,
    SealMade,
    SignatureDeleted,
    SignatureDisabled,
    SignatureMade,
    StampImage,
    StampList,
    StampView,
)
from contracts.values import StampKind
from services.seal_svc import repository
from services.seal_svc.domain.stamps import Stamp, after, check_report, check_validity
from services.seal_svc.inspection import Inspection
from services.seal_svc.scanning import Scanner, Scanning, remove_images, store_images


class SealService(Service):
    """Keeps seals and signatures; never decides who may use them."""

    name = "seal_svc"

    ask = Neighbours()
    if TYPE_CHECKING:
        scanner: Scanner
    else:
        scanner = Scanning()

    @answer(InspectScan)
    def inspect_scan(self, request: InspectScan) -> InspectionTried:
        inspection = self.scanner.inspect(self.objects.get(request.scan), request.kind)
        overlay = None
        if inspection.overlay_png is not None:
            overlay = self.objects.put(f"trials/{uuid4()}/overlay", inspection.overlay_png)
        return InspectionTried(report=_report(inspection), overlay=overlay)

    @answer(MakeSeal)
    def make_seal(self, request: MakeSeal) -> StampView:
        card = self.ask(
            CheckCardSignature(
                caller=request.caller,
                operator_id=request.operator_id,
                message_sha256=request.scan.sha256,
                signature=request.card_signature,
            )
        )
        check_validity(request.valid_from, request.valid_to, card.valid_from, card.valid_to)
        facts = {
            "name": request.name,
            "operator_id": request.operator_id,
            "valid_from": request.valid_from,
            "valid_to": request.valid_to,
            "card_signature": request.card_signature,
        }
        stamp, inspection = self._scanned(request, StampKind.SEAL, facts)
        event = SealMade(
            enterprise_code=stamp.enterprise_code,
            seal_id=stamp.id,
            name=stamp.name,
            operator_id=request.operator_id,
            valid_from=request.valid_from,
            valid_to=request.valid_to,
            **_measures(stamp, inspection),
        )
        return self._keep(request, stamp, event)

    @answer(MakeSignature)
    def make_signature(self, request: MakeSignature) -> StampView:
        declarer = self.ask(GetDeclarer(caller=request.caller, declarer_id=request.declarer_id))
        facts = {
            "name": declarer.name,
            "declarer_id": declarer.declarer_id,
            "declarer_name": declarer.name,
        }
        stamp, inspection = self._scanned(request, StampKind.SIGNATURE, facts)
        event = SignatureMade(
            enterprise_code=stamp.enterprise_code,
            signature_id=stamp.id,
            declarer_id=declarer.declarer_id,
            declarer_id_number=declarer.id_number,
            declarer_name=declarer.name,
            **_measures(stamp, inspection),
        )
        return self._keep(request, stamp, event)

    @answer(ListStamps)
    def list_stamps(self, request: ListStamps) -> StampList:
        with self.db.reading() as session:
            found = repository.list_of(session, request.caller.enterprise_code, request.kind)
        return StampList(stamps=tuple(_view(stamp) for stamp in found))

    @answer(GetStamp)
    def get_stamp(self, request: GetStamp) -> StampView:
        return _view(self._own(request))

    @answer(GetStampImage)
    def get_stamp_image(self, request: GetStampImage) -> StampImage:
        return StampImage(image=self._own(request).images[request.picture])

    @answer(DisableStamp)
    def disable_stamp(self, request: DisableStamp) -> StampView:
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            enterprise_code = request.caller.enterprise_code
            stamp = repository.get(tx.session, enterprise_code, request.kind, request.stamp_id)
            disabled = after(stamp, "disable")
            if disabled != stamp:
                repository.set_state(tx.session, disabled)
                tx.publish(_retired(_DISABLED, disabled))
            return tx.remember(request, _view(disabled))

    @answer(DeleteStamp)
    def delete_stamp(self, request: DeleteStamp) -> Done:
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier
            enterprise_code = request.caller.enterprise_code
            stamp = repository.get(tx.session, enterprise_code, request.kind, request.stamp_id)
            deleted = after(stamp, "delete")
            repository.set_state(tx.session, deleted)
            tx.publish(_retired(_DELETED, deleted))
            done = tx.remember(request, Done())
        remove_images(self.objects, deleted.images)
        return done

    def _own(self, request: GetStamp | GetStampImage) -> Stamp:
        with self.db.reading() as session:
            return repository.get(
                session, request.caller.enterprise_code, request.kind, request.stamp_id
            )

    def _scanned(
        self, request: MakeSeal | MakeSignature, kind: StampKind, facts: dict[str, Any]
    ) -> tuple[Stamp, Inspection]:
        """Inspected and stored; Refused with the most serious finding."""
        scan = self.objects.get(request.scan)
        inspection = self.scanner.inspect(scan, kind)
        report = inspection.report.to_dict()
        check_report(report)
        stamp_id = uuid4()
        stamp = Stamp(
            id=stamp_id,
            enterprise_code=request.caller.enterprise_code,
            kind=kind,
            scan_sha256=request.scan.sha256,
            images=store_images(self.objects, stamp_id, kind, scan, inspection),
            report=report,
            made_at=self.now(),
            **facts,
        )
        return stamp, inspection

    def _keep(self, request: Command[StampView], stamp: Stamp, event: Event) -> StampView:
        """Row and event together; the images go again when that fails or was done before."""
        kept = False
        try:
            with self.db.transaction() as tx:
                if (earlier := tx.earlier_reply(request)) is not None:
                    return earlier
                repository.add(tx.session, stamp)
                tx.publish(event)
                view = tx.remember(request, _view(stamp))
            kept = True
            return view
        finally:
            if not kept:
                remove_images(self.objects, stamp.images)


def _measures(stamp: Stamp, inspection: Inspection) -> dict[str, Any]:
    return {
        "cutout": stamp.images["cutout"],
        "scan_sha256": stamp.scan_sha256,
        "width_mm": inspection.report.width_mm,
        "height_mm": inspection.report.height_mm,
    }


_DISABLED: dict[StampKind, tuple[type[Event], str]] = {
    StampKind.SEAL: (SealDisabled, "seal_id"),
    StampKind.SIGNATURE: (SignatureDisabled, "signature_id"),
}
_DELETED: dict[StampKind, tuple[type[Event], str]] = {
    StampKind.SEAL: (SealDeleted, "seal_id"),
    StampKind.SIGNATURE: (SignatureDeleted, "signature_id"),
}


def _retired(kinds: dict[StampKind, tuple[type[Event], str]], stamp: Stamp) -> Event:
    event, id_field = kinds[stamp.kind]
    fields: dict[str, str | UUID] = {
        "enterprise_code": stamp.enterprise_code,
        id_field: stamp.id,
    }
    return event(**fields)


def _report(inspection: Inspection) -> InspectionReport:
    return InspectionReport.model_validate(inspection.report.to_dict())


def _view(stamp: Stamp) -> StampView:
    return StampView(
        stamp_id=stamp.id,
        kind=stamp.kind,
        name=stamp.name,
        state=stamp.state,
        operator_id=stamp.operator_id,
        declarer_id=stamp.declarer_id,
        declarer_name=stamp.declarer_name,
        valid_from=stamp.valid_from,
        valid_to=stamp.valid_to,
        scan_sha256=stamp.scan_sha256,
        made_at=stamp.made_at,
        report=InspectionReport.model_validate(stamp.report),
    )


SERVICE = SealService
