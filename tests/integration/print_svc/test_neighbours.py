"""What three services make of one certificate's originals together (R56, R61, R78-R82, R104)."""

import uuid
from itertools import permutations

import pytest

from chassis.testing import (
    TEST_CALLER_KEYS,
    TEST_KEY,
    TEST_SEALING_KEY,
    Bench,
    rings_for,
)
from contracts.certificate_lists import ListCertificates
from contracts.certificates import DiagnoseCertificate
from contracts.exceptions import ListExceptions
from contracts.printing import MakeCopy, PrintReleased
from services.cert_svc.service import CertService
from services.cert_svc.settings import Settings as CertSettings
from services.exception_svc.service import ExceptionService
from tests.integration.cert_svc.conftest import Customs
from tests.integration.conftest import COLUMN_KEYS
from tests.integration.print_svc.neighbours import Neighbours
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import NUMBER, approved, archived, caller


@pytest.fixture
def cert_settings(settings) -> CertSettings:
    return CertSettings(
        amqp_url=settings.amqp_url,
        database_url="unused: the bench is given an engine",
        s3_endpoint=settings.s3_endpoint,
        s3_access_key=settings.s3_access_key,
        s3_secret_key=settings.s3_secret_key,
        s3_bucket=settings.s3_bucket,
        **rings_for("cert_svc"),
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        column_keys=COLUMN_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        customs_bucket=f"customs-{uuid.uuid4().hex[:12]}",
    )


@pytest.fixture
def neighbours(office, migrated_database, objects, cert_settings) -> Neighbours:
    cert_engine = migrated_database("services.cert_svc")
    return Neighbours(
        office,
        Bench(CertService, cert_engine, objects, cert_settings),
        Bench(ExceptionService, migrated_database("services.exception_svc")),
        Customs.with_bucket(cert_settings),
    )


def print_out(neighbours, *without, **changes):
    """Issued and fetched by the workstation; all but those `without` hear of it."""
    issued = neighbours.office.print_out(NUMBER, **changes)
    neighbours.settle(*without)
    return issued


def serial(issued):
    return issued.job.print_serials["original"]


def applications(neighbours):
    return neighbours.exceptions.ask(ListExceptions(caller=caller())).exceptions


@pytest.mark.rule("R78", "R82", "R104")
def test_while_a_new_approval_waits_to_be_printed_no_exception_is_granted_nor_counted(neighbours):
    neighbours.approve()
    print_out(neighbours)
    neighbours.approve(2)

    with refused("exception.not_printed"):
        neighbours.file()

    assert applications(neighbours) == ()
    assert (neighbours.certificate().exception_count, neighbours.certificate().printable) == (0, 1)
    assert print_out(neighbours).job.revision == 2


@pytest.mark.rule("R78", "R104")
def test_no_exception_is_granted_while_print_svc_has_not_heard_of_the_new_approval(neighbours):
    """It learns of an approval with its layout, the others at once."""
    neighbours.approve()
    print_out(neighbours)

    neighbours.tell(approved(revision=2))

    with refused("exception.not_printed"):
        neighbours.file()


@pytest.mark.rule("R78", "R82", "R104")
def test_of_two_approvals_whose_originals_came_out_the_live_one_is_voided(neighbours):
    neighbours.approve()
    first = print_out(neighbours)
    neighbours.approve(2)
    second = print_out(neighbours)

    filed = neighbours.file()
    [granted] = neighbours.settle()

    assert (filed.count, granted.voided_print_serial) == (1, serial(second))
    jobs = [neighbours.office.job(each) for each in (first, second)]
    assert [job.void_reason for job in jobs] == ["new_approval", "reprint"]
    assert neighbours.certificate().printable


@pytest.mark.rule("R104")
@pytest.mark.parametrize("order", list(permutations(("approval", "first", "second"))), ids=" ".join)
def test_in_whatever_order_exception_svc_hears_the_higher_revision_counts(neighbours, order):
    neighbours.approve()
    neighbours.office.print_out(NUMBER)
    [released] = released_of(neighbours)
    neighbours.approve(2, "exception_svc")
    second = neighbours.office.print_out(NUMBER)
    [later] = released_of(neighbours)
    news = {"approval": approved(revision=2), "first": released, "second": later}

    for name in (*order, *order):
        neighbours.exceptions.deliver(news[name])

    neighbours.file()
    [granted] = neighbours.settle()
    assert granted.voided_print_serial == serial(second)


