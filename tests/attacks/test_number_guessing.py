"""Somebody counts through certificate numbers and print serials at the public check (R75-R77)."""

import pytest

from tests.attacks.world import World
from tests.unit.cert_svc.events import EXPORTER

NOT_HIS = ("exporter", "type_id", "issue_date", "part", "replaced_by", "replaced_by_certificate")


@pytest.fixture
def sheet(world: World) -> dict:
    """A printed original of the exporter's."""
    issued = world.issue_one(EXPORTER, world.approve(), parts="original")
    assert world.fetch(issued).is_success
    return issued["job"]


def verify(world, code, **query):
    return world.http(EXPORTER, "GET", f"/verify/{code}", params=query)


def told(answer) -> list[str]:
    said = answer.json()
    return [name for name in (*NOT_HIS, "certificate_no", "print_serial") if said[name]]


def test_a_number_tells_neither_its_sheet_nor_that_it_exists(world, sheet):
    number = sheet["certificate_no"]

    his, nobodys = verify(world, number), verify(world, "A26SPECIMEN19999")

    assert told(his) == told(nobodys) == []
    assert his.text.replace(number, "") == nobodys.text.replace("A26SPECIMEN19999", "")


def test_number_and_print_serial_together_tell_what_the_paper_says(world, sheet):
    [serial] = sheet["print_serials"].values()

    answer = verify(world, sheet["certificate_no"], serial=serial).json()

    assert answer["verdict"] == "not_archived"
    assert (answer["print_serial"], answer["part"]) == (serial, "original")


def test_a_valid_print_serial_is_no_unknown_number(world, sheet):
    [serial] = sheet["print_serials"].values()

    answer = verify(world, serial)

    assert answer.json()["verdict"] == "not_archived"
    assert told(answer) == ["print_serial"]


def test_who_guesses_is_slowed_and_who_holds_the_paper_is_not(world, sheet, monkeypatch):
    [serial] = sheet["print_serials"].values()
    number = sheet["certificate_no"]
    limiter = world.app.state.parts.limiter
    monkeypatch.setattr(limiter, "_clock", lambda: 0.0)
    monkeypatch.setattr(limiter._own, "_clock", lambda: 0.0)
    wrong = [f"{number[:-4]}{guess:04}" for guess in range(5000, 5030)]

    honest = [verify(world, number, serial=serial).status_code for _ in range(30)]
    guessed = [verify(world, each).status_code for each in wrong]
    last = verify(world, number, serial=serial)

    assert set(honest) == {200}
    assert guessed == [200] * 20 + [429] * 10
    assert (last.status_code, last.headers["retry-after"]) == (429, "5")
