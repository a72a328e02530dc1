"""Certificates in the database; the only place that writes them.

Locks are taken in this order: the enterprise (advisory), the number (advisory, only while it may
have no row), the row. Whoever decides `listed` shares the enterprise's lock; whoever changes what
it depends on has it alone.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from contracts.customs import CertificateReturned, LayoutStatus, LayoutStatusChanged
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Approval, Certificate, Original, OriginalState
from services.cert_svc.tables import certificates

_SHARE_ENTERPRISE: Final = text(
    "select pg_advisory_xact_lock_shared(1, hashtext(:enterprise)),"
    " pg_advisory_xact_lock(2, hashtext(:number))"
)
_LOCK_ENTERPRISE: Final = text("select pg_advisory_xact_lock(1, hashtext(:enterprise))")
_LOCK_NUMBER: Final = text("select pg_advisory_xact_lock(2, hashtext(:number))")
_FIND: Final = select(certificates).where(certificates.c.certificate_no == bindparam("number"))
_FIND_LOCKED: Final = _FIND.with_for_update()
_INSERT: Final = insert(certificates)
_UPDATE: Final = update(certificates).where(certificates.c.certificate_no == bindparam("number"))
_EARLY: Final = {kind.__name__: kind for kind in (CertificateReturned, LayoutStatusChanged)}
_APPROVAL: Final = tuple(Approval.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Stored:
    """A certificate and whether its row exists and is listed."""

    certificate: Certificate
    exists: bool = True
    listed: bool = False


def lock_enterprise(session: Session, enterprise_code: str) -> None:
    """Alone with everything that `listed` of its certificates depends on."""
    session.execute(_LOCK_ENTERPRISE, {"enterprise": enterprise_code})


def locked(session: Session, number: str, *, sharing: str | None = None) -> Stored:
    """The certificate, known or not, until the end of the transaction in these hands alone.

    `sharing` names the enterprise whose facts will decide whether it is listed.
    """
    if sharing is not None:
        session.execute(_SHARE_ENTERPRISE, {"enterprise": sharing, "number": number})
    elif (known := _find(session, number, _FIND_LOCKED)) is not None:
        return known
    else:
        session.execute(_LOCK_NUMBER, {"number": number})
    unknown = Stored(Certificate(certificate_no=number), exists=False)
    return _find(session, number, _FIND_LOCKED) or unknown


def found(session: Session, number: str) -> Stored | None:
    return _find(session, number, _FIND)


def save(session: Session, before: Stored, after: Certificate, *, listed: bool) -> None:
    """Write what changed; nothing when nothing did."""
    values = _columns(after) | {"listed": listed}
    if not before.exists:
        session.execute(_INSERT, values)
        return
    known = _columns(before.certificate) | {"listed": before.listed}
    changed = {name: value for name, value in values.items() if value != known[name]}
    if changed:
        session.execute(_UPDATE.values(changed), {"number": after.certificate_no})


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
        announced=tuple(ObjectRef.model_validate(ref) if ref else None for ref in row.announced),
        early=tuple(_EARLY[kind].from_wire(data) for kind, data in row.early),
        originals={
            serial: Original(revision, OriginalState(state))
            for serial, (revision, state) in row.originals.items()
        },
        exception_count=row.exception_count,
        archived_at=row.archived_at,
    )
    return Stored(certificate, listed=row.listed)


def _find(session: Session, number: str, statement: Select[Any]) -> Stored | None:
    row = session.execute(statement, {"number": number}).one_or_none()
    return stored(row) if row else None


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
            "announced": [ref.model_dump() if ref else None for ref in certificate.announced],
            "early": [[type(event).__name__, event.to_wire()] for event in certificate.early],
            "originals": {
                serial: [one.revision, int(one.state)]
                for serial, one in certificate.originals.items()
            },
            "print_status": certificate.print_status,
            "exception_count": certificate.exception_count,
            "archived_at": certificate.archived_at,
            "archived": certificate.archived,
        }
    )
