"""Capacity on paper: the demand adds up, the simulation agrees with theory, the page is current."""

from datetime import date, datetime
from math import factorial
from pathlib import Path
from random import Random

import pytest

from deploy.capacity import costs, demand, keeping, sizing
from deploy.capacity.assumptions import COUNTRY
from deploy.capacity.figures import ROW_BYTES
from deploy.capacity.fillings import FILLINGS
from deploy.capacity.page import page
from deploy.capacity.waiting import Work, percentile, simulate
from deploy.capacity.workdays import days, days_off_before, is_workday

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
PERFORMANCE = (ROOT / "docs/performance.md").read_text()
SERVICE_SECONDS = 0.01
ONE_VISIT = Work("visit", (("desk", SERVICE_SECONDS),), 1)


def mean_wait(rate: float, servers: int, *, fixed: bool = False, count: int = 150_000) -> float:
    """Simulated seconds in line at one station with Poisson arrivals."""
    chance = Random(7)  # noqa: S311 - chance spreads what happens
    arriving = [(at, ONE_VISIT) for at in demand.arrivals(rate, count / rate, chance)]
    draw = (lambda mean: mean) if fixed else (lambda mean: chance.expovariate(1 / mean))
    waits = simulate(arriving, {"desk": servers}, draw).lines["desk"]
    return sum(waits) / len(waits)


def mean_wait_in_theory(rate: float, servers: int) -> float:
    """M/M/c: the chance to wait (Erlang C) over what is free."""
    offered = rate * SERVICE_SECONDS
    spare = servers / (servers - offered)
    last = offered**servers / factorial(servers) * spare
    others = sum(offered**k / factorial(k) for k in range(servers))
    return last / (last + others) / (servers / SERVICE_SECONDS - rate)


def of_weekday(place: int) -> list[float]:
    return [demand.of_day(day) for day in days() if day.weekday() == place]


def of_workdays(place: int) -> float:
    own = [demand.of_day(day) for day in days() if day.weekday() == place and is_workday(day)]
    return sum(own) / len(own)


def test_the_demand_adds_up_to_ten_million_a_year():
    assert sum(map(demand.of_day, days())) == pytest.approx(10e6)


def test_sixty_of_a_hundred_come_within_eight_hours_of_workdays():
    office = sum(
        demand.certificates_in(day, hour)
        for day in days()
        if is_workday(day)
        for hour in demand.OFFICE_HOURS
    )

    assert len(demand.OFFICE_HOURS) == 8
    assert office == pytest.approx(6e6)


def test_monday_has_the_most_of_all_weekdays():
    totals = {place: sum(of_weekday(place)) for place in range(7)}
    workdays = {place: of_workdays(place) for place in range(5)}

    assert max(totals, key=totals.get) == 0
    assert max(workdays, key=workdays.get) == 0


def test_the_highest_hour_follows_the_longest_holiday():
    assert demand.peak() == datetime(2026, 2, 24, 10)  # noqa: DTZ001 - China's time
    assert days_off_before(demand.peak().date()) == 9


def test_the_workdays_of_the_year_are_those_of_the_notice():
    assert sum(map(is_workday, days())) == 248
    assert not is_workday(date(2026, 10, 7))
    assert is_workday(date(2026, 10, 10))


def test_arrivals_are_as_many_as_the_rate_says_and_the_same_again():
    first, again = (
        list(demand.arrivals(20, 5_000, chance, batch=10))
        for chance in (Random(3), Random(3))  # noqa: S311 - likewise
    )

    assert first == again == sorted(first)
    assert len(first) == pytest.approx(100_000, rel=0.03)


@pytest.mark.parametrize(("rate", "servers"), [(50, 1), (70, 1), (140, 2), (260, 4)])
def test_waits_are_those_of_m_m_c(rate, servers):
    assert mean_wait(rate, servers) == pytest.approx(mean_wait_in_theory(rate, servers), rel=0.05)


def test_waits_are_those_of_m_d_1():
    used = 0.7
    in_theory = used * SERVICE_SECONDS / (2 * (1 - used))

    assert mean_wait(70, 1, fixed=True) == pytest.approx(in_theory, rel=0.05)


def test_work_that_nobody_waits_behind_takes_its_own_time():
    work = Work("two", (("first", 1.0), ("second", 2.0), ("afterwards", 4.0)), 2)

    found = simulate([(10.0, work)], {"first": 1, "second": 1, "afterwards": 1}, lambda mean: mean)

    assert found.answers["two"] == [work.seconds] == [3.0]
    assert found.over == 17.0


def test_a_percentile_is_one_of_the_values():
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([5.0], 0.5) == 5.0


@pytest.mark.parametrize("name", ["print_svc 88", "PostgreSQL 34", "RabbitMQ 28", "auth_svc 21"])
def test_the_cost_of_a_print_is_what_was_measured(name):
    process, milliseconds = name.split()

    assert name in PERFORMANCE
    assert costs.PRINT_MS[process] == float(milliseconds)


def test_the_costs_add_up_to_what_was_measured():
    assert sum(costs.PIPELINE_MS.values()) == pytest.approx(8.8, abs=0.2)
    assert sum(costs.LIST_PAGE_MS.values()) == pytest.approx(9.75, abs=0.1)
    assert sum(costs.PRINT_MS.values()) == pytest.approx(232, abs=1)
    assert {"| processor time of one certificate | 8.8 |", "9.75 ms", "232 ms"} == {
        said
        for said in ("| processor time of one certificate | 8.8 |", "9.75 ms", "232 ms")
        if said in PERFORMANCE
    }


def test_twice_as_much_is_asked_of_stations_at_twice_the_rate():
    once, twice = sizing.utilisation(1), sizing.utilisation(2)

    assert twice["print_svc"] == pytest.approx(2 * once["print_svc"])


def test_the_least_number_keeps_the_goals_and_overruns_nothing():
    found, needed = sizing.least(10), sizing.utilisation(10)

    assert found.is_enough
    assert [one for one in sizing.STATIONS if needed[one] >= found.processes[one]] == []


def test_what_is_advised_is_enough_while_one_is_away():
    least, advised = sizing.least(1).processes, sizing.advised(1)

    assert all(advised[one] - 1 >= least[one] for one in sizing.STATIONS)


def test_each_table_that_is_kept_was_measured():
    assert {each.name for each in FILLINGS} == set(ROW_BYTES)
    assert {each.table for each in keeping.kept()} <= set(ROW_BYTES)


def test_a_table_passes_a_size_in_the_month_in_which_it_has_grown_so_far():
    growth = keeping.Growth("any", 1.0, 1_200, 0)

    assert growth.gb_a_year == pytest.approx(1.2 * COUNTRY.certificates_a_year / 1e6)
    assert growth.month_beyond(10.0) == 10
    assert growth.month_beyond(10.5) == 11


def test_the_page_is_what_the_command_writes(monkeypatch):
    monkeypatch.chdir(ROOT)
    current = (ROOT / "docs/capacity.md").read_text()

    assert page(current) == current
