"""Certificates in the database; the only place that writes them.

Locks are taken in this order: enterprises (advisory), numbers (advisory, for they may have no row
yet), rows; several of one kind in their own order. Whoever decides `listed` shares the lock of the
enterprise; whoever changes what it depends on has it alone.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Row,
    Text,
    any_,
    bindparam,
    column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from chassis.hidden_columns import hidden_rows
from contracts.customs import (
    CertificateClaimedAtCounter,
    CertificateReturned,
    LayoutStatus,
    LayoutStatusChanged,
)
from contracts.originals import OriginalState
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Announcement, Approval, Certificate, Original
from services.cert_svc.storage import enterprises
from services.cert_svc.tables import certificates

_LOCK_NUMBERS: Final = text(
    "select pg_advisory_xact_lock(2, key) from (select distinct hashtext(number) as key"
    " from unnest(cast(:numbers as text[])) as number order by key) as keys"
)
_number = certificates.c.certificate_no
_FIND: Final = select(certificates).where(_number == any_(bindparam("numbers", type_=ARRAY(Text))))
_FIND_LOCKED: Final = _FIND.order_by(_number).with_for_update()
_NAMES: Final = certificates.columns.keys()
_INSERT: Final = upsert(certificates).from_select(
    _NAMES,
    select(*(column(name) for name in _NAMES)).select_from(
        text("jsonb_populate_recordset(cast(null as certificates), cast(:rows as jsonb))")
    ),
)
_SAVE: Final = _INSERT.on_conflict_do_update(
    index_elements=[_number], set_={name: _INSERT.excluded[name] for name in _NAMES}
)
_EARLY: Final = {
    kind.__name__: kind
    for kind in (CertificateReturned, LayoutStatusChanged, CertificateClaimedAtCounter)
}
_APPROVAL: Final = tuple(Approval.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Stored:
    """A certificate and whether it is listed."""

    certificate: Certificate
    listed: bool = False


def lock(
    session: Session, numbers: Collection[str], *, sharing: Collection[str] = ()
) -> dict[str, Stored]:
    """The certificates, known or not, until the end of the transaction in these hands alone.

    `sharing` names the enterprises whose facts will decide whether they are listed.
    """
    wanted = {"numbers": sorted(set(numbers))}
    if sharing:
        enterprises.share(session, sharing)
    session.execute(_LOCK_NUMBERS, wanted)
    known = {row.certificate_no: stored(row) for row in session.execute(_FIND_LOCKED, wanted)}
    return {number: known.get(number) or _unknown(number) for number in wanted["numbers"]}


def find(session: Session, numbers: Collection[str]) -> dict[str, Stored]:
    """Those that are known."""
    rows = session.execute(_FIND, {"numbers": list(numbers)})
    return {row.certificate_no: stored(row) for row in rows}


def save(session: Session, before: Mapping[str, Stored], after: Iterable[Stored]) -> None:
    """Write the certificates that changed."""
    changed = [each for each in after if each != before[each.certificate.certificate_no]]
    if changed:
        rows = [_columns(each.certificate) | {"listed": each.listed} for each in changed]
        hidden = hidden_rows(certificates, rows, session.get_bind().dialect)
        session.execute(_SAVE, {"rows": json.dumps(hidden, default=str)})


def stored(row: Row[Any]) -> Stored:
    """A whole row as the domain sees it."""
    fields = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    approval = Approval(**{name: fields[name] for name in _APPROVAL}) if row.revision else None
    layout = ObjectRef(key=row.layout_key, sha256=row.layout_sha256) if row.layout_key else None
    certificate = Certificate(
        certificate_no=row.certificate_no,
        enterprise_code=row.enterprise_code,
        approval=approval,
        returned_at=row.returned_at,
        layout_status=LayoutStatus(row.layout_status),
        layout=layout,
        announced=tuple(_announcement(kept) for kept in row.announced if not kept["refused"]),
        refused=tuple(_announcement(kept) for kept in row.announced if kept["refused"]),
        early=tuple(_EARLY[kind].from_wire(data) for kind, data in row.early),
        originals={
            serial: Original(revision, OriginalState(state))
            for serial, (revision, state) in row.originals.items()
        },
        exception_count=row.exception_count,
        archived_at=row.archived_at,
        replaced_by=row.replaced_by,
    )
    return Stored(certificate, listed=row.listed)


def _unknown(number: str) -> Stored:
    return Stored(Certificate(certificate_no=number))


def _columns(certificate: Certificate) -> dict[str, Any]:
    approval = certificate.approval
    approved = {name: getattr(approval, name) for name in _APPROVAL} if approval else {}
    layout = certificate.layout
    return (
        dict.fromkeys(_APPROVAL)
        | approved
        | {
            "certificate_no": certificate.certificate_no,
            "enterprise_code": certificate.enterprise_code,
            "revision": certificate.revision,
            "returned_at": certificate.returned_at,
            "layout_status": certificate.layout_status.value,
            "layout_key": layout.key if layout else None,
            "layout_sha256": layout.sha256 if layout else None,
            "announced": [
                *(_kept(each, refused=False) for each in certificate.announced),
                *(_kept(each, refused=True) for each in certificate.refused),
            ],
            "early": [[type(event).__name__, event.to_wire()] for event in certificate.early],
            "originals": {
                serial: [one.revision, int(one.state)]
                for serial, one in certificate.originals.items()
            },
            "print_status": certificate.print_status,
            "exception_count": certificate.exception_count,
            "archived_at": certificate.archived_at,
            "archived": certificate.archived,
            "replaced_by": certificate.replaced_by,
        }
    )


def _announcement(kept: Mapping[str, Any]) -> Announcement:
    layout = ObjectRef.model_validate(kept["layout"]) if kept["layout"] else None
    return Announcement(layout, datetime.fromisoformat(kept["announced_at"]))


def _kept(announcement: Announcement, *, refused: bool) -> dict[str, Any]:
    layout = announcement.layout.model_dump() if announcement.layout else None
    return {"layout": layout, "announced_at": announcement.announced_at, "refused": refused}
