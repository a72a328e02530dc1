"""Scans tried, hostile files, and workers that come to grief: a clear answer each time."""

import hashlib
import os
import signal
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import eventlet
import pytest
from PIL import Image

from chassis.errors import Transient
from contracts.errors import Refused
from contracts.values import ObjectRef, StampKind
from services.seal_svc.scanning import Scanner
from services.seal_svc.worker_protocol import Job


def upload(objects, content: bytes) -> ObjectRef:
    return objects.put(f"uploads/{hashlib.sha256(content).hexdigest()}/scan", content)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb() -> bytes:
    """A PNG of a few hundred bytes that claims 60,000 x 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.rule("R16")
def test_a_tried_scan_is_measured_and_only_two_pictures_kept_for_a_moment(office, objects):
    tried = office.inspect(office.seal_upload)

    assert tried.report.verdict == "ok"
    assert tried.report.shape == "round"
    assert tried.report.width_mm == pytest.approx(40, abs=0.2)
    assert objects.get(tried.overlay).startswith(b"\x89PNG")
    preview = Image.open(BytesIO(objects.get(tried.preview)))
    assert max(preview.size) <= 100 / 25.4 * 45
    assert office.listed() == []
    assert set(office.marked_for_removal()) == {tried.overlay.key, tried.preview.key}

    office.sweep(datetime.now(UTC) + timedelta(minutes=11))

    with pytest.raises(Refused, match=r"object\.missing"):
        objects.get(tried.overlay)
    with pytest.raises(Refused, match=r"object\.missing"):
        objects.get(tried.preview)


def test_a_refused_scan_is_explained_not_raised(office, signature_upload):
    tried = office.inspect(signature_upload, StampKind.SEAL)

    assert tried.report.verdict == "refuse"
    assert tried.report.findings[0].code == "colour.missing"
    assert tried.report.findings[0].message_zh


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.unreadable"),
        (b"not a picture at all", "file.unreadable"),
        (b"\xff\xd8\xff\xe0 cut short", "file.unreadable"),
        (bomb(), "file.too_large"),
    ],
    ids=["empty", "text", "cut short", "bomb"],
)
def test_a_hostile_file_is_refused_with_its_reason(office, objects, content, code):
    tried = office.inspect(upload(objects, content))

    assert tried.report.verdict == "refuse"
    assert tried.report.findings[0].code == code
    assert tried.overlay is None


def test_a_scan_that_takes_too_long_is_given_up_and_the_next_one_works(office, settings):
    hasty = replace(office.bench, settings=replace(settings, scan_seconds=0.01))

    with pytest.raises(Refused, match=r"scan\.unreadable"):
        replace(office, bench=hasty).inspect(office.seal_upload)
    assert office.inspect(office.seal_upload).report.verdict == "ok"


def test_a_seal_given_up_half_way_leaves_nothing(office, settings):
    hasty = replace(office.bench, settings=replace(settings, scan_seconds=0.01))

    with pytest.raises(Refused, match=r"scan\.unreadable"):
        replace(office, bench=hasty).make_seal()
    assert (office.listed(), office.marked_for_removal(), office.bench.published()) == ([], [], [])


@pytest.fixture
def own_scanner(settings):
    scanner = Scanner(replace(settings, scans_at_once=1, scans_waiting=1))
    yield scanner
    scanner.stop()


def job(scan: ObjectRef) -> Job:
    return Job(kind=StampKind.SEAL, owner="", scan=scan, keys={}, seconds=8)


def test_a_worker_that_was_killed_while_idle_is_replaced(own_scanner, office):
    own_scanner.start()
    os.kill(own_scanner._idle[0].process.pid, signal.SIGKILL)
    own_scanner._idle[0].process.wait()

    assert own_scanner.process(job(office.seal_upload)).report["verdict"] == "ok"


def test_beyond_those_in_line_callers_are_told_to_come_back(own_scanner, office):
    outcomes = []

    def scan():
        try:
            outcomes.append(own_scanner.process(job(office.seal_upload)).outcome)
        except Refused as refusal:
            outcomes.append(refusal.code)

    for greenlet in [eventlet.spawn(scan) for _ in range(3)]:
        greenlet.wait()

    assert outcomes == ["scan.busy", "inspected", "inspected"]


def test_a_caller_that_leaves_in_the_middle_frees_its_place(own_scanner, office):
    leaving = eventlet.spawn(own_scanner.process, job(office.seal_upload))
    eventlet.sleep(0.05)
    leaving.kill()

    assert own_scanner.process(job(office.seal_upload)).report["verdict"] == "ok"


def test_an_object_store_that_is_away_is_no_fault_of_the_scan(settings, office):
    lost = Scanner(replace(settings, s3_endpoint="http://127.0.0.1:9"))

    with pytest.raises(Transient):
        lost.process(job(office.seal_upload))
    lost.stop()


def test_workers_leave_with_the_service(settings):
    scanner = Scanner(settings)
    scanner.start()
    workers = [worker.process for worker in scanner._idle]

    scanner.stop()

    assert [worker.poll() for worker in workers] == [0, 0]
