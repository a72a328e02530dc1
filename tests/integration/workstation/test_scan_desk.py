"""The scanner at the desk scans what a session asks for; the gateway is played by httpx."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from zeroconf import ServiceInfo, Zeroconf

from contracts.proofs import HEADER
from contracts.scanners import WorkstationScanner
from deploy.local.escl_scanner import SmallScanner
from tests.integration.workstation.test_card_desk import ENROLMENT
from workstation.cli import main
from workstation.discovery import discovered_scanners
from workstation.enrolment import digest
from workstation.scan_client import ScanRequestClient
from workstation.scan_desk import ScanDesk
from workstation.scanners import Scanners, typed
from workstation.tickets import GatewayUnreachable

pytestmark = pytest.mark.integration

REQUEST_ID = "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4"
SHEET = b"\xff\xd8" + bytes(300_000)
OVER = httpx.Response(404, json={"code": "scan.unknown_request", "detail": "over"})


class Gateway:
    """One sheet waits; `answers` by the last word of the path, one after the other."""

    def __init__(self, scanner: str | None = None, kind: str = "seal", **answers: Any) -> None:
        self.waiting = {
            "request_id": REQUEST_ID,
            "kind": kind,
            "scanner": scanner,
            "asked_by": "样本法人",
            "expires_at": "2126-01-01T00:00:00Z",
        }
        self.answers: dict[str, list[httpx.Response]] = answers
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        if request.method == "GET":
            return httpx.Response(200, json={"requests": [self.waiting]})
        left = self.answers.get(request.url.path.rpartition("/")[2], [])
        return left.pop(0) if left else httpx.Response(204)

    def of(self, what: str) -> list[httpx.Request]:
        return [one for one in self.asked if one.url.path.endswith(f"{REQUEST_ID}/{what}")]

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(one.content) for one in self.of("progress")]


@pytest.fixture
def scanner() -> Iterator[SmallScanner]:
    with SmallScanner(SHEET) as scanner:
        yield scanner


@pytest.fixture
def state(tmp_path: Path, scanner: SmallScanner) -> Path:
    """The scanner is known here, and the usual one."""
    known = Scanners()
    known.add(typed(scanner.address))
    known.save(tmp_path)
    return tmp_path


def answer(gateway: Gateway, state: Path, **changes: Any) -> None:
    desk = ScanDesk(state, pauses=(0.0, 0.0), **changes)
    with ScanRequestClient(ENROLMENT, transport=httpx.MockTransport(gateway)) as client:
        assert desk.answer_waiting(client) == 1


def test_the_sheet_is_scanned_told_of_and_sent_with_its_proof(
    state: Path, scanner: SmallScanner
) -> None:
    gateway = Gateway()

    answer(gateway, state)

    [sent] = gateway.of("scan")
    assert sent.content == SHEET
    assert sent.headers["X-Content-SHA256"] == digest(SHEET)
    assert sent.headers[HEADER].startswith(str(ENROLMENT.workstation_id))
    assert gateway.told[0]["state"] == "scanning"
    assert "failed" not in [told["state"] for told in gateway.told]


@pytest.mark.parametrize(("kind", "colour"), [("seal", "RGB24"), ("signature", "Grayscale8")])
def test_a_seal_is_scanned_in_colour_and_a_signature_in_grey(
    state: Path, scanner: SmallScanner, kind: str, colour: str
) -> None:
    answer(Gateway(kind=kind), state)

    [settings] = [body for method, _, body in scanner.asked if method == "POST"]
    assert f"<scan:ColorMode>{colour}</scan:ColorMode>" in settings
    assert "<scan:XResolution>600</scan:XResolution>" in settings


@pytest.mark.parametrize(
    ("says", "trouble"),
    [
        ({"reason": "CoverOpen"}, "cover_open"),
        ({"feeder": "ScannerAdfJam"}, "jam"),
        ({"state": "Processing"}, "busy"),
        ({"dpi": 300}, "cannot"),
    ],
)
def test_what_is_wrong_with_the_scanner_is_told_to_who_waits(
    state: Path, scanner: SmallScanner, says: dict[str, Any], trouble: str
) -> None:
    gateway = Gateway()
    scanner.says |= says

    answer(gateway, state)

    assert (gateway.told[-1]["state"], gateway.told[-1]["trouble"]) == ("failed", trouble)
    assert gateway.of("scan") == []


def test_a_scanner_that_is_away_is_told_of(tmp_path: Path) -> None:
    known = Scanners()
    known.add(typed("http://127.0.0.1:1/eSCL"))
    known.save(tmp_path)
    gateway = Gateway()

    answer(gateway, tmp_path)

    assert gateway.told[-1]["trouble"] == "unreachable"


def test_only_a_scanner_that_is_known_here_is_ever_asked(
    state: Path, scanner: SmallScanner
) -> None:
    gateway = Gateway(scanner="http://192.0.2.66/eSCL")

    answer(gateway, state)

    assert gateway.told[-1]["trouble"] == "no_scanner"
    assert scanner.asked == []


def test_without_a_known_scanner_the_only_one_that_is_found_is_used_and_kept(
    tmp_path: Path, scanner: SmallScanner
) -> None:
    gateway, news = Gateway(), []
    only = WorkstationScanner(address=scanner.address, name="Flatbed", found_by="dns_sd")

    answer(gateway, tmp_path, look=lambda: (only,), found=lambda: news.append(1))

    assert len(gateway.of("scan")) == 1
    assert [one.address for one in Scanners.load(tmp_path).told()] == [scanner.address]
    assert news == [1]


@pytest.mark.parametrize(("count", "trouble"), [(0, "no_scanner"), (2, "several_scanners")])
def test_none_or_several_that_are_found_are_told_of(
    tmp_path: Path, count: int, trouble: str
) -> None:
    gateway = Gateway()
    found = tuple(WorkstationScanner(address=f"sane:{number}") for number in range(count))

    answer(gateway, tmp_path, look=lambda: found)

    assert gateway.told[-1]["trouble"] == trouble
    assert len(Scanners.load(tmp_path).told()) == count


def test_whoever_waits_no_more_has_nothing_scanned(state: Path, scanner: SmallScanner) -> None:
    gateway = Gateway(progress=[OVER])

    answer(gateway, state)

    assert scanner.asked == []
    assert len(gateway.told) == 1


def test_a_gateway_that_is_busy_gets_the_scan_again(state: Path) -> None:
    busy = httpx.Response(503, headers={"Retry-After": "1"}, json={"code": "scan.busy"})
    gateway = Gateway(scan=[busy, busy])

    answer(gateway, state)

    first, second, third = gateway.of("scan")
    assert first.headers[HEADER] != second.headers[HEADER] != third.headers[HEADER]
    assert "failed" not in [told["state"] for told in gateway.told]


def test_a_scan_that_the_gateway_refuses_is_told_of(state: Path) -> None:
    large = httpx.Response(413, json={"code": "request.too_large", "detail": "too large"})
    gateway = Gateway(scan=[large])

    answer(gateway, state)

    assert gateway.told[-1]["trouble"] == "not_sent"
    assert gateway.told[-1]["detail"] == "too large"


def test_what_waits_that_cannot_be_asked_for_is_no_end_of_the_program(state: Path) -> None:
    def away(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    with (
        ScanRequestClient(ENROLMENT, transport=httpx.MockTransport(away)) as client,
        pytest.raises(GatewayUnreachable),
    ):
        ScanDesk(state).answer_waiting(client)


def test_the_usual_scanner_is_chosen_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["scanner", "--state", str(tmp_path)]

    main([*at, "--add", "http://192.0.2.7/eSCL"])
    main([*at, "--default", "sane:test:0"])
    main([*at, "--remove", "http://192.0.2.7/eSCL"])
    refused = main([*at, "--add", "ftp://192.0.2.7/"])

    said = capsys.readouterr()
    [last] = json.loads("[" + said.out.replace("}\n{", "},{") + "]")[-1]["scanners"]
    assert (last["address"], last["default"], last["found_by"]) == ("sane:test:0", True, "typed")
    assert refused == 2
    assert "is no scanner" in said.err


def test_scanners_that_announce_themselves_are_found_by_their_root() -> None:
    kind, here = "_uscan._tcp.local.", ["127.0.0.1"]
    network = Zeroconf(interfaces=here)
    network.register_service(
        ServiceInfo(
            kind,
            f"Specimen Flatbed.{kind}",
            port=8080,
            addresses=[socket.inet_aton("127.0.0.1")],
            properties={"rs": "/eSCL"},
            server="originprint-test-scanner.local.",
        )
    )
    try:
        found = discovered_scanners(seconds=2.0, interfaces=here)
    finally:
        network.close()

    assert found["http://127.0.0.1:8080/eSCL"] == "Specimen Flatbed"
