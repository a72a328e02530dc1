"""`cancel` and `answer`: what waits is cancelled at the gateway, questions are answered once."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.workstation.front import Front
from workstation.cli import main
from workstation.journal import Journal

pytestmark = pytest.mark.integration

PDF = b"%PDF-1.4 small"
SUBJECT = "ipp://printer.example/ipp/print duplex"


@pytest.fixture
def state(front: Front, tmp_path: Path) -> list[str]:
    front.enrolment.save(tmp_path)
    return ["--state", str(tmp_path)]


@pytest.fixture
def asked(tmp_path: Path) -> None:
    """The program that prints wants to know something."""
    with Journal(tmp_path) as journal:
        journal.ask(SUBJECT, "duplex", json.dumps({"printer": "Laser"}))


def test_a_certificate_that_waits_is_cancelled_by_its_number(
    front: Front, state: list[str], capsys: Any
) -> None:
    first, second = front.order(PDF, 2)
    number = front.jobs[second]["certificate_no"]

    assert main(["cancel", number, *state]) == 0

    assert json.loads(capsys.readouterr().out) == {"cancelled": [number], "refused": {}}
    assert front.over == {second}
    assert first not in front.over


def test_everything_that_waits_is_cancelled_but_what_was_fetched_already(
    front: Front, state: list[str], capsys: Any
) -> None:
    fetched, *waiting = front.order(PDF, 3)
    front.hand_out(fetched)

    assert main(["cancel", "--all", *state]) == 0

    assert len(json.loads(capsys.readouterr().out)["cancelled"]) == 2
    assert front.over == set(waiting)


def test_to_cancel_what_does_not_wait_here_ends_with_five(front: Front, state: list[str]) -> None:
    front.order(PDF)

    assert main(["cancel", "C264500000019999", *state]) == 5

    assert front.over == set()


@pytest.mark.usefixtures("asked")
def test_a_question_is_shown_answered_and_remembered(
    state: list[str], capsys: Any, tmp_path: Path
) -> None:
    assert main(["queue", *state]) == 0
    [question] = json.loads(capsys.readouterr().out)["questions"]

    assert main(["answer", question["subject"], "yes", *state]) == 0

    with Journal(tmp_path) as journal:
        assert journal.said(SUBJECT) is True


@pytest.mark.usefixtures("asked")
def test_a_question_is_answered_once(state: list[str]) -> None:
    assert main(["answer", SUBJECT, "no", *state]) == 0

    assert main(["answer", SUBJECT, "yes", *state]) == 2


def test_what_nobody_asked_is_not_answered(state: list[str], asked: None) -> None:
    assert main(["answer", "something else", "yes", *state]) == 2
