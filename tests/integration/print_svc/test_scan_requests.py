"""A session has a workstation scan; nobody else sees the scan, and it does not stay."""

import hashlib
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.deliveries import Delivery
from contracts.errors import Refused
from contracts.people import SessionsEnded
from contracts.proofs import (
    ANNOUNCING,
    ASKING_FOR_SCAN_REQUESTS,
    sending_scan,
    telling_of_scan,
)
from contracts.scan_requests import (
    AskScan,
    BeginScanUpload,
    FinishScanRequest,
    GetScanRequest,
    KeepScan,
    ListScanRequests,
    ScanTold,
    TakeScan,
    TellScanProgress,
    WithdrawScanRequest,
)
from contracts.scanners import WorkstationScanner
from contracts.values import LoginMedium, StampKind
from contracts.workstation_program import WorkstationState
from contracts.workstations import (
    Connection,
    ConnectWorkstation,
    GetWorkstation,
    KeepPresence,
    RevokeWorkstation,
)
from tests.integration.print_svc.desks import DESK
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import EXPORTER, STRANGER, caller

CARD = LoginMedium.LEGAL_PERSON_CARD
SESSION = uuid4()
FLATBED = WorkstationScanner(
    address="http://flatbed.example/eSCL", name="Flatbed", found_by="dns_sd", default=True
)
SCAN = b"\xff\xd8 a whole sheet"


@pytest.fixture
def desk(office):
    desk = office.desks.named(DESK, EXPORTER)
    connect(office, desk)
    return desk


def connect(office, desk, connection_id=None):
    state = WorkstationState(program_version="1.0.0", scanners=(FLATBED,))
    content = hashlib.sha256(state.model_dump_json().encode()).hexdigest()
    office.bench.ask(
        ConnectWorkstation(
            proof=office.desks.prove(desk, ANNOUNCING, content),
            content_sha256=content,
            connection_id=connection_id or uuid4(),
            state=state,
        )
    )


def ask(office, desk, who=None, **changes):
    fields = {
        "caller": who or caller(medium=CARD),
        "workstation_id": desk.workstation_id,
        "session_id": SESSION,
        "operator_name": "样本法人",
        "kind": StampKind.SEAL,
    }
    return office.bench.ask(AskScan(**fields | changes))


def of(request, asked, who=None, session=SESSION):
    return request(
        caller=who or caller(medium=CARD), request_id=asked.request_id, session_id=session
    )


def seen(office, asked, who=None, session=SESSION):
    return office.bench.ask(of(GetScanRequest, asked, who, session))


def taken(office, asked, who=None, session=SESSION):
    return office.bench.ask(of(TakeScan, asked, who, session))


def waiting(office, desk):
    proof = office.desks.prove(desk, ASKING_FOR_SCAN_REQUESTS)
    return office.bench.ask(ListScanRequests(proof=proof)).requests


def tell(office, desk, asked, **said):
    told = ScanTold(**said)
    content = hashlib.sha256(told.model_dump_json().encode()).hexdigest()
    proof = office.desks.prove(desk, telling_of_scan(asked.request_id), content)
    office.bench.ask(
        TellScanProgress(
            proof=proof, content_sha256=content, request_id=asked.request_id, told=told
        )
    )


def begin(office, desk, asked):
    content = hashlib.sha256(SCAN).hexdigest()
    proof = office.desks.prove(desk, sending_scan(asked.request_id), content)
    return office.bench.ask(
        BeginScanUpload(proof=proof, content_sha256=content, request_id=asked.request_id)
    )


def keep(office, asked, upload):
    scan = office.objects.put(upload.key, SCAN, owner=upload.enterprise_code)
    office.bench.ask(KeepScan(request_id=asked.request_id, upload_id=upload.upload_id, scan=scan))
    return scan


def scanned(office, desk):
    asked = ask(office, desk)
    return asked, keep(office, asked, begin(office, desk, asked))


def sweep(office):
    office.bench._instance(Delivery("print_svc.delete_scans")).delete_scans()


def is_there(office, scan):
    with suppress(Refused):
        return office.objects.get(scan) == SCAN
    return False


