"""Whoever holds a sheet, a number or a file learns what it is worth (R75-R77)."""

import uuid

import pytest

from contracts.printing import MakeCopy, MakeDownload
from contracts.verification import VerifyPdf
from tests.integration.print_svc.office import scanned_codes
from tests.unit.cert_svc.events import caller


def pdf_of(office, issued):
    return office.pdf(issued)


def judged(office, pdf):
    ref = office.objects.put(f"uploads/{uuid.uuid4()}.pdf", pdf)
    return office.bench.ask(VerifyPdf(document=ref))


def downloaded(office):
    number = office.approve("rcep")
    made = office.bench.ask(MakeDownload(caller=caller(), certificate_no=number))
    return number, office.objects.get(made.document)


def test_a_sheet_scanned_before_and_after_archiving(office):
    number = office.approve()
    issued = office.issue_one(number, parts="original")
    [code] = scanned_codes(pdf_of(office, issued))

    before = office.verify(code)
    office.archive(number)
    after = office.verify(code)

    assert (before.verdict, after.verdict) == ("not_archived", "valid")
    assert (after.certificate_no, after.type_id, after.issue_date) == (
        number,
        "china_australia",
        "2026-05-06",
    )
    assert after.exporter


def test_a_replaced_sheet_names_the_serial_that_replaced_it(office):
    number = office.approve()
    first = office.issue_one(number, parts="original")
    [code] = scanned_codes(pdf_of(office, first))
    office.grant_reprint(first)
    assert office.verify(code).verdict == "voided"

    second = office.print_out(number, parts="original")

    answer = office.verify(code)
    assert (answer.verdict, answer.replaced_by) == (
        "replaced",
        second.job.print_serials["original"],
    )


def test_a_sheet_reported_as_failed_is_void(office):
    issued = office.issue_one(office.approve(), parts="original")
    [code] = scanned_codes(pdf_of(office, issued))
    office.confirm(issued, printed=False)

    assert office.verify(code).verdict == "voided"


def test_a_sheet_stays_valid_when_archiving_overtakes_its_reprint(office):
    number = office.approve()
    issued = office.issue_one(number, parts="original")
    [code] = scanned_codes(pdf_of(office, issued))
    office.confirm(issued, printed=True)
    office.grant_reprint(issued)
    office.archive(number)

    assert office.verify(code).verdict == "valid"


def test_a_copy_that_was_looked_at_is_known_and_no_valid_certificate(office):
    """Whoever cuts off the words across it gains nothing (R65)."""
    number = office.approve()
    office.print_out(number, parts="original")
    made = office.bench.ask(MakeCopy(caller=caller(), certificate_no=number))
    pdf = office.objects.get(made.document)
    [code] = scanned_codes(pdf)
    office.archive(number)

    for answer in (office.verify(code), judged(office, pdf)):
        assert (answer.part, answer.certificate_no) == ("copy", number)
        assert answer.verdict == "voided"
        assert "非有效证书" in answer.message_zh


def test_the_archived_file_of_a_print_proves_itself(office):
    number = office.approve()
    pdf = pdf_of(office, office.issue_one(number))
    office.archive(number)

    assert judged(office, pdf).verdict == "valid"
    assert judged(office, pdf.replace(b"/Title", b"/Tutle", 1)).verdict == "altered"


def test_a_damaged_code_is_altered(office):
    [code] = scanned_codes(pdf_of(office, office.issue_one(office.approve(), parts="original")))

    assert office.verify(code[:-1] + ("0" if code[-1] != "0" else "1")).verdict == "altered"


@pytest.mark.parametrize("typed", ["{}", " {} ", "ａ26 specimen-1-0001", "A26SPECIMEN1OOO1"])
def test_a_number_is_found_however_it_is_typed(office, typed):
    number = office.approve()
    serial = office.print_out(number).job.print_serials["original"]
    office.archive(number)

    alone, with_serial = office.verify(typed.format(number)), office.verify(number, serial.lower())

    assert (alone.verdict, alone.certificate_no) == ("valid", number)
    assert (with_serial.verdict, with_serial.print_serial) == ("valid", serial)


def test_a_number_is_found_when_zero_was_read_as_o(office):
    office.approve(certificate_no="A26SPEC0MEN10001")
    office.archive("A26SPEC0MEN10001")

    assert office.verify("A26SPECOMEN10001").verdict == "valid"


