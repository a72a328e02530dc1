"""IPP against a real printer: what it says, what it prints, and how it fails."""

import io
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from deploy.local.printer import Fault, LocalPrinter, local_printer
from tests.integration.workstation.waiting import until
from workstation.ipp import (
    BadPrinterAddress,
    JobNotFound,
    JobState,
    JobStatus,
    Printer,
    PrinterBusy,
    PrinterUnreachable,
    PrintSettings,
    UnsupportedAttributes,
)
from workstation.preflight import answers_of

pytestmark = pytest.mark.integration

Pdf = Callable[[int], bytes]


def test_a_duplex_colour_a4_printer_passes_the_preflight(printer: LocalPrinter) -> None:
    answers = answers_of(Printer(printer.uri).get_printer_attributes())

    assert set(answers.values()) == {"yes"}


def test_a_document_arrives_unchanged_and_its_pages_are_counted(
    printer: LocalPrinter, make_pdf: Pdf
) -> None:
    pdf = make_pdf(3)

    job = Printer(printer.uri).print_job(pdf, name="three pages")

    ended = _ended(printer, job)
    assert (ended.state, ended.impressions_completed) == (JobState.COMPLETED, 3)
    assert [file.read_bytes() for file in printer.received()] == [pdf]


def test_documents_are_listed_in_the_order_of_their_arrival(
    printer: LocalPrinter, make_pdf: Pdf
) -> None:
    documents = [make_pdf(pages) for pages in range(1, 11)]

    for pdf in documents:
        _ended(printer, Printer(printer.uri).print_job(pdf, name="one of many"))

    assert [file.read_bytes() for file in printer.received()] == documents


@pytest.mark.parametrize(
    ("fault", "reasons"),
    [(Fault.JAM, ("media-jam",)), (Fault.EMPTY, ("media-empty", "media-needed"))],
)
def test_a_fault_is_named_without_severity_until_it_is_repaired(
    printer: LocalPrinter, make_pdf: Pdf, fault: Fault, reasons: tuple[str, ...]
) -> None:
    printer.fail_next_job(fault, seconds=60)
    client = Printer(printer.uri)

    job = client.print_job(make_pdf(1), name="stuck")
    until(lambda: client.get_printer_attributes().reasons == reasons)
    assert not client.get_job_attributes(job.job_id).state.is_final

    printer.repair()
    assert _ended(printer, job).state is JobState.COMPLETED
    assert client.get_printer_attributes().reasons == ()


def test_an_aborted_job_says_so(printer: LocalPrinter, make_pdf: Pdf) -> None:
    printer.fail_next_job(Fault.ABORT)

    job = Printer(printer.uri).print_job(make_pdf(1), name="doomed")

    ended = _ended(printer, job)
    assert (ended.state, ended.impressions_completed) == (JobState.ABORTED, 0)
    assert ended.reasons == ("aborted-by-system",)


def test_a_sheet_that_is_torn_after_some_that_were_well_never_comes_out(
    printer: LocalPrinter, make_pdf: Pdf
) -> None:
    tray, client = printer.open_tray(), Printer(printer.uri)
    printer.fail_next_job(Fault.TORN, seconds=60, after=1)
    well = _ended(printer, client.print_job(make_pdf(2), name="well"))
    torn = client.print_job(make_pdf(1), name="torn")
    until(lambda: client.get_printer_attributes().reasons == ("media-jam",))

    printer.repair()

    assert (well.state, _ended(printer, torn).state) == (JobState.COMPLETED, JobState.ABORTED)
    assert len(list(tray.glob("*.pdf"))) == 1
    assert len(list(tray.glob("*.png"))) == 2


