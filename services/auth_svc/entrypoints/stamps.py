"""Seals and signatures as seal_svc announces, disables and deletes them (R26)."""

from typing import Any

from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.seals import (
    SealDeleted,
    SealDisabled,
    SealMade,
    SignatureDeleted,
    SignatureDisabled,
    SignatureMade,
)
from contracts.values import StampKind
from services.auth_svc.domain.stamps import Stamp, StampState
from services.auth_svc.storage import stamps


class Stamps(Service):
    @subscribe(SealMade)
    def on_seal_made(self, tx: Transaction, event: SealMade) -> None:
        stamp = Stamp(
            id=event.seal_id,
            kind=StampKind.SEAL,
            name=event.name,
            valid_from=event.valid_from,
            valid_to=event.valid_to,
            **_owner_and_cutout(event),
        )
        stamps.put_announced(tx.session, stamp)

    @subscribe(SignatureMade)
    def on_signature_made(self, tx: Transaction, event: SignatureMade) -> None:
        stamp = Stamp(
            id=event.signature_id,
            kind=StampKind.SIGNATURE,
            name=event.declarer_name,
            declarer_id_number=event.declarer_id_number.get_secret_value(),
            **_owner_and_cutout(event),
        )
        stamps.put_announced(tx.session, stamp)

    @subscribe(SealDisabled)
    def on_seal_disabled(self, tx: Transaction, event: SealDisabled) -> None:
        seal = (event.enterprise_code, event.seal_id, StampKind.SEAL)
        stamps.put_state(tx.session, *seal, StampState.DISABLED)

    @subscribe(SealDeleted)
    def on_seal_deleted(self, tx: Transaction, event: SealDeleted) -> None:
        seal = (event.enterprise_code, event.seal_id, StampKind.SEAL)
        stamps.put_state(tx.session, *seal, StampState.DELETED)

    @subscribe(SignatureDisabled)
    def on_signature_disabled(self, tx: Transaction, event: SignatureDisabled) -> None:
        signature = (event.enterprise_code, event.signature_id, StampKind.SIGNATURE)
        stamps.put_state(tx.session, *signature, StampState.DISABLED)

    @subscribe(SignatureDeleted)
    def on_signature_deleted(self, tx: Transaction, event: SignatureDeleted) -> None:
        signature = (event.enterprise_code, event.signature_id, StampKind.SIGNATURE)
        stamps.put_state(tx.session, *signature, StampState.DELETED)


def _owner_and_cutout(event: SealMade | SignatureMade) -> dict[str, Any]:
    return {
        "enterprise_code": event.enterprise_code,
        "cutout_key": event.cutout.key,
        "cutout_sha256": event.cutout.sha256,
        "width_mm": event.width_mm,
        "height_mm": event.height_mm,
    }