def released_of(neighbours):
    """What all but exception_svc hear of the print."""
    said = neighbours.settle("exception_svc")
    return [event for event in said if isinstance(event, PrintReleased)]


@pytest.mark.rule("R78", "R104")
def test_news_of_a_later_print_is_waited_for_and_not_taken_for_the_earlier_one(neighbours):
    neighbours.approve()
    print_out(neighbours)
    neighbours.approve(2)
    second = print_out(neighbours, "exception_svc")

    with refused("service.unavailable"):
        neighbours.file()
    assert neighbours.office.job(second).state == "released"


@pytest.mark.rule("R80", "R84")
def test_the_operation_type_of_an_exception_says_what_may_be_printed(neighbours):
    neighbours.approve()
    neighbours.office.confirm(print_out(neighbours), printed=False)
    neighbours.settle()
    neighbours.file(operation="reprint_original")
    neighbours.settle()

    assert neighbours.office.refusal(NUMBER, parts="both") == "print.parts_not_granted"
    assert print_out(neighbours, parts="original").job.parts == ("original",)


@pytest.mark.rule("R56", "R61")
def test_of_an_archived_certificate_list_diagnosis_and_orders_say_that_nothing_is_printed(
    neighbours,
):
    neighbours.approve()
    neighbours.office.confirm(print_out(neighbours, parts="original"), printed=True)
    waiting = neighbours.office.issue_one(NUMBER, parts="copy")
    neighbours.tell(archived())
    neighbours.settle()

    assert not neighbours.certificate().printable
    assert "certificate.archived" in failing(neighbours)
    assert neighbours.office.refusal(NUMBER, parts="copy") == "certificate.archived"
    with refused("print.ticket_void"):
        neighbours.office.release(waiting)
    looked_at = MakeCopy(caller=caller(), certificate_no=NUMBER)
    assert neighbours.office.bench.ask(looked_at).document


@pytest.mark.rule("R56")
def test_a_copy_is_not_released_when_only_cert_svc_has_heard_of_the_archiving(neighbours):
    neighbours.approve()
    waiting = neighbours.office.issue_one(NUMBER, parts="copy")

    neighbours.tell(archived(), "print_svc")

    with refused("certificate.archived"):
        neighbours.office.release(waiting)


def failing(neighbours):
    asked = DiagnoseCertificate(caller=caller(), certificate_no=NUMBER)
    return [line.code for line in neighbours.cert.ask(asked).lines if line.holds is False]


@pytest.mark.rule("R56", "R57", "R83")
@pytest.mark.parametrize(
    "order", [("reprint", "archiving"), ("archiving", "reprint")], ids=" ".join
)
def test_of_a_reprint_that_archiving_overtook_all_say_that_its_original_is_out(neighbours, order):
    neighbours.approve()
    printed = print_out(neighbours)
    neighbours.office.confirm(printed, printed=True)
    neighbours.settle()
    neighbours.file()
    [granted] = neighbours.exceptions.published()
    news = {"reprint": granted, "archiving": archived()}

    for name in order:
        neighbours.tell(news[name])

    assert neighbours.office.job(printed).state == "printed"
    assert neighbours.certificate().print_status == "printed"
    assert found(neighbours, print_status=("waiting",)) == []
    assert found(neighbours, print_status=("printed",)) == [NUMBER]


def found(neighbours, **filters):
    page = neighbours.cert.ask(ListCertificates(caller=caller(), **filters))
    return [each.certificate_no for each in page.certificates]


def test_a_cancelled_print_leaves_the_certificate_as_if_it_had_not_been_asked_for(neighbours):
    neighbours.approve()
    neighbours.office.cancel(neighbours.office.issue_one(NUMBER))
    neighbours.settle()

    assert neighbours.certificate().printable
    with refused("exception.not_printed"):
        neighbours.file()
    assert print_out(neighbours).job.state == "issued"
