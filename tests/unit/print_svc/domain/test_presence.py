"""Before anything is printed: not installed, not started, version too low, and what to do (R69)."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from contracts.workstation_program import WorkstationProgram
from services.print_svc.domain.presence import best_of, check_ready, presence
from services.print_svc.domain.workstations import chosen
from tests.unit.print_svc.domain.jobs import DESK, LATER, NOW, refusal

ADDRESS = "https://originprint.example/workstation"
PROGRAM = WorkstationProgram(latest_version="1.10.0", least_version="1.2.0", address=ADDRESS)
RUNNING = replace(DESK, program_version="1.10", connected_until=LATER)
STOPPED = replace(RUNNING, connected_until=NOW, last_seen_at=NOW - timedelta(hours=1))
TOO_OLD = replace(RUNNING, program_version="1.1.15")


@pytest.mark.rule("R69")
@pytest.mark.parametrize(
    ("workstation", "case"),
    [(None, "not_installed"), (STOPPED, "not_running"), (TOO_OLD, "too_old")],
)
def test_a_print_order_is_refused_with_the_case_that_stops_it(workstation, case):
    assert refusal(check_ready, workstation, PROGRAM, NOW) == f"workstation.{case}"


@pytest.mark.rule("R67")
def test_a_program_that_runs_and_is_new_enough_may_print_and_is_shown_as_running():
    told = presence(RUNNING, PROGRAM, NOW)

    assert check_ready(RUNNING, PROGRAM, NOW) == RUNNING
    assert (told.case, told.message_zh) == ("running", "打印程序正在运行（desk）")
    assert told.address is None


@pytest.mark.rule("R67", "R70")
@pytest.mark.parametrize(
    ("workstation", "what_to_do"), [(None, "安装"), (STOPPED, "启动"), (TOO_OLD, "替换")]
)
def test_each_case_says_what_to_do_and_where_the_program_is_to_be_had(workstation, what_to_do):
    told = presence(workstation, PROGRAM, NOW)

    assert what_to_do in told.advice_zh
    assert ADDRESS in told.advice_zh
    assert ADDRESS in told.advice_en
    assert told.address == ADDRESS


@pytest.mark.rule("R69")
def test_who_does_not_run_was_last_seen_at_a_time_of_china():
    assert "2026-08-01 16:00" in presence(STOPPED, PROGRAM, NOW).message_zh


@pytest.mark.rule("R70")
@pytest.mark.parametrize(("version", "case"), [("1.2.0", "running"), ("1.1.99", "too_old")])
def test_versions_are_compared_number_by_number(version, case):
    assert presence(replace(RUNNING, program_version=version), PROGRAM, NOW).case == case


@pytest.mark.rule("R70")
def test_a_newer_version_is_told_and_stops_nobody():
    told = presence(replace(RUNNING, program_version="1.9"), PROGRAM, NOW)

    assert (told.case, told.update_available, told.address) == ("running", True, ADDRESS)
    assert "1.10.0" in told.advice_en


def test_of_several_workstations_a_person_hears_of_the_one_nearest_to_printing():
    assert best_of([STOPPED, TOO_OLD], PROGRAM, NOW) == TOO_OLD
    assert best_of([STOPPED, RUNNING], PROGRAM, NOW) == RUNNING
    assert best_of([], PROGRAM, NOW) is None


def test_the_only_workstation_need_not_be_named_and_of_several_one_must_be():
    other = replace(DESK, id=UUID(int=9))

    assert chosen([DESK], None) == DESK
    assert chosen([DESK, other], other.id) == other
    assert refusal(chosen, [DESK, other], None) == "workstation.not_chosen"
    assert refusal(chosen, [DESK], other.id) == "workstation.unknown"
    assert chosen([], DESK.id) is None
