"""A print job of both parts, queued for a desk; override what matters."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.values import Caller, LoginMedium, ObjectRef, PrintPart
from services.print_svc.domain.print_jobs import PrintJob, begin
from services.print_svc.domain.workstations import Workstation, with_ticket

NOW = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
OWNER = "91310000MA1FL0000N"
ISSUER = "91310000MA1FL0001R"

PRINTABLE = Printable(
    certificate_no="A26SPECIMEN10001",
    revision=1,
    enterprise_code=OWNER,
    type_id="china_australia",
    destination="AU",
    issue_date=date(2026, 8, 1),
    declarer_id_number="110101199001010015",
    layout=ObjectRef(key="layouts/specimen.json", sha256="0" * 64),
)
BOTH = {PrintPart.ORIGINAL: "ORIGINAL-1", PrintPart.COPY: "COPY-1"}


def begun(action="issue", serials=BOTH) -> PrintJob:
    caller = Caller(enterprise_code=ISSUER, operator_id=UUID(int=7), medium=LoginMedium.PASSWORD)
    return begin(action, PRINTABLE, caller, serials, job_id=UUID(int=1), now=NOW)


DESK = Workstation(
    id=UUID(int=4),
    enterprise_code=ISSUER,
    name="desk",
    encryption_key=bytes(32),
    signing_key=bytes(32),
    enrolled_by=UUID(int=7),
    enrolled_at=NOW,
    program_version="1.0.0",
    last_seen_at=NOW,
    connected_until=LATER,
)
JOB = with_ticket(begun(), DESK, nonce="SECRET", expires_at=LATER)


def job(state="issued", *, printed=None, **changes) -> PrintJob:
    return replace(JOB, state=state, confirmed_printed=printed, **changes)


def refusal(action, *arguments, **named) -> str:
    """The code with which the action is refused."""
    with pytest.raises(Refused) as refused:
        action(*arguments, **named)
    return refused.value.code