@pytest.mark.rule("R8")
def test_a_workstation_scans_tells_how_far_it_is_and_sends(office, desk):
    asked = ask(office, desk, scanner=FLATBED.address)
    [shown] = waiting(office, desk)
    tell(office, desk, asked, state="scanning", part=0.4)
    midway = seen(office, asked)

    scan = keep(office, asked, begin(office, desk, asked))

    after, got = seen(office, asked), taken(office, asked)
    assert (shown.kind, shown.scanner, shown.asked_by) == ("seal", FLATBED.address, "样本法人")
    assert (asked.state, midway.state, midway.part) == ("waiting", "scanning", 0.4)
    assert (after.state, after.scan_sha256) == ("scanned", scan.sha256)
    assert (got.kind, got.scan) == (StampKind.SEAL, scan)
    assert waiting(office, desk) == ()


@pytest.mark.parametrize(
    ("trouble", "detail", "zh", "en"),
    [
        ("no_scanner", None, "没有找到扫描仪", "No scanner was found"),
        ("cover_open", None, "盖板已打开", "A cover of the scanner is open"),
        ("empty_feeder", None, "没有纸", "The feeder is empty"),
        ("busy", None, "正忙", "The scanner is busy"),
        ("unreachable", "timed out", "timed out", "cannot be reached (timed out)"),
    ],
)
def test_each_trouble_is_told_with_what_to_do(office, desk, trouble, detail, zh, en):
    asked = ask(office, desk)

    tell(office, desk, asked, state="failed", trouble=trouble, detail=detail)

    after = seen(office, asked)
    assert (after.state, after.trouble) == ("failed", trouble)
    assert zh in after.message_zh
    assert en in after.message_en
    assert after.advice_zh
    assert after.advice_en


def test_a_failure_without_its_reason_is_none(office, desk):
    asked = ask(office, desk)

    with refused("request.invalid"):
        tell(office, desk, asked, state="failed")


@pytest.mark.rule("R69")
def test_a_program_that_does_not_run_or_is_too_old_is_told_of_at_once(office, desk):
    closed = office.desks.enrol(name="closed", connected_until=office.clock())
    old = office.desks.enrol(name="old", program_version="0.0.1")

    with refused("workstation.not_running"):
        ask(office, closed)
    with refused("workstation.too_old"):
        ask(office, old)


def test_people_see_which_scanners_a_workstation_has_and_ask_no_other(office, desk):
    view = office.bench.ask(
        GetWorkstation(caller=caller(medium=CARD), workstation_id=desk.workstation_id)
    )

    assert view.scanners == (FLATBED,)
    with refused("scan.unknown_scanner"):
        ask(office, desk, scanner="http://169.254.169.254/eSCL")


def test_another_session_or_enterprise_sees_takes_and_ends_nothing_of_it(office, desk):
    asked, _ = scanned(office, desk)
    stranger, other = caller(STRANGER, medium=CARD), uuid4()

    for request in (GetScanRequest, TakeScan, WithdrawScanRequest, FinishScanRequest):
        with refused("scan.unknown_request"):
            office.bench.ask(of(request, asked, session=other))
        with refused("scan.unknown_request"):
            office.bench.ask(of(request, asked, stranger))

    assert seen(office, asked).state == "scanned"


def test_an_operator_without_the_card_asks_for_no_scan(office, desk):
    with refused("session.medium_not_allowed"):
        ask(office, desk, caller(medium=LoginMedium.PASSWORD))


def test_no_workstation_of_another_enterprise_is_asked(office, desk):
    with refused("workstation.unknown"):
        ask(office, desk, caller(STRANGER, medium=CARD))


def test_another_workstation_neither_sees_tells_nor_sends(office, desk):
    asked = ask(office, desk)
    other = office.desks.enrol(name="other desk")

    assert waiting(office, other) == ()
    with refused("scan.unknown_request"):
        tell(office, other, asked, state="scanning")
    with refused("scan.unknown_request"):
        begin(office, other, asked)
    assert seen(office, asked).state == "waiting"


def test_only_the_upload_that_a_proof_began_last_is_kept(office, desk):
    asked = ask(office, desk)
    first, second = begin(office, desk, asked), begin(office, desk, asked)

    with refused("scan.unknown_request"):
        keep(office, asked, first)
    with refused("scan.not_there"):
        taken(office, asked)

    assert keep(office, asked, second)


def test_a_scan_that_waits_for_nobody_is_deleted_after_a_quarter_of_an_hour(office, desk):
    asked, scan = scanned(office, desk)
    office.clock.skip(timedelta(minutes=15))

    assert seen(office, asked).state == "expired"
    with refused("scan.unknown_request"):
        taken(office, asked)
    sweep(office)

    assert not is_there(office, scan)


