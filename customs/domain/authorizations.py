"""授权 as customs received it, and its 回执: what of it is accepted (R28, R33, R34)."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.authorization import ReceiptItem, SealAuthorizationRequested
from contracts.customs import AuthorizationReceiptIssued
from contracts.errors import ERRORS
from contracts.sentences import Sentence
from contracts.values import AuthorizedSeal, AuthorizedSignature, StampKind
from customs.domain.faults import Fault, FaultKind, strikes

NOT_FILED = ERRORS["authorization.signature_mismatch"]
SEAL_EXPIRED = ERRORS["print.seal_expired"]
REJECTED_BY_SCRIPT = Sentence(zh="按模拟设定拒绝", en="Refused as the simulation was told to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """`items` are what the receipt says when it is due."""

    authorization_id: UUID
    enterprise_code: str
    requested_at: datetime
    receipt_due_at: datetime
    items: tuple[ReceiptItem, ...]

    @property
    def accepted(self) -> bool:
        """Seal and signatures all read 接收成功 (R34)."""
        return all(item.accepted for item in self.items)


def receipt(
    request: SealAuthorizationRequested, filed_numbers: AbstractSet[str], *, at: datetime
) -> AuthorizationReceiptIssued:
    """接收成功 for a seal that is still valid and for signatures of filed declarers."""
    return AuthorizationReceiptIssued(
        enterprise_code=request.enterprise_code,
        authorization_id=request.authorization_id,
        received_at=at,
        items=(
            _seal_item(request.seal, at),
            *(_signature_item(signature, filed_numbers) for signature in request.signatures),
        ),
    )


def refused(
    issued: AuthorizationReceiptIssued, faults: Sequence[Fault]
) -> tuple[AuthorizationReceiptIssued, Fault | None]:
    """The receipt as the oldest `reject` fault leaves it; without such a fault it is unchanged."""
    for fault in faults:
        if fault.kind is FaultKind.REJECT and strikes(fault, issued):
            items = tuple(_refused_items(issued.items, fault))
            return issued.model_copy(update={"items": items}), fault
    return issued, None


def _seal_item(seal: AuthorizedSeal, at: datetime) -> ReceiptItem:
    expired = SEAL_EXPIRED.filled({"valid_to": seal.valid_to.date().isoformat()})
    accepted = seal.valid_to > at
    return ReceiptItem(
        kind=StampKind.SEAL,
        stamp_id=seal.seal_id,
        accepted=accepted,
        reason=None if accepted else expired.whole_zh,
        reason_en=None if accepted else expired.whole_en,
    )


def _signature_item(signature: AuthorizedSignature, filed_numbers: AbstractSet[str]) -> ReceiptItem:
    accepted = signature.declarer_id_number.get_secret_value() in filed_numbers
    return ReceiptItem(
        kind=StampKind.SIGNATURE,
        stamp_id=signature.signature_id,
        accepted=accepted,
        reason=None if accepted else NOT_FILED.whole_zh,
        reason_en=None if accepted else NOT_FILED.whole_en,
    )


def _refused_items(items: Iterable[ReceiptItem], fault: Fault) -> Iterable[ReceiptItem]:
    """An officer's own words are in Chinese alone."""
    said = (fault.reason, None) if fault.reason else (REJECTED_BY_SCRIPT.zh, REJECTED_BY_SCRIPT.en)
    update = {"accepted": False, "reason": said[0], "reason_en": said[1]}
    for item in items:
        hit = fault.stamp_kind in (None, item.kind)
        yield item.model_copy(update=update) if hit else item
