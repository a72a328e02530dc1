"""What may be used for whom now is one answer, whichever service is asked (R22, R26, R30-R38)."""

from datetime import timedelta

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.errors import Refused
from contracts.printing import MakeCopy, MakeDownload
from contracts.seals import SealDeleted, SealDisabled, SignatureDisabled
from contracts.specimens import specimen_number
from tests.integration.auth_svc.company import START
from tests.unit.cert_svc.events import NUMBER


def disable_seal(house):
    house.tell(SealDisabled(enterprise_code=house.company.code, seal_id=house.desk.seal_id))


def delete_seal(house):
    house.tell(SealDeleted(enterprise_code=house.company.code, seal_id=house.desk.seal_id))


def disable_signature(house):
    signature_id = house.desk.signature_id
    house.tell(SignatureDisabled(enterprise_code=house.company.code, signature_id=signature_id))


def wait_until_the_seal_is_over(house):
    house.desk.clock.time = START + timedelta(days=100)


def go_back_before_the_seal_is_valid(house):
    house.desk.clock.time = START - timedelta(days=2)


def test_while_all_is_in_force_nobody_names_a_reason(house):
    assert house.printable_in_list()
    assert set(house.reasons().values()) == {None}


@pytest.mark.rule("R22", "R26", "R35", "R38")
@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (disable_seal, "seal.disabled"),
        (delete_seal, "seal.disabled"),
        (disable_signature, "signature.disabled"),
        (wait_until_the_seal_is_over, "seal.expired"),
        (go_back_before_the_seal_is_valid, "seal.not_yet_valid"),
    ],
)
def test_everybody_names_the_same_reason_at_the_same_time(house, happens, reason):
    happens(house)

    assert set(house.reasons().values()) == {reason}
    assert not house.printable_in_list()
    assert not house.view().printable


@pytest.mark.rule("R30", "R43")
def test_a_declarer_whom_the_newest_authorization_leaves_out_is_used_nowhere(house):
    house.file_declarer(1)
    other = house.company.make_signature(1)
    house.company.set_defaults(house.desk.caller, house.desk.seal_id, other)

    house.authorize()

    assert not house.printable_in_list()
    assert house.reasons() == {
        "session": None,
        "authorization": None,
        "agent grant": None,
        "diagnosis": "signature.left_out",
        "print": "signature.left_out",
    }


@pytest.mark.rule("R36")
def test_authorized_again_he_may_be_used_again(house):
    house.file_declarer(1)
    other = house.company.make_signature(1)
    house.company.set_defaults(house.desk.caller, house.desk.seal_id, other)
    house.authorize()
    house.company.set_defaults(
        house.desk.caller, house.desk.seal_id, house.desk.signature_id, other
    )

    house.authorize()

    assert house.printable_in_list()
    assert set(house.reasons().values()) == {None}


@pytest.mark.rule("R36")
def test_who_was_left_out_at_the_approval_stays_so_for_that_certificate(house):
    house.file_declarer(1)
    house.approve(revision=2, declarer_id_number=house.company.person(1))
    other = house.company.make_signature(1)
    house.company.set_defaults(
        house.desk.caller, house.desk.seal_id, house.desk.signature_id, other
    )

    house.authorize()

    assert house.failing() == "certificate.signature_not_authorized"


@pytest.mark.rule("R26")
def test_a_seal_disabled_between_ticket_and_release_prints_nothing(house):
    [issued] = house.issue().issued
    disable_seal(house)

    with pytest.raises(Refused, match=r"seal\.disabled"):
        house.release(issued)


@pytest.mark.rule("R26")
def test_no_copy_is_made_of_a_printed_certificate_under_a_disabled_seal(house):
    [issued] = house.issue().issued
    house.release(issued)
    house.tell()
    disable_seal(house)

    with pytest.raises(Refused, match=r"seal\.disabled"):
        house.benches["print_svc"].ask(MakeCopy(caller=house.desk.caller, certificate_no=NUMBER))


@pytest.mark.rule("R85")
def test_a_download_that_was_made_is_given_again_under_a_disabled_seal(house):
    number = specimen_number(load_certificate_types().by_id("rcep"), 1)
    house.approve(certificate_no=number, type_id="rcep", destination="JP")
    download = MakeDownload(caller=house.desk.caller, certificate_no=number)
    first = house.benches["print_svc"].ask(download)
    house.tell()

    disable_seal(house)

    assert house.benches["print_svc"].ask(download) == first
    assert house.view(number).downloadable


@pytest.mark.rule("R26")
def test_a_seal_whose_end_is_heard_of_before_its_authorization_is_not_used(house):
    second = house.company.make_seal()
    house.company.set_defaults(house.desk.caller, second, house.desk.signature_id)
    request = house.desk.request()
    house.tell(SealDisabled(enterprise_code=house.company.code, seal_id=second))

    house.tell(house.desk.receipt(request))

    assert set(house.reasons().values()) == {"seal.disabled"}
