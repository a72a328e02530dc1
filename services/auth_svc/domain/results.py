"""What an enterprise is told of an authorization and from when on (R32-R34)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import ceil
from typing import Final
from uuid import UUID

from contracts.authorization import ReceiptItem
from contracts.results import AuthorizationItem
from contracts.sentences import Sentence
from contracts.values import StampKind
from services.auth_svc.domain.authorizations import Authorization, AuthorizationState

NOT_MENTIONED: Final = Sentence(
    zh="海关回执中没有此项",
    en="The receipt of customs does not mention it",
    advice_zh="请重新授权",
    advice_en="authorize anew",
)
NO_REASON: Final = Sentence(
    zh="海关未说明原因",
    en="Customs gave no reason",
    advice_zh="请咨询海关后重新授权",
    advice_en="ask customs, then authorize anew",
)
CHINESE_ONLY: Final = Sentence(
    zh="{reason}", en="Customs gives its reason in Chinese only: {reason}"
)


def shown_state(authorization: Authorization, *, now: datetime) -> AuthorizationState:
    """Waiting until the receipt is due, though it came early; afterwards what it says (R32)."""
    if now < authorization.receipt_due_at:
        return AuthorizationState.WAITING
    return authorization.state


def countdown(authorization: Authorization, *, now: datetime) -> int:
    """Whole seconds until the result may be seen; 0 only when it may (R32)."""
    return max(0, ceil((authorization.receipt_due_at - now).total_seconds()))


def shown_items(
    authorization: Authorization, seal_name: str, *, now: datetime
) -> tuple[AuthorizationItem, ...]:
    """All that was sent, by name, each with its reason when it was not accepted (R33)."""
    if shown_state(authorization, now=now) is AuthorizationState.WAITING:
        return ()
    said = _said(authorization)
    return tuple(
        _item(kind, stamp_id, name, said.get(stamp_id))
        for kind, stamp_id, name in _sent(authorization, seal_name)
    )


def _sent(authorization: Authorization, seal_name: str) -> Iterator[tuple[StampKind, UUID, str]]:
    yield StampKind.SEAL, authorization.seal.seal_id, seal_name
    for signature in authorization.signatures:
        yield StampKind.SIGNATURE, signature.signature_id, signature.declarer_name


def _said(authorization: Authorization) -> Mapping[UUID, ReceiptItem]:
    """What a receipt both accepts and refuses is refused."""
    refused_last = sorted(authorization.items, key=lambda item: not item.accepted)
    return {item.stamp_id: item for item in refused_last}


def _item(
    kind: StampKind, stamp_id: UUID, name: str, said: ReceiptItem | None
) -> AuthorizationItem:
    accepted = said is not None and said.accepted
    reason_zh, reason_en = (None, None) if accepted else _reason(said)
    return AuthorizationItem(
        kind=kind,
        stamp_id=stamp_id,
        name=name,
        accepted=accepted,
        reason_zh=reason_zh,
        reason_en=reason_en,
    )


def _reason(said: ReceiptItem | None) -> tuple[str, str]:
    if said is None:
        return NOT_MENTIONED.whole_zh, NOT_MENTIONED.whole_en
    if said.reason is None:
        return NO_REASON.whole_zh, NO_REASON.whole_en
    in_english = CHINESE_ONLY.filled({"reason": said.reason})
    return said.reason, said.reason_en or in_english.en