def test_what_comes_out_is_named_by_the_certificate(printer: LocalPrinter) -> None:
    tray, sheet = printer.open_tray(), io.BytesIO()
    canvas = Canvas(sheet, pagesize=A4)
    canvas.setTitle("China-Australia Certificate of Origin A261872446700001")
    canvas.showPage()
    canvas.save()

    _ended(printer, Printer(printer.uri).print_job(sheet.getvalue(), name="one"))

    document, picture = sorted(tray.iterdir(), key=lambda file: file.suffix)
    assert re.fullmatch(r"A261872446700001_\d{8}-\d{6}_1\.pdf", document.name)
    assert picture.name == f"{document.stem}-1.png"


def test_a_printing_printer_is_busy_and_prints_later(printer: LocalPrinter, make_pdf: Pdf) -> None:
    printer.fail_next_job(Fault.SLOW, seconds=60)
    client = Printer(printer.uri)
    first = client.print_job(make_pdf(1), name="first")

    with pytest.raises(PrinterBusy):
        client.print_job(make_pdf(2), name="second")

    printer.repair()
    _ended(printer, first)
    assert _ended(printer, client.print_job(make_pdf(2), name="second")).state.is_final


def test_what_the_printer_cannot_do_is_named(printer: LocalPrinter, make_pdf: Pdf) -> None:
    with pytest.raises(UnsupportedAttributes) as refusal:
        Printer(printer.uri).print_job(
            make_pdf(1), name="odd", settings=PrintSettings(media="iso_a0_841x1189mm")
        )

    assert refusal.value.names == ("media",)
    assert printer.received() == []


def test_a_job_is_found_by_its_name_after_it_ended(printer: LocalPrinter, make_pdf: Pdf) -> None:
    client = Printer(printer.uri)
    job = client.print_job(make_pdf(1), name="originprint-1")
    _ended(printer, job)

    assert client.find_job("originprint-1") == client.get_job_attributes(job.job_id)
    assert client.find_job("originprint-2") is None


def test_an_unknown_job_is_not_found(printer: LocalPrinter) -> None:
    with pytest.raises(JobNotFound):
        Printer(printer.uri).get_job_attributes(4711)


def test_a_stopped_printer_is_unreachable(tmp_path: Path) -> None:
    with local_printer(tmp_path) as printer:
        uri = printer.uri

    with pytest.raises(PrinterUnreachable, match="cannot be reached"):
        Printer(uri).get_printer_attributes()


@pytest.mark.parametrize(
    "uri",
    [
        *("http://host/ipp", "ipp://", "printer", "ipp://host:99999/", "ipp://a..b/"),
        f"ipp://{'x' * 64}.example/",
    ],
)
def test_a_wrong_address_is_refused_before_anything_is_sent(uri: str) -> None:
    with pytest.raises(BadPrinterAddress):
        Printer(uri).get_printer_attributes()


@pytest.mark.parametrize("path", ["/ipp/打印", "/ipp/a print"])
def test_a_path_that_no_request_can_name_is_a_wrong_address(
    printer: LocalPrinter, path: str
) -> None:
    with pytest.raises(BadPrinterAddress):
        Printer(f"ipp://localhost:{urlsplit(printer.uri).port}{path}").get_printer_attributes()


def test_two_printers_stand_side_by_side(
    printer: LocalPrinter, tmp_path: Path, make_pdf: Pdf
) -> None:
    with local_printer(tmp_path / "second") as second:
        _ended(second, Printer(second.uri).print_job(make_pdf(1), name="for the second"))

        assert (len(printer.received()), len(second.received())) == (0, 1)


def test_a_printer_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from deploy.local.printer import local_printer\n"
        "with local_printer(Path(sys.argv[1])) as printer:\n"
        "    print(printer.uri, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as owner:
        uri = owner.stdout.readline().strip()
        assert _reachable(uri)
        owner.send_signal(signal.SIGKILL)

    until(lambda: not _reachable(uri))


def _reachable(uri: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", urlsplit(uri).port)) == 0


def _ended(printer: LocalPrinter, job: JobStatus) -> JobStatus:
    client = Printer(printer.uri)
    until(lambda: client.get_job_attributes(job.job_id).state.is_final)
    return client.get_job_attributes(job.job_id)
