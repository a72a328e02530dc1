"""How far an enterprise got on the way to an accepted authorization of one declarer (R30-R34)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from contracts.standing import AuthorizationStanding, RejectedStamp, Step
from contracts.values import StampKind
from services.auth_svc.domain.authorizations import Authorization, AuthorizationState
from services.auth_svc.domain.stamps import Stamp


def standing_of(
    active: Collection[Stamp],
    latest: Authorization | None,
    id_number: str,
    names: Mapping[UUID, str],
    *,
    now: datetime,
) -> AuthorizationStanding:
    """`names` are those of the stamps that were sent, whatever became of them."""
    if latest is None:
        return AuthorizationStanding(step=_step_before(active, None, id_number))
    times = {"requested_at": latest.requested_at, "receipt_due_at": latest.receipt_due_at}
    if latest.state is AuthorizationState.WAITING or now < latest.receipt_due_at:
        return AuthorizationStanding(step="waiting", **times)
    times["received_at"] = latest.received_at or latest.receipt_due_at
    if latest.state is AuthorizationState.REJECTED:
        rejected = _rejected(latest, names)
        return AuthorizationStanding(step="rejected", rejected=rejected, **times)
    return AuthorizationStanding(step=_step_before(active, latest, id_number), **times)


def _step_before(active: Collection[Stamp], latest: Authorization | None, id_number: str) -> Step:
    """The first that is missing."""
    seals = [stamp for stamp in active if stamp.kind is StampKind.SEAL]
    own = [stamp for stamp in active if stamp.declarer_id_number == id_number]
    chosen = {stamp.id for stamp in (*seals, *own) if stamp.is_default}
    if not seals:
        return "no_seal"
    if not own:
        return "no_signature"
    if not any(seal.id in chosen for seal in seals) or not any(one.id in chosen for one in own):
        return "no_default"
    return "accepted" if latest is not None and chosen <= latest.sent_ids else "not_requested"


def _rejected(authorization: Authorization, names: Mapping[UUID, str]) -> tuple[RejectedStamp, ...]:
    return tuple(
        RejectedStamp(kind=item.kind, name=names[item.stamp_id], reason=item.reason)
        for item in authorization.items
        if not item.accepted and item.stamp_id in names
    )
