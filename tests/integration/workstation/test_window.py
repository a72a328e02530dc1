"""The window under Xvfb: what it shows, and the PIN that it asks for."""

import gc
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from contracts.printing import Evidence
from contracts.unanswered import UnansweredPrints
from deploy.local.desktop import desktop
from gateway.examples import EXAMPLES
from tests.integration.workstation.test_card_desk import ENROLMENT, GRANT
from tests.unit.workstation.test_cards import HOLDER, PIN
from tests.unit.workstation.test_soft_cards import AUTHORITY, NOW
from workstation import words
from workstation.asked import Asked
from workstation.card_issuer import days_from
from workstation.cards import holder_of
from workstation.cli import main
from workstation.journal import Entry, Journal, Step
from workstation.places import write_private
from workstation.signing import Shown
from workstation.unanswered import FILE as UNANSWERED
from workstation.unanswered import Known

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or find_spec("_tkinter") is None,
        reason="Xvfb or tkinter is not installed",
    ),
]

CARD = AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3))
SHOWN = Shown(statement=GRANT, holder=holder_of(CARD.certificate_pem), asked_by="样本法人")
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with desktop() as display:
        yield display


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """One print jammed, one waits."""
    ENROLMENT.save(tmp_path)
    jammed = Evidence(
        queued_at=AT,
        job_state="aborted",
        state_reasons=("media-jam",),
        printer_uri="ipp://printer.example/ipp/print",
    )
    with Journal(tmp_path) as journal:
        journal.save(entry("1", Step.REPORTED, evidence=jammed))
        journal.save(entry("2", Step.QUEUED))
    return tmp_path


@pytest.fixture
def window(display: str, state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from workstation.window import Window  # noqa: PLC0415 - not everywhere is a tkinter

    monkeypatch.setenv("DISPLAY", display)
    window = Window(state, "zh")
    yield window
    window.root.destroy()
    vars(window).clear()
    gc.collect()  # Tcl aborts the process where its interpreter is collected in another thread


def entry(number: str, step: Step, **more: Any) -> Entry:
    return Entry(
        ticket_digest=number * 64,
        step=step,
        queued_at=AT,
        certificate_no=f"A26SPECIMEN1000{number}",
        printer_uri="ipp://printer.example/ipp/print",
        printer_name="Form Printer",
        **more,
    )


def rows(window: Any) -> list[list[str]]:
    return [list(window.rows.item(one, "values")) for one in window.rows.get_children()]


def until(window: Any, found: Callable[[], Any]) -> Any:
    """What is found once the window has looked often enough."""
    deadline = time.monotonic() + 60
    while not (result := found()) and time.monotonic() < deadline:
        window.look()
        window.root.update()
        time.sleep(0.02)
    return result


def dialogue(window: Any, kind: str) -> Any:
    return next((one for one in window.root.winfo_children() if type(one).__name__ == kind), None)


def of_class(window: Any, name: str) -> list[Any]:
    return [one for one in window.winfo_children() if one.winfo_class() == name]


def asked(window: Any, shown: Shown) -> list[str | None]:
    """What another thread gets that asks for the PIN."""
    got: list[str | None] = []
    threading.Thread(target=lambda: got.append(window._asker.ask_pin(shown)), daemon=True).start()
    return got


@pytest.mark.rule("R72")
def test_what_nobody_has_answered_for_is_shown_until_somebody_does(
    window: Any, state: Path
) -> None:
    told = UnansweredPrints.model_validate(EXAMPLES["UnansweredPrints"])
    number = told.prints[0].certificate_no
    known = Known(asked_at=NOW, told=told.model_copy(update={"count": 3}))
    write_private(state / UNANSWERED, known.model_dump_json())

    window.look()
    in_chinese = window.reminders.cget("text")
    window.turn()
    in_english = window.reminders.cget("text")
    (state / UNANSWERED).unlink()
    window.look()

    assert number in in_chinese
    assert "请查看纸张，登录网页在“打印任务”中回答" in in_chinese
    assert "另有 2 份" in in_chinese
    assert number in in_english
    assert "yes is a must where it was printed" in in_english
    assert window.reminders.cget("text") == ""


def test_what_waits_and_what_went_wrong_is_shown_with_what_to_do(window: Any) -> None:
    window.look()

    waiting, wrong = rows(window)
    assert waiting[:2] == ["等待", "A26SPECIMEN10002"]
    assert wrong[:3] == ["出错", "A26SPECIMEN10001", "Form Printer"]
    assert "卡纸" in wrong[3]
    assert window.told.cget("text") == wrong[3]


def test_the_other_language_is_one_click_away(window: Any) -> None:
    window.turn()

    waiting, wrong = rows(window)
    assert (waiting[0], wrong[0]) == ("waits", "went wrong")
    assert "jammed" in wrong[3]


def test_what_another_process_puts_down_is_seen(window: Any, state: Path) -> None:
    window.look()

    with Journal(state) as journal:
        journal.save(entry("3", Step.QUEUED))
        window.look()

    assert any("A26SPECIMEN10003" in row for row in rows(window))


def test_the_statement_is_shown_and_the_pin_goes_to_who_asked(window: Any) -> None:
    got = asked(window, SHOWN)
    pin_window = until(window, lambda: dialogue(window, "PinWindow"))

    pin_window.pin.insert(0, PIN)
    pin_window.sign()

    assert until(window, lambda: got) == [PIN]
    assert dialogue(window, "PinWindow") is None


def test_no_pin_is_no_signature_and_closing_is_a_refusal(window: Any) -> None:
    got = asked(window, SHOWN)
    pin_window = until(window, lambda: dialogue(window, "PinWindow"))

    pin_window.sign()
    assert got == []
    pin_window.refuse()

    assert until(window, lambda: got) == [None]


def test_every_line_of_the_statement_and_the_trouble_before_can_be_read(window: Any) -> None:
    trouble = words.card("wrong_pin", left=4)
    asked(window, Shown(statement=GRANT, holder=SHOWN.holder, trouble=trouble))
    pin_window = until(window, lambda: dialogue(window, "PinWindow"))

    texts = [one.cget("text") for one in of_class(pin_window, "TLabel")]
    [statement] = of_class(pin_window, "Text")

    assert statement.get("1.0", "end").strip() == GRANT.strip()
    assert any("还可以再试 4 次" in str(one) for one in texts)
    assert any(HOLDER.name in str(one) for one in texts)
    pin_window.refuse()


def test_a_request_that_the_running_program_heard_of_is_seen_once(state: Path) -> None:
    told, asked_here = Asked(state), Asked(state)

    before = asked_here.is_new()
    told.tell()

    assert (before, asked_here.is_new(), asked_here.is_new()) == (False, True, False)


def test_without_a_desktop_the_terminal_is_named(
    state: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)

    assert main(["window", "--state", str(state)]) == 2

    assert "使用终端" in capsys.readouterr().err
