"""Histories and applications in the database; the only place that writes them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.exception_svc.domain.applications import Application, State, state_of_last
from services.exception_svc.domain.prints import Original, OriginalState, Prints
from services.exception_svc.tables import certificates, exceptions, originals

_APPLICATION = [exceptions.c[name] for name in Application.__dataclass_fields__]


def locked(session: Session, certificate_no: str) -> Prints:
    """The certificate's history, until the end of the transaction in these hands alone."""
    session.execute(
        upsert(certificates).values(certificate_no=certificate_no).on_conflict_do_nothing()
    )
    archived_at = session.execute(
        select(certificates.c.archived_at)
        .where(certificates.c.certificate_no == certificate_no)
        .with_for_update()
    ).scalar_one()
    rows = session.execute(select(originals).where(originals.c.certificate_no == certificate_no))
    return Prints(
        certificate_no=certificate_no,
        originals={row.print_serial: _original(row) for row in rows},
        archived_at=archived_at,
    )


def save(session: Session, before: Prints, after: Prints) -> None:
    """Write what changed, and what it means for the last application."""
    if before.archived_at != after.archived_at:
        session.execute(
            update(certificates)
            .where(certificates.c.certificate_no == after.certificate_no)
            .values(archived_at=after.archived_at)
        )
    for serial, original in after.originals.items():
        if before.originals.get(serial) != original:
            _put_original(session, after.certificate_no, original)
    if after.archived and before != after:
        _judge_last(session, after)


def last_application(session: Session, certificate_no: str) -> Application | None:
    row = session.execute(
        select(*_APPLICATION)
        .where(exceptions.c.certificate_no == certificate_no)
        .order_by(exceptions.c.count.desc())
        .limit(1)
    ).one_or_none()
    return application_of(row) if row else None


def add(session: Session, application: Application) -> None:
    """The unique constraint stands behind one grant for each original (promise 2)."""
    session.execute(insert(exceptions).values(asdict(application)))


def application_of(row: Row[Any]) -> Application:
    fields = {name: getattr(row, name) for name in Application.__dataclass_fields__}
    return Application(**fields | {"state": State(row.state)})


def _judge_last(session: Session, prints: Prints) -> None:
    of_certificate = exceptions.c.certificate_no == prints.certificate_no
    last = select(func.max(exceptions.c.count)).where(of_certificate).scalar_subquery()
    session.execute(
        update(exceptions)
        .where(of_certificate, exceptions.c.count == last)
        .values(state=state_of_last(prints))
    )


def _put_original(session: Session, certificate_no: str, original: Original) -> None:
    values = asdict(original) | {
        "certificate_no": certificate_no,
        "state": int(original.state),
        "device_reasons": list(original.device_reasons),
    }
    session.execute(
        upsert(originals)
        .values(values)
        .on_conflict_do_update(
            index_elements=["certificate_no", "print_serial"],
            set_={"state": values["state"], "device_reasons": values["device_reasons"]},
        )
    )


def _original(row: Row[Any]) -> Original:
    return Original(
        print_serial=row.print_serial,
        revision=row.revision,
        state=OriginalState(row.state),
        device_reasons=tuple(row.device_reasons),
    )