def test_a_number_alone_is_valid_or_not_and_nothing_more_is_told(office):
    printed, waiting = office.approve(serial=1), office.approve(serial=2)
    office.print_out(printed)
    before, unprinted, nobodys = map(office.verify, (printed, waiting, "A26SPECIMEN19999"))
    office.archive(printed)
    after = office.verify(printed)

    assert [each.verdict for each in (before, unprinted, nobodys)] == ["not_valid"] * 3
    assert details_of(before) == details_of(unprinted) == details_of(nobodys) == {}
    assert before.message_en.replace(printed, "") == nobodys.message_en.replace(
        "A26SPECIMEN19999", ""
    )
    assert (after.verdict, details_of(after)) == ("valid", {"certificate_no": printed})


def test_a_print_serial_alone_gets_the_verdict_on_its_sheet_and_no_details(office):
    number = office.approve()
    first = office.print_out(number, parts="original")
    serial = first.job.print_serials["original"]
    before = office.verify(serial.replace("-", " "))
    office.grant_reprint(first)
    second = office.print_out(number, parts="original").job.print_serials["original"]
    office.archive(number)
    told = [before, office.verify(serial), office.verify(second)]

    assert [each.verdict for each in told] == ["not_archived", "replaced", "valid"]
    assert [details_of(each) for each in told[1:]] == [
        {"print_serial": serial},
        {"print_serial": second},
    ]
    assert not [each for each in told if number in each.message_en or second in told[1].message_en]


def test_a_number_with_the_serial_of_another_sheet_learns_nothing(office):
    one, other = (office.approve(serial=serial) for serial in (1, 2))
    serials = [office.print_out(each).job.print_serials["original"] for each in (one, other)]

    told = [office.verify(one, serials[1]), office.verify("A26SPECIMEN19999", serials[0])]

    assert [(each.verdict, details_of(each)) for each in told] == [("not_valid", {})] * 2


def details_of(answer):
    """What is told besides verdict and sentence."""
    said = answer.model_dump(exclude={"verdict", "message_zh", "message_en"}, mode="json")
    return {name: value for name, value in said.items() if value is not None}


def test_a_number_approved_anew_is_not_judged_by_the_sheet_of_its_earlier_approval(office):
    number = office.approve()
    office.print_out(number)
    office.send_back(number)
    office.archive(number)
    returned = office.verify(number)

    office.approve(revision=2)

    assert (returned.verdict, office.verify(number).verdict) == ("not_valid", "valid")


def test_a_number_that_customs_archived_without_us_is_valid(office):
    """Whether or not its layout was heard of."""
    number = office.approve()

    office.archive(number)
    office.archive("A26SPECIMEN10002")

    assert office.verify(number).verdict == "valid"
    assert office.verify("A26SPECIMEN10002").verdict == "valid"


@pytest.mark.parametrize("typed", ["SPECIMEN", "证书"])
def test_what_cannot_be_a_number(office, typed):
    assert office.verify(typed).verdict == "unknown_number"


def test_a_download_is_valid_once_archived(office):
    number, pdf = downloaded(office)
    before = judged(office, pdf)
    office.archive(number)

    assert (before.verdict, judged(office, pdf).verdict) == ("not_archived", "valid")
    assert judged(office, pdf).certificate_no == number


def test_a_download_of_an_earlier_approval_is_replaced(office):
    _, pdf = downloaded(office)
    office.approve("rcep", revision=2)
    downloaded_again = office.bench.ask(
        MakeDownload(caller=caller(), certificate_no=judged(office, pdf).certificate_no)
    )

    assert downloaded_again
    assert judged(office, pdf).verdict == "replaced"


def test_a_changed_download_is_altered(office):
    number, pdf = downloaded(office)
    office.archive(number)

    assert judged(office, pdf.replace(number.encode(), b"RC26SPECIMEN19999")).verdict == "altered"
    assert judged(office, pdf + b"%").verdict == "altered"


def test_a_file_that_is_not_signed_is_never_valid(office):
    pdf = pdf_of(office, office.issue_one(office.approve()))
    unsigned = pdf[: pdf.index(b"%%EOF") + 6]

    assert judged(office, unsigned).verdict == "altered"
    assert judged(office, b"no PDF").verdict == "altered"
