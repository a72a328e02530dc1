"""The program as it is installed: what nobody has answered for is shown until somebody does."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.integration.workstation.front import Front
from tests.integration.workstation.waiting import until
from workstation.unanswered import FILE, Reminders, read_unanswered

pytestmark = [pytest.mark.integration, pytest.mark.rule("R72")]

ONE, OTHER = "A26SPECIMEN10001", "A26SPECIMEN10002"


@pytest.fixture
def state(front: Front, tmp_path: Path) -> Path:
    front.enrolment.save(tmp_path / "state")
    return tmp_path / "state"


@pytest.fixture
def start(state: Path, tmp_path: Path) -> Any:
    """Starts the program without a printer; it is killed at the end."""

    @contextmanager
    def started(**streams: Any) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "workstation", "run", "--state", str(state)]
        with (tmp_path / "log").open("ab") as log:
            where = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            with subprocess.Popen(command, **where | streams) as program:
                try:
                    yield program
                finally:
                    program.kill()

    return started


@pytest.fixture
def known(state: Path) -> Callable[[], list[str]]:
    """Which certificates whoever shows them reads of."""

    def numbers() -> list[str]:
        read = read_unanswered(state)
        return [one.certificate_no for one in read.told.prints] if read else []

    return numbers


def test_a_reminder_that_came_while_it_was_away_is_there_once_it_is_connected(
    front: Front, start: Any, known: Any
) -> None:
    front.remind(ONE)

    with start():
        until(lambda: known() == [ONE])

    assert front.asked_for_unanswered >= 1


def test_a_notice_while_it_is_connected_is_followed_until_it_is_answered(
    front: Front, start: Any, known: Any, tmp_path: Path
) -> None:
    with start():
        until(lambda: front.asked_for_unanswered == 1)
        front.remind(ONE, OTHER)
        until(lambda: known() == [ONE, OTHER])
        front.remind(OTHER)
        until(lambda: known() == [OTHER])
        front.remind()
        until(lambda: known() == [])

    said = [line for line in (tmp_path / "log").read_text().splitlines() if "unanswered" in line]
    assert [ONE in line for line in said] == [True, False]


def test_what_was_unanswered_is_shown_after_the_program_was_killed(
    front: Front, start: Any, known: Any
) -> None:
    front.remind(ONE)
    with start() as program:
        until(lambda: known() == [ONE])
        program.kill()
        program.wait()

    assert known() == [ONE]
    with start():
        until(lambda: front.asked_for_unanswered == 2)
        assert known() == [ONE]


def test_only_its_owner_may_read_what_is_kept(
    front: Front, start: Any, known: Any, state: Path
) -> None:
    front.remind(ONE)

    with start():
        until(lambda: known() == [ONE])

    assert (state / FILE).stat().st_mode & 0o077 == 0


def test_who_sits_at_its_terminal_reads_what_to_do_once_for_each_step(
    front: Front, start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with _terminal() as (mine, theirs), start(stdin=theirs, stderr=theirs):
        front.remind(ONE)
        until(lambda: mine().count(ONE) == 1)
        front.remind(ONE)
        front.remind(ONE, OTHER)
        until(lambda: OTHER in mine())
        front.remind(ONE, OTHER, step="escalated")
        until(lambda: mine().count(OTHER) == 2)
        shown = mine()

    assert (shown.count(ONE), shown.count(OTHER)) == (2, 2)
    assert "打印任务" in shown
    assert "务必点“是”" in shown


def test_status_says_it_in_both_languages_with_what_to_do(front: Front, state: Path) -> None:
    front.remind(ONE)

    done = subprocess.run(
        [sys.executable, "-m", "workstation", "status", "--state", str(state)],
        capture_output=True,
        check=True,
    )

    [one] = json.loads(done.stdout)["unanswered"]
    assert one["certificate_no"] == ONE
    assert "请查看纸张，登录网页在“打印任务”中回答" in one["zh"]
    assert "打印机报告共 4 页已全部打印" in one["zh"]
    assert "answer in the portal under Print jobs" in one["en"]


def test_a_gateway_that_is_away_is_asked_again_and_so_it_is_while_something_is_unanswered(
    tmp_path: Path, front: Front, known: Any
) -> None:
    """Without any notice: the one that came was lost."""
    from workstation.tickets import TicketClient  # noqa: PLC0415 - the program itself elsewhere

    front.hold("unanswered-prints")
    with TicketClient(front.enrolment) as tickets:
        reminders = Reminders(
            tmp_path / "state", tickets.unanswered_prints, lambda _: None, again_seconds=0.05
        )
        reminders.notice()
        until(lambda: front.asked_for_unanswered >= 2)
        front.remind(ONE, hint=False)
        front.release_calls()
        until(lambda: known() == [ONE])
        front.remind(hint=False)
        until(lambda: known() == [])


@contextmanager
def _terminal() -> Iterator[tuple[Callable[[], str], int]]:
    """What was shown at it so far, and the end that is a program's."""
    mine, theirs = pty.openpty()
    os.set_blocking(mine, False)
    shown = bytearray()

    def read() -> str:
        with suppress(BlockingIOError):
            while piece := os.read(mine, 65536):
                shown.extend(piece)
        return shown.decode(errors="ignore")

    with closing(os.fdopen(mine, "rb", closefd=True)), closing(os.fdopen(theirs, "wb")):
        yield read, theirs