def test_a_scan_in_use_is_left_where_it_is(office, desk):
    _, scan = scanned(office, desk)

    sweep(office)

    assert is_there(office, scan)


def test_whoever_withdraws_it_has_the_scan_deleted(office, desk):
    asked, scan = scanned(office, desk)

    ended = office.bench.ask(of(WithdrawScanRequest, asked))
    sweep(office)

    assert ended.state == "withdrawn"
    assert not is_there(office, scan)
    with refused("scan.unknown_request"):
        taken(office, asked)


def test_what_a_stamp_was_made_of_is_deleted_and_still_named_for_the_same_order(office, desk):
    asked, scan = scanned(office, desk)

    office.bench.ask(of(FinishScanRequest, asked))
    sweep(office)

    assert not is_there(office, scan)
    assert taken(office, asked).scan == scan


def test_a_request_that_ended_while_its_scan_was_on_its_way_keeps_nothing(office, desk):
    asked = ask(office, desk)
    upload = begin(office, desk, asked)
    office.bench.ask(of(WithdrawScanRequest, asked))

    with refused("scan.unknown_request"):
        keep(office, asked, upload)
    with refused("scan.unknown_request"):
        tell(office, desk, asked, state="scanning")


def test_a_scan_that_a_crash_left_behind_goes_with_its_request(office, desk):
    asked = ask(office, desk)
    upload = begin(office, desk, asked)
    office.bench.ask(of(WithdrawScanRequest, asked))
    sweep(office)
    scan = office.objects.put(upload.key, SCAN, owner=upload.enterprise_code)
    office.clock.skip(timedelta(hours=2))

    sweep(office)

    assert not is_there(office, scan)
    with refused("scan.unknown_request"):
        seen(office, asked)


def test_a_workstation_that_is_revoked_scans_no_more_and_its_scan_goes(office, desk):
    asked, scan = scanned(office, desk)

    office.bench.ask(
        RevokeWorkstation(caller=caller(medium=CARD), workstation_id=desk.workstation_id)
    )
    sweep(office)

    assert seen(office, asked).state == "withdrawn"
    assert not is_there(office, scan)
    with refused("workstation.revoked"):
        waiting(office, desk)


@pytest.mark.parametrize(
    ("media", "session_id", "state"),
    [
        ((CARD,), None, "withdrawn"),
        ((), SESSION, "withdrawn"),
        ((), uuid4(), "scanned"),
        ((LoginMedium.PASSWORD,), None, "scanned"),
    ],
    ids=["all by card", "this one", "another one", "all by password"],
)
def test_a_session_that_ends_takes_its_scan_with_it(office, desk, media, session_id, state):
    asked, _ = scanned(office, desk)
    who = caller(medium=CARD)

    office.bench.deliver(
        SessionsEnded(
            enterprise_code=who.enterprise_code,
            operator_id=who.operator_id,
            media=media,
            ended_at=office.clock(),
            session_id=session_id,
        )
    )

    assert seen(office, asked).state == state


def test_a_session_has_one_request_at_a_time(office, desk):
    first, second = ask(office, desk), ask(office, desk)

    assert seen(office, first).state == "withdrawn"
    assert [one.request_id for one in waiting(office, desk)] == [second.request_id]


def test_the_same_order_twice_asks_for_one_scan(office, desk):
    first = ask(office, desk, idempotency_key="k")

    assert ask(office, desk, idempotency_key="k").request_id == first.request_id


def test_a_notice_that_was_lost_comes_again_with_the_next_beat(office, desk):
    ask(office, desk)
    connection = Connection(workstation_id=desk.workstation_id, connection_id=uuid4())

    kept = office.bench.ask(KeepPresence(connected=(connection,)))

    assert kept.scans_asked == (desk.workstation_id,)


def test_a_program_that_is_closed_before_it_scanned_is_told_of(office, desk):
    lost = Connection(workstation_id=desk.workstation_id, connection_id=uuid4())
    connect(office, desk, lost.connection_id)
    asked = ask(office, desk)

    office.bench.ask(KeepPresence(lost=(lost,)))

    after = seen(office, asked)
    assert (after.state, after.closed) == ("waiting", True)
    assert "已关闭" in after.message_zh
