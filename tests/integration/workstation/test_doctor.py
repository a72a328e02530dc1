"""The doctor looks at everything once, and says for each ill thing what to do."""

import dataclasses
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from deploy.local.escl_scanner import SmallScanner
from tests.integration.workstation.test_card_desk import ENROLMENT
from tests.unit.workstation.test_cards import HOLDER, PIN
from tests.unit.workstation.test_soft_cards import AUTHORITY, NOW
from workstation import VERSION
from workstation.card_choice import CardChoice
from workstation.card_issuer import days_from
from workstation.cli import main
from workstation.doctor import Finding, Surgery, examine
from workstation.examinations import SAID
from workstation.journal import Journal

pytestmark = pytest.mark.integration

PROGRAM = {"latest_version": VERSION, "least_version": VERSION, "address": "https://get.example"}


class Gateway:
    """Its clock and its versions as the test wants them."""

    def __init__(self, ahead: float = 0, **program: str) -> None:
        self.ahead = timedelta(seconds=ahead)
        self.program = PROGRAM | program

    def __call__(self, _: httpx.Request) -> httpx.Response:
        date = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        return httpx.Response(200, json=self.program, headers={"Date": date})


@pytest.fixture(autouse=True)
def _no_scanner_is_searched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying every driver takes SANE seconds."""
    (tmp_path / "dll.conf").write_text("")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A computer on which all is well."""
    folder = tmp_path / "state"
    ENROLMENT.save(folder)
    with Journal(folder):
        pass
    AUTHORITY.issue(HOLDER, pin=PIN, validity=days_from(NOW, 3)).save(tmp_path / "legal.p12")
    CardChoice(file=str(tmp_path / "legal.p12")).save(folder)
    return folder


@pytest.fixture
def scanner() -> Iterator[SmallScanner]:
    with SmallScanner(b"") as scanner:
        yield scanner


def found(state: Path, gateway: Any = None, **surgery: Any) -> dict[str, Finding]:
    transport = httpx.MockTransport(gateway or Gateway())
    return {one.key: one for one in examine(Surgery(state=state, transport=transport, **surgery))}


def test_on_a_computer_where_all_is_well_nothing_is_ill(state: Path, scanner: SmallScanner) -> None:
    said = found(state, scanners=[scanner.address])

    assert [one.key for one in said.values() if one.state == "ill"] == ["gateway_plain"]
    assert {"paired", "keys_private", "clock", "version", "card", "scanner", "disk"} <= set(said)
    assert "journal" in said
    assert "gateway.test" in said["paired"].sentence.zh


def test_an_encrypted_gateway_is_well(state: Path) -> None:
    dataclasses.replace(ENROLMENT, gateway="https://gateway.test").save(state)

    assert found(state)["gateway"].state == "well"


def test_a_computer_that_is_not_paired_is_told_how(tmp_path: Path) -> None:
    said = found(tmp_path / "nowhere")

    assert "originprint-workstation pair" in said["not_paired"].sentence.whole_zh
    assert "gateway" not in said


def test_keys_that_others_can_read_are_ill(state: Path) -> None:
    (state / "enrolment.json").chmod(0o644)

    assert found(state)["keys_open"].state == "ill"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname", "gateway_name"),
        ("Connection refused", "gateway_away"),
    ],
)
def test_a_gateway_with_another_name_is_told_from_one_that_is_away(
    state: Path, error: str, key: str
) -> None:
    def failing(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(error)

    said = found(state, failing)

    assert said[key].state == "ill"
    assert "version" not in said


@pytest.mark.parametrize(
    ("ahead", "key", "state_of"), [(90, "clock_off", "mind"), (-900, "clock_wrong", "ill")]
)
def test_a_clock_that_is_off_is_told(state: Path, ahead: float, key: str, state_of: str) -> None:
    assert found(state, Gateway(ahead))[key].state == state_of


def test_a_version_that_is_too_low_is_told_with_address_and_checksum(state: Path) -> None:
    newer = Gateway(least_version="99.0", latest_version="99.0", sha256="5" * 64)

    said = found(state, newer)["too_old"]

    assert (said.state, "https://get.example" in said.sentence.whole_zh) == ("ill", True)
    assert "5" * 64 in said.sentence.whole_en


def test_a_printer_that_is_away_and_a_scanner_that_cannot_are_ill(
    state: Path, scanner: SmallScanner
) -> None:
    scanner.says |= {"dpi": 300}

    said = found(state, printers=["ipp://127.0.0.1:1/ipp/print"], scanners=[scanner.address])

    assert said["printer_away"].state == "ill"
    assert "600 dpi" in said["scanner_ill"].sentence.zh


def test_a_card_that_is_over_is_named(state: Path) -> None:
    later = NOW + timedelta(days=30)

    assert "到期" in found(state, now=lambda: later)["no_card"].sentence.zh


def test_a_full_disk_is_ill(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2**20))

    assert found(state)["disk_full"].state == "ill"


def test_a_damaged_journal_is_ill(state: Path) -> None:
    for file in state.glob("journal.sqlite3*"):
        file.unlink()
    (state / "journal.sqlite3").write_bytes(b"SQLite format 3\x00" + b"\x00damaged" * 1000)

    assert found(state)["journal_damaged"].state == "ill"


@pytest.mark.parametrize("sentence", SAID.values())
def test_whatever_is_ill_says_what_to_do_in_both_languages(sentence: Any) -> None:
    assert bool(sentence.advice_zh) == bool(sentence.advice_en)


def test_the_command_says_it_in_the_language_asked_for_and_ends_with_one(
    tmp_path: Path, capsys: Any
) -> None:
    asked = ["doctor", "--state", str(tmp_path / "none")]

    statuses = [main([*asked, "--lang", "zh"]), main([*asked, "--lang", "en"])]
    said = capsys.readouterr().out
    main([*asked, "--json"])

    assert statuses == [1, 1]
    assert "[异常] 尚未配对" in said
    assert "[FAIL] this computer is not paired" in said
    assert json.loads(capsys.readouterr().out)[0]["key"] == "not_paired"
