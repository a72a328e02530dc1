"""From a click to a sheet that customs has archived."""

from contracts.printing import PrintCompleted, PrintIssued, PrintReleased
from tests.integration.print_svc.office import scanned_codes


def test_a_certificate_is_printed_confirmed_and_told_to_customs(office):
    number = office.approve()

    issued = office.issue_one(number)
    released = office.release(issued)
    pdf = office.pdf(issued)
    confirmed = office.confirm(issued, printed=True)

    assert [type(event) for event in office.bench.published()] == [
        PrintIssued,
        PrintReleased,
        PrintCompleted,
    ]
    assert (issued.job.state, released.job.state, confirmed.state) == (
        "issued",
        "released",
        "printed",
    )
    assert pdf.startswith(b"%PDF-")


def test_the_codes_on_the_sheets_name_both_serials_and_are_valid_once_archived(office):
    number = office.approve()
    issued = office.issue_one(number)
    pdf = office.pdf(issued)
    office.confirm(issued, printed=True)
    office.archive(number)

    answers = [office.verify(code) for code in scanned_codes(pdf)]

    assert [answer.verdict for answer in answers] == ["valid", "valid"]
    assert {answer.part: answer.print_serial for answer in answers} == issued.job.print_serials
