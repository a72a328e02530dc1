"""Ranges of months, the windows a list goes through, and what a statement reads instead."""

from datetime import date

import pytest

from bench.partitions.tables import index_statements, joined, months, within, years_of
from bench.partitions.ways import Case, Times, Way, measure, windows_of
from services.print_svc.tables import seal_uses

pytestmark = pytest.mark.unit

YEARS = windows_of([date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)])
YEARLY = Way("years", "kept", YEARS)
CASE = Case("group", "case", {})


def relations(way, **asked):
    return [relation for relation, _ in way.relations(**asked)]


def test_months_end_where_the_month_after_the_last_begins():
    starts = months(2025, 2)

    assert starts[0] == date(2025, 1, 1)
    assert starts[-1] == date(2027, 1, 1)
    assert len(starts) == 25
    assert years_of(starts) == [date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)]


def test_the_last_months_stay_apart_and_older_ones_are_joined_into_years():
    boundaries = joined(months(2017, 10), apart=24)

    assert len(boundaries) - 1 == 8 + 24
    assert boundaries[7:10] == [date(2024, 1, 1), date(2025, 1, 1), date(2025, 2, 1)]


def test_a_list_goes_back_through_its_windows_from_where_the_page_before_ended():
    newest, oldest = within("kept", *YEARS[1]), within("kept", *YEARS[0])

    assert relations(YEARLY, descending=True) == [newest, oldest]
    assert relations(YEARLY, descending=False) == [oldest, newest]
    assert relations(YEARLY, descending=True, place=date(2024, 12, 31)) == [oldest]
    assert relations(YEARLY, descending=False, place=date(2025, 1, 1)) == [newest]


def test_after_the_first_window_the_rest_is_read_at_once():
    way = Way("years", "kept", windows_of(years_of(months(2017, 10))), rest_at_once=True)

    newest, rest = relations(way, descending=True, place=date(2025, 6, 1))

    assert newest == within("kept", date(2025, 1, 1), date(2026, 1, 1))
    assert rest == within("kept", date(2017, 1, 1), date(2025, 1, 1))


def test_without_windows_the_whole_table_is_read_at_once():
    assert relations(Way("as it is", "kept"), descending=True, place=date(2024, 1, 1)) == ["kept"]


def test_bounds_are_values_where_a_statement_is_planned_for_all_of_them():
    [newest, _] = Way("years", "kept", YEARS, by_values=True).relations(descending=True)

    assert "%(start)s" in newest[0]
    assert newest[1] == {"start": date(2025, 1, 1), "end": date(2026, 1, 1)}


def test_indexes_are_those_of_the_table_on_another_one():
    found = [
        (statement.format(table="kept"), unique)
        for statement, unique in index_statements(seal_uses)
    ]

    assert ("CREATE INDEX ON kept (certificate_no, enterprise_row)", False) in found
    assert ("CREATE UNIQUE INDEX ON kept (enterprise_code, enterprise_row)", True) in found


def test_ways_take_turns_and_are_compared_with_the_first():
    ways, asked = (Way("as it is", "kept"), YEARLY), []

    times = measure(ways, [CASE], [1], 2, lambda way, *_: asked.append(way.name))

    assert asked[-12:] == ["as it is", "years"] * 3 + ["years", "as it is"] * 3
    assert [row.what for row in times.rows("list", ways, [CASE])] == ["list, group: years"]


def test_a_row_has_the_mean_of_its_cases_medians():
    ways, cases, times = (
        (Way("as it is", "kept"), YEARLY),
        (CASE, Case("group", "other", {})),
        Times(),
    )
    for way, milliseconds in zip(ways, (1.0, 3.0), strict=True):
        times.add(way, cases[0], milliseconds)
        times.add(way, cases[0], milliseconds)
        times.add(way, cases[1], 2 * milliseconds)

    [row] = times.rows("list", ways, cases)

    assert (row.ours, row.reference) == (4.5, 1.5)
    assert "case 3.00, other 3.00" in row.note
