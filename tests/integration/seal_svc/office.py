"""An exporter at its desk, and what auth_svc would answer about its people."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from chassis.errors import Transient
from chassis.testing import Bench
from contracts.authorization import CardFacts, CheckCardSignature
from contracts.card_statements import SealToMake
from contracts.errors import Refused
from contracts.people import DeclarerIdentity, GetDeclarer
from contracts.seals import (
    DeleteStamp,
    DisableStamp,
    GetStamp,
    GetStampImage,
    InspectScan,
    ListStamps,
    MakeSeal,
    MakeSignature,
    StampView,
)
from contracts.values import Caller, LoginMedium, ObjectRef, StampKind
from services.seal_svc.tables import leftovers
from workstation.card_issuer import specimen_credit_code, specimen_id_number

GOOD_SIGNATURE = "signed by the legal person's card"


@dataclass
class AuthService:
    """Knows one card, its validity, and the declarers of one enterprise."""

    valid_from: datetime
    valid_to: datetime
    declarers: dict[UUID, str] = field(default_factory=dict)
    asked: int = 0
    signed_for: list[SealToMake] = field(default_factory=list)

    def check_card_signature(self, request: CheckCardSignature) -> CardFacts:
        self.asked += 1
        if request.card_signature != GOOD_SIGNATURE:
            raise Refused("card.wrong_signature")
        self.signed_for.append(request.seal)
        return CardFacts(
            operator_id=request.seal.operator_id, valid_from=self.valid_from, valid_to=self.valid_to
        )

    def get_declarer(self, request: GetDeclarer) -> DeclarerIdentity:
        name = self.declarers.get(request.declarer_id)
        if name is None:
            raise Refused("declarer.unknown")
        return DeclarerIdentity(
            declarer_id=request.declarer_id, name=name, id_number=specimen_id_number(3)
        )


@dataclass(frozen=True)
class Office:
    """What one enterprise asks of seal_svc; everything is valid until told otherwise."""

    bench: Bench
    auth: AuthService
    seal_upload: ObjectRef
    signature_upload: ObjectRef
    caller: Caller = field(
        default_factory=lambda: Caller(
            enterprise_code=specimen_credit_code(1),
            operator_id=uuid4(),
            medium=LoginMedium.LEGAL_PERSON_CARD,
        )
    )

    def of_another_enterprise(self) -> "Office":
        other = self.caller.model_copy(update={"enterprise_code": specimen_credit_code(2)})
        return replace(self, caller=other)

    def with_medium(self, medium: LoginMedium) -> "Office":
        return replace(self, caller=self.caller.model_copy(update={"medium": medium}))

    def making(self, **changes: Any) -> MakeSeal:
        fields = {
            "caller": self.caller,
            "name": "中英文印章 样本",
            "operator_id": self.caller.operator_id,
            "valid_from": self.auth.valid_from,
            "valid_to": self.auth.valid_from + timedelta(days=100),
            "challenge_id": uuid4(),
            "card_signature": GOOD_SIGNATURE,
            "scan": self.seal_upload,
        }
        return MakeSeal(**fields | changes)

    def make_seal(self, **changes: Any) -> StampView:
        return self.bench.ask(self.making(**changes))

    def make_signature(self, declarer_id: UUID | None = None) -> StampView:
        if declarer_id is None:
            self.auth.declarers[declarer_id := uuid4()] = "样本申报员"
        return self.bench.ask(
            MakeSignature(caller=self.caller, declarer_id=declarer_id, scan=self.signature_upload)
        )

    def inspect(self, scan: ObjectRef, kind: StampKind = StampKind.SEAL) -> Any:
        return self.bench.ask(InspectScan(caller=self.caller, kind=kind, scan=scan))

    def disable(self, stamp: StampView, **changes: Any) -> StampView:
        return self.bench.ask(DisableStamp(**self._one(stamp) | changes))

    def delete(self, stamp: StampView, **changes: Any) -> None:
        self.bench.ask(DeleteStamp(**self._one(stamp) | changes))

    def seen(self, stamp: StampView) -> StampView:
        return self.bench.ask(GetStamp(**self._one(stamp)))

    def picture(self, stamp: StampView) -> ObjectRef:
        return self.bench.ask(GetStampImage(**self._one(stamp), picture="preview")).image

    def listed(self, kind: StampKind = StampKind.SEAL) -> list[UUID]:
        found = self.bench.ask(ListStamps(caller=self.caller, kind=kind))
        return [stamp.stamp_id for stamp in found.stamps]

    def marked_for_removal(self) -> list[str]:
        """Keys of objects that the sweep would remove some day."""
        with self.bench.engine.connect() as connection:
            return list(connection.execute(select(leftovers.c.key)).scalars())

    def sweep(self, now: datetime) -> None:
        replace(self.bench, now=lambda: now)._instance(None).sweep()

    def _one(self, stamp: StampView) -> dict[str, Any]:
        return {"caller": self.caller, "kind": stamp.kind, "stamp_id": stamp.stamp_id}


class FailingStore:
    """The object store, away for deletions."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def delete(self, key: str) -> None:
        raise Transient(f"away while deleting {key}")
