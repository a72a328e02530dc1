"""Once an amended or reissued certificate is approved, no sheet of the old one counts (R99)."""

import pytest

from contracts.printing import MakeCopy
from tests.integration.print_svc.office import refused, scanned_codes
from tests.unit.cert_svc.events import NEW_NUMBER, caller, replaced

pytestmark = pytest.mark.rule("R99")


def replace(office, number):
    office.bench.deliver(replaced(certificate_no=number))


def codes_of(office, issued):
    return scanned_codes(office.pdf(issued))


def test_original_and_copy_verify_as_replaced_by_the_new_certificate(office):
    number = office.approve()
    codes = codes_of(office, office.issue_one(number))

    replace(office, number)

    found = [office.verify(code) for code in codes]
    assert {(each.verdict, each.replaced_by_certificate) for each in found} == {
        ("replaced", NEW_NUMBER)
    }
    assert office.verify(number).verdict == "not_valid"


def test_an_archived_sheet_verifies_as_replaced_whichever_was_heard_first(office):
    early, late = office.approve(serial=1), office.approve(serial=2)
    sheets = [codes_of(office, office.issue_one(number))[0] for number in (early, late)]
    replace(office, early)
    office.archive(early)
    office.archive(late)
    replace(office, late)

    assert [office.verify(sheet).verdict for sheet in sheets] == ["replaced"] * 2


def test_what_is_queued_is_void_and_nothing_more_is_issued(office):
    number = office.approve()
    issued = office.issue_one(number)

    replace(office, number)

    assert office.job(issued).state == "voided"
    with refused("print.ticket_void"):
        office.release(issued)
    assert office.refusal(number) == "certificate.replaced"
    with refused("certificate.replaced"):
        office.bench.ask(MakeCopy(caller=caller(), certificate_no=number))


def test_a_replacement_heard_before_the_layout_and_again_holds(office):
    number = "A26SPECIMEN10078"
    replace(office, number)
    office.approve(certificate_no=number)
    office.bench.deliver(replaced(certificate_no=number, replaced_by="A26SPECIMEN10099"))

    assert office.refusal(number) == "certificate.replaced"
    assert office.verify(number).verdict == "not_valid"
