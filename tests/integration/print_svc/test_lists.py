"""The lists of print jobs and seal uses go on page by page, the newest first."""

from datetime import date, timedelta
from itertools import chain
from typing import get_args

import pytest
from sqlalchemy import text

from chassis.cursors import write_cursor
from contracts.printing import JobState, ListPrintJobs, MakeCopy
from contracts.seal_uses import ListSealUses
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import AGENT, EXPORTER, caller

LISTS = [ListPrintJobs, ListSealUses]
JOBS = (
    "select * from print_jobs where {} and kind <> 'preview'"
    " and (issued_at, id) < (now(), gen_random_uuid()) order by issued_at desc, id desc limit 51"
)
TO_REMIND_OF = (
    "select * from print_jobs where kind = 'print' and state = 'released' and has_original"
    " and escalated_at is null and released_at < now() order by released_at limit 9"
)
USES = (
    "select * from seal_uses where enterprise_code = 'x' and enterprise_row < 9"
    " order by enterprise_row desc limit 51"
)


def rows_of(reply):
    if hasattr(reply, "jobs"):
        return [job.job_id for job in reply.jobs]
    return [use.position for use in reply.uses]


def pages(office, request_type, between=lambda: None, **fields):
    """The rows of each page; something may happen `between` two of them."""
    found, cursor = [], None
    while not found or cursor:
        asked = {"caller": caller(), "cursor": cursor} | fields
        reply = office.bench.ask(request_type(**asked))
        found.append(rows_of(reply))
        cursor = reply.next_cursor
        between()
    return found


def joined(found):
    return list(chain.from_iterable(found))


def whole(office, request_type, **fields):
    [page] = pages(office, request_type, limit=200, **fields)
    return page


def at_one_moment(office):
    with office.bench.engine.begin() as connection:
        connection.execute(text("update print_jobs set issued_at = now()"))


def plan(office, query):
    """A plan that sorts or scans would grow with the table."""
    with office.bench.engine.connect() as connection:
        connection.execute(text("set enable_seqscan = off"))
        connection.execute(text("set enable_bitmapscan = off"))
        connection.execute(text("set enable_sort = off"))
        return "\n".join(connection.execute(text(f"explain {query}")).scalars())


@pytest.mark.parametrize("request_type", LISTS)
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 6, 7])
def test_pages_cover_the_list_once_whatever_their_size(office, request_type, limit):
    for serial in (1, 2, 3):
        office.print_out(office.approve(serial=serial), parts="original")
        office.issue_one(office.approve(serial=serial + 10), parts="copy")

    found = pages(office, request_type, limit=limit)

    assert joined(found) == whole(office, request_type)
    assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
    assert 0 < len(found[-1]) <= limit
    assert len(set(joined(found))) == 6


@pytest.mark.parametrize("request_type", LISTS)
def test_each_row_is_seen_once_while_new_ones_arrive(office, request_type):
    numbers = iter([office.approve(serial=serial) for serial in range(1, 20)])
    for _ in range(4):
        office.print_out(next(numbers), parts="original")
    there = whole(office, request_type)

    def another_is_printed():
        office.print_out(next(numbers), parts="original")

    seen = joined(pages(office, request_type, between=another_is_printed, limit=1))

    assert seen == there
    assert len(whole(office, request_type)) > len(there)


def test_jobs_of_one_moment_keep_an_order_of_their_own_across_pages(office):
    office.issue(*[office.approve(serial=serial) for serial in range(1, 6)])
    at_one_moment(office)

    found = joined(pages(office, ListPrintJobs, limit=2))

    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 5


def test_own_jobs_and_those_issued_as_agent_are_one_list_by_time(office):
    issued = []
    for serial, owner in enumerate((EXPORTER, AGENT, EXPORTER, AGENT), 1):
        number = office.approve(serial=serial, enterprise_code=owner)
        issued.append(office.issue_one(number, caller=caller(AGENT)).job.job_id)

    found = pages(office, ListPrintJobs, caller=caller(AGENT), limit=1)

    assert joined(found) == issued[::-1]


