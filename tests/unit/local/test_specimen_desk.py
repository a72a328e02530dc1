"""The surroundings that `make run` plays: the printer's tray in pictures, and its faults."""

import io
from contextlib import closing

import pytest
from PIL import Image

from deploy.local import printer_engine
from deploy.local.card_person import AtCard
from deploy.local.printer import LocalPrinter
from deploy.local.specimen_desk import Login, SpecimenPerson, make_app
from tests.integration.workstation.test_card_desk import ENROLMENT
from tests.unit.gateway.fakes import Http

A4_AT_50_DPI = (413, 585)
PERSON = SpecimenPerson(
    name="样本申报员",
    enterprise_name="SPECIMEN TRADING",
    enterprise_code="91110000YANGBEN00G",
    id_number="11010119900307109X",
    logins=(Login(role="operator", user_name="specimen", password="specimen"),),
)


@pytest.fixture
def printer(tmp_path):
    (tmp_path / "received").mkdir()
    return LocalPrinter("ipp://localhost:1/ipp/print", tmp_path, pid=1)


@pytest.fixture
def at_card(tmp_path):
    return AtCard(ENROLMENT, tmp_path, tmp_path / "card.p12")


@pytest.fixture
def http(printer, at_card):
    with closing(Http(make_app(printer, [PERSON], at_card))) as client:
        yield client


@pytest.fixture
def document(printer):
    file = printer.directory / "received" / "1-A261872446700001.pdf"
    Image.new("RGB", (827, 1169), "white").save(file, resolution=100)
    return file.name


def test_the_tray_shows_what_came_out_newest_first(http, printer, document):
    (printer.directory / "received" / "2-later.pdf").write_bytes(
        (printer.directory / "received" / document).read_bytes()
    )

    shown = http.get("/printer").json()["documents"]

    assert [each["name"] for each in shown] == ["2-later.pdf", document]
    assert shown[0]["pages"] == 1


def test_a_page_is_a_picture_of_the_whole_sheet(http, document):
    answer = http.get(f"/printer/documents/{document}/1.png?dpi=50")

    assert Image.open(io.BytesIO(answer.content)).size == pytest.approx(A4_AT_50_DPI, abs=2)


@pytest.mark.parametrize("path", ["1-A261872446700001.pdf/2.png", "..%2Fdevice.sh/1.png"])
def test_what_never_came_out_is_not_shown(http, document, path):
    assert http.get(f"/printer/documents/{path}").status_code == 404


def test_a_fault_waits_for_the_next_job_until_it_is_taken_back(http, printer):
    http.post("/printer/faults", json={"fault": "jam"})
    waiting = http.get("/printer").json()["planned"]

    http.post("/printer/repair")

    assert (waiting, http.get("/printer").json()["planned"]) == ("jam", None)


def test_the_tray_says_which_fault_a_job_is_meeting(http, printer):
    http.post("/printer/faults", json={"fault": "empty"})
    printer_engine._take_plan(printer.directory)

    shown = http.get("/printer").json()

    assert (shown["planned"], shown["acting"]) == (None, "empty")


def test_who_can_be_played_is_told_with_the_ways_to_log_in(http):
    [person] = http.get("/people").json()

    assert person["logins"][0]["user_name"] == "specimen"


def test_a_code_goes_to_the_card(http, at_card):
    http.post("/card/code", json={"code": "ABCD-EFGH"})

    assert at_card.codes.get_nowait() == "ABCD-EFGH"


@pytest.mark.parametrize("pin", ["246810", None])
def test_a_pin_or_a_refusal_answers_what_the_card_is_asked(http, at_card, pin):
    http.post("/card/pin", json={"pin": pin})

    assert at_card.asker.answers.get_nowait() == pin


def test_a_card_that_is_asked_nothing_shows_nothing(http):
    assert http.get("/card").json() == {"question": None, "said": None}
