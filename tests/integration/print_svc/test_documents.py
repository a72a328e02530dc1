"""Copies to look at and electronic originals (R61, R65, R85)."""

import dataclasses

import pytest

from contracts.errors import Refused
from contracts.printing import (
    GetCopy,
    ListPrintJobs,
    MakeCopy,
    MakeDownload,
    PrintCompleted,
    PrintReleased,
)
from tests.integration.print_svc.office import (
    at_once,
    fronts,
    refused,
    scanned_codes,
    seal_authorization,
)
from tests.unit.cert_svc.events import caller


def download(office, number):
    return office.bench.ask(MakeDownload(caller=caller(), certificate_no=number)).document


def ink_on(pdf):
    [front] = fronts(pdf, dots_per_inch=72)
    return sum(front.convert("L").histogram()[:250])


def looked_at(office, number):
    return office.bench.ask(GetCopy(caller=caller(), certificate_no=number)).document


def copy_of(office, number):
    return office.bench.ask(MakeCopy(caller=caller(), certificate_no=number)).document


def test_a_copy_to_look_at_says_that_it_is_no_certificate(office):
    """Across the page stand words that the copy for the workstation does not bear."""
    number = office.approve()
    printed = office.pdf(office.issue_one(number, parts="copy"))

    inks = [ink_on(pdf) for pdf in (printed, office.objects.get(copy_of(office, number)))]

    assert inks[1] > 1.1 * inks[0]


def test_copies_to_look_at_are_copies_of_their_own_and_no_print_jobs(office):
    number = office.approve()
    original = office.print_out(number, parts="original")
    office.bench.published()

    first, second = (office.objects.get(copy_of(office, number)) for _ in range(2))

    serials = {office.verify(code).print_serial for code in scanned_codes(first)} | {
        office.verify(code).print_serial for code in scanned_codes(second)
    }
    assert len(serials) == 2
    assert office.bench.published() == []
    [listed] = office.bench.ask(ListPrintJobs(caller=caller())).jobs
    assert listed.job_id == original.job.job_id
    assert len(office.ledger()) == 2 + 2 * 2


def test_looking_at_a_copy_makes_none(office):
    number = office.approve()
    with refused("print.no_copy"):
        looked_at(office, number)
    copy_of(office, number)
    second = copy_of(office, number)
    rows = office.ledger()

    assert looked_at(office, number) == second
    assert office.ledger() == rows


def test_a_copy_of_an_earlier_approval_is_not_shown_for_a_later_one(office):
    number = office.approve()
    copy_of(office, number)
    office.approve(revision=2)

    with refused("print.no_copy"):
        looked_at(office, number)


@pytest.mark.parametrize("allowed", [0, 2])
def test_an_enterprise_makes_only_so_many_copies_a_day(office, allowed):
    number = office.approve()
    office.bench.settings = dataclasses.replace(office.bench.settings, copies_a_day=allowed)
    _ = [copy_of(office, number) for _ in range(allowed)]
    rows = office.ledger()

    with refused("print.copies_used_up"):
        copy_of(office, number)
    assert office.ledger() == rows


def test_copies_at_once_are_counted_one_by_one(office):
    number = office.approve()
    office.bench.settings = dataclasses.replace(office.bench.settings, copies_a_day=1)

    outcomes = at_once(*[lambda: copied(office, number)] * 3)

    assert sorted(outcomes) == ["made", "print.copies_used_up", "print.copies_used_up"]


def copied(office, number) -> str:
    try:
        copy_of(office, number)
    except Refused as refusal:
        return refusal.code
    return "made"


def test_a_download_is_made_once_and_is_the_original(office):
    number = office.approve("rcep")

    first = download(office, number)

    assert download(office, number) == first
    assert [type(event) for event in office.bench.published()] == [PrintReleased, PrintCompleted]
    assert len(office.ledger()) == 2
    assert office.refusal(number) == "print.original_live"


def test_a_download_stands_among_the_print_jobs_and_names_no_workstation(office):
    number = office.approve("rcep")
    download(office, number)

    (job,) = office.bench.ask(ListPrintJobs(caller=caller())).jobs

    assert (job.certificate_no, job.state, job.workstation) == (number, "printed", None)


def test_two_downloads_at_once_are_one_file(office):
    number = office.approve("rcep")

    first, second = at_once(*[lambda: download(office, number)] * 2)

    assert first == second
    assert len(office.ledger()) == 2


def test_a_download_stays_the_same_after_archiving_and_under_another_seal(office, objects):
    number = office.approve("rcep")
    first = download(office, number)
    office.archive(number)
    office.cert_svc.authorization = seal_authorization(objects)

    assert download(office, number) == first


def test_a_new_approval_is_downloaded_anew(office):
    first = download(office, office.approve("rcep"))

    assert download(office, office.approve("rcep", revision=2)) != first


def test_the_file_of_an_earlier_approval_is_not_given_out_for_a_later_one(office):
    """Though the later one has not been heard of yet."""
    number = office.approve("rcep")
    download(office, number)
    approved = office.cert_svc.known[number]
    office.cert_svc.known[number] = approved.model_copy(update={"revision": 2})

    with refused("print.original_live"):
        download(office, number)


def test_what_is_printed_on_paper_is_not_downloaded_as_well(office):
    """Nor is what a workstation of that name has fetched."""
    number = office.approve("rcep")
    office.release(office.issue_one(number, workstation="download"), workstation="download")

    with refused("print.original_live"):
        download(office, number)


@pytest.mark.parametrize("make", [copy_of, download])
def test_nothing_is_made_of_a_certificate_that_was_sent_back(office, make):
    number = office.approve("rcep")
    office.send_back(number)

    with refused("certificate.returned"):
        make(office, number)
    assert office.ledger() == []