@pytest.mark.parametrize("request_type", LISTS)
def test_pages_of_one_certificate_hold_nothing_else(office, request_type):
    number, other = [office.approve(serial=serial) for serial in (1, 2)]
    for each in (number, other, number, other):
        office.print_out(each, parts="copy")

    pasted = f" {number.lower()} "
    found = joined(pages(office, request_type, certificate_no=pasted, limit=1))

    assert found == whole(office, request_type, certificate_no=number)
    assert len(found) == len(whole(office, request_type)) // 2


def listed(office, **filters):
    return whole(office, ListPrintJobs, **filters)


def test_jobs_are_listed_by_their_state_as_it_is_now(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2, 3, 4)]
    left = office.issue_one(numbers[0])
    office.clock.skip(timedelta(minutes=11))
    waiting, out = office.issue_one(numbers[1]), office.print_out(numbers[2])
    void = office.issue_one(numbers[3])
    office.cancel(void)

    found = {state: listed(office, state=state) for state in get_args(JobState)}

    assert found == {
        "issued": [waiting.job.job_id],
        "released": [out.job.job_id],
        "printed": [],
        "failed": [],
        "voided": [void.job.job_id],
        "expired": [left.job.job_id],
    }


def test_jobs_are_listed_by_workstation_and_day_in_china(office):
    """The clock of these tests begins on 10 March at 17:00 in China."""
    first = office.issue_one(office.approve(serial=1)).job.job_id
    office.clock.skip(timedelta(hours=7, minutes=1))
    second = office.issue_one(office.approve(serial=2), workstation="back office").job.job_id
    tenth, eleventh = date(2026, 3, 10), date(2026, 3, 11)

    assert listed(office, workstation="back office") == [second]
    assert listed(office, issued_from=tenth, issued_to=tenth) == [first]
    assert listed(office, issued_from=eleventh) == [second]
    assert listed(office, issued_from=tenth, issued_to=eleventh) == [second, first]


def test_what_was_only_looked_at_takes_no_place_on_a_page_of_jobs(office):
    number = office.approve()
    jobs = []
    for _ in range(2):
        jobs.append([office.print_out(number, parts="copy").job.job_id])
        office.bench.ask(MakeCopy(caller=caller(), certificate_no=number))

    assert pages(office, ListPrintJobs, limit=1) == jobs[::-1]


@pytest.mark.parametrize("request_type", LISTS)
def test_a_page_has_fifty_rows_when_nobody_says_otherwise(request_type):
    assert request_type(caller=caller()).limit == 50


@pytest.mark.parametrize("request_type", LISTS)
@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "bm90aGluZw",
        "e30",
        write_cursor("2026-05-06", "A26SPECIMEN10001"),
        write_cursor(0),
        write_cursor(-1),
        write_cursor(2**63),
        write_cursor("1_0"),
    ],
)
def test_a_cursor_that_no_page_gave_is_refused(office, request_type, cursor):
    with refused("request.invalid"):
        office.bench.ask(request_type(caller=caller(), cursor=cursor))


@pytest.mark.parametrize("request_type", LISTS)
def test_a_cursor_of_another_enterprise_opens_nothing_of_its_list(office, request_type):
    for serial in (1, 2):
        office.print_out(office.approve(serial=serial))
    cursor = office.bench.ask(request_type(caller=caller(), limit=1)).next_cursor

    assert whole(office, request_type, caller=caller(AGENT), cursor=cursor) == []


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (JOBS.format("enterprise_code = 'x'"), "print_jobs_of_enterprise"),
        (
            JOBS.format("issuer_code = 'x' and issuer_code <> enterprise_code"),
            "print_jobs_of_agent",
        ),
        (
            JOBS.format("enterprise_code = 'x' and kind = 'print' and state = 'released'"),
            "print_jobs_unanswered",
        ),
        (TO_REMIND_OF, "print_jobs_to_remind_of"),
        (USES, "seal_uses_of_enterprise"),
    ],
)
def test_each_list_is_read_from_its_index_alone(office, query, index):
    found = plan(office, query)

    assert index in found
    assert "Sort" not in found
