"""After a restore: no serial twice, and no second original of what is out (promise 2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from chassis.deliveries import Delivery
from chassis.transactions import UnitOfWork
from contracts.printing import GetLiveOriginal, PrintReleased
from contracts.values import PrintPart
from services.print_svc.domain.serials import ENTROPY_LIMIT, make_serial, payload_of
from services.print_svc.remember import remember
from services.print_svc.restored import SKIPPED_SERIALS, after_restore
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import APPROVED, EXPORTER, HOUR, caller

FORGOTTEN = make_serial(sequence=2_000, entropy=7)


@pytest.fixture
def db(bench) -> UnitOfWork:
    return UnitOfWork(bench.engine, Delivery("print_svc.remember"))


def told(number, **changes) -> dict:
    """An original as customs heard of it."""
    event = PrintReleased(
        **{
            "enterprise_code": EXPORTER,
            "job_id": uuid4(),
            "certificate_no": number,
            "revision": 1,
            "issuer_code": EXPORTER,
            "parts": (PrintPart.ORIGINAL, PrintPart.COPY),
            "print_serial": FORGOTTEN,
            "released_at": APPROVED + HOUR,
        }
        | changes
    )
    return event.to_wire()


def sequence_of(issued) -> int:
    return payload_of(issued.job.print_serials[PrintPart.ORIGINAL]) // ENTROPY_LIMIT


def test_serials_go_on_further_than_any_that_was_forgotten(office, owner):
    before = office.issue_one(office.approve(serial=1))

    with Session(owner) as session, session.begin():
        list(after_restore(session))

    after = office.issue_one(office.approve(serial=2))
    assert sequence_of(after) - sequence_of(before) > SKIPPED_SERIALS


def test_a_forgotten_original_is_the_live_one(office, db):
    number = office.approve()

    assert remember(db, [told(number)]) == [FORGOTTEN]

    assert office.refusal(number) == "print.original_live"


def test_what_was_queued_at_the_moment_is_void_when_another_original_went_out(office, db):
    number = office.approve()
    queued = office.issue_one(number)

    remember(db, [told(number)])

    assert office.job(queued).state == "voided"
    with refused("print.ticket_void"):
        office.release(queued)


def test_a_job_that_was_fetched_after_the_moment_is_out_under_its_own_serial(office, db):
    number = office.approve()
    issued = office.issue_one(number)
    serial = issued.job.print_serials[PrintPart.ORIGINAL]

    remember(db, [told(number, job_id=issued.job.job_id, print_serial=serial)])

    assert office.job(issued).state == "released"
    assert office.job(issued).print_serials == issued.job.print_serials


def test_an_original_that_is_known_is_not_told_again(office, db):
    number = office.approve()
    issued = office.issue_one(number)
    office.release(issued)
    serial = issued.job.print_serials[PrintPart.ORIGINAL]

    assert remember(db, [told(number, job_id=issued.job.job_id, print_serial=serial)]) == []


def test_of_two_forgotten_originals_the_later_one_counts(office, db, bench):
    number, later = office.approve(), make_serial(sequence=2_001, entropy=7)
    first, second = (
        told(number),
        told(number, print_serial=later, released_at=APPROVED + HOUR + timedelta(minutes=1)),
    )

    remember(db, [second, first])

    live = bench.ask(GetLiveOriginal(caller=caller(), certificate_no=number))
    assert live.print_serial == later


def test_neighbours_hear_of_a_forgotten_original(office, db, bench):
    number = office.approve()

    remember(db, [told(number)])

    released = [one for one in bench.published() if isinstance(one, PrintReleased)]
    assert [one.print_serial for one in released] == [FORGOTTEN]
