"""What a list is made of: certificates of one enterprise, written past the events."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from chassis.hidden_columns import use_keys
from contracts.customs import LayoutStatus
from contracts.key_rings import KeyRing
from contracts.values import ObjectRef
from deploy.local.keys import kept_keys
from deploy.local.person import Person
from deploy.local.servers import Servers
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.storage.certificates import Stored, lock, save

CERTIFICATES = 2_000


def fill(servers: Servers, root: Path, person: Person) -> None:
    """Two thousand, approved and received, of the one enterprise whose card this is."""
    engine = create_engine(servers.create_database("cert_svc"))
    use_keys(engine, KeyRing.read(kept_keys(root)["column_keys"]))
    with Session(engine) as session:
        certificates = [_certificate(person, serial) for serial in range(CERTIFICATES)]
        before = lock(session, [each.certificate_no for each in certificates])
        save(session, before, [Stored(each, listed=True) for each in certificates])
        session.commit()
    engine.dispose()


def _certificate(person: Person, serial: int) -> Certificate:
    day = date(2026, 1, 1) + timedelta(days=serial % 300)
    approval = Approval(
        revision=1,
        enterprise_code=person.credit_code,
        type_id="china_australia",
        destination="AU",
        issue_date=day,
        approved_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        agent_code=None,
        declarer_id_number=person.id_number,
        declarer_name=person.name,
        issuing_office="0100",
        collecting_office=None,
        invoice_no="SPECIMEN-001",
        application_kind="0",
        claimed_at_counter=False,
    )
    return Certificate(
        certificate_no=f"A26SPECIMEN1{serial:04}",
        enterprise_code=person.credit_code,
        approval=approval,
        layout_status=LayoutStatus.RECEIVED,
        layout=ObjectRef(key="layouts/specimen.json", sha256="0" * 64),
    )
