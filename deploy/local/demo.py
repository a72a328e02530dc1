"""`make demo`: one certificate from scanned seal to printed page, through the public HTTP surface.

Prints once with a jam, applies for a reprint, prints again, confirms, and checks what came out.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from contracts.customs import LAYOUT_STATUS_ZH
from contracts.printing import Evidence
from deploy.local.client import Client, ProblemError
from deploy.local.demo_checks import DemoFailed, code_on, compare_pages
from deploy.local.desk import WorkstationFailed, pair_by_code, running_workstation
from deploy.local.exporter import Exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.printer import Fault, LocalPrinter, PrinterNotStarted, local_printer
from deploy.local.server import MissingProgramError, ServerFailedError
from deploy.local.servers import RootInUseError
from deploy.local.stack import Stack, running_stack
from deploy.local.story import Story
from workstation.enrolment import Enrolment
from workstation.tickets import TicketClient

OUTPUT = Path("demo-output")
ROOT = Path("var") / f"demo-{os.getpid()}"
RECEIPT_SECONDS = 5.0
"""Both for customs and for auth_svc's countdown, which is 120 s in earnest (R32)."""
DELAYS = {
    "*": {
        "receipt_delay_seconds": str(RECEIPT_SECONDS),
        "layout_step_seconds": "1",
        "archive_delay_seconds": "1",
    }
}


@dataclass(frozen=True)
class Scene:
    """Who and what take part."""

    story: Story
    stack: Stack
    printer: LocalPrinter
    exporter: Exporter
    officer: Officer
    workstation: Enrolment | None = None


@dataclass(frozen=True)
class PrintOut:
    """One job after the workstation is done with it."""

    job_id: str
    serial: str
    evidence: Evidence
    document: Path


def play(story: Story, exits: ExitStack) -> None:
    """Raise DemoFailed, ProblemError or TimeoutError when the product does not do as it should."""
    OUTPUT.mkdir(exist_ok=True)
    scene = _set_the_scene(story, exits)
    _authorize(scene)
    certificate_no = _receive_certificate(scene)
    scene = _pair(scene, exits, certificate_no)
    void = _print_with_a_jam(scene, certificate_no)
    valid = _print_again(scene, certificate_no)
    _ask_why(scene, certificate_no)
    _verify(scene, void=void, valid=valid)


def _set_the_scene(story: Story, exits: ExitStack) -> Scene:
    stack = story.step(
        "PostgreSQL, RabbitMQ, S3, customs, six services and the gateway started",
        lambda: exits.enter_context(running_stack(ROOT, overrides=DELAYS, progress=story.say)),
    )
    printer = story.step(
        "a real IPP printer started",
        lambda: exits.enter_context(local_printer(ROOT / "printer", "Demo Printer")),
    )
    person = Person.with_card(stack.cards, seed=1)
    officer = Officer(stack.gateway, stack.console_token)
    return Scene(story, stack, printer, Exporter(stack.gateway, person), officer)


def _authorize(scene: Scene) -> None:
    story, exporter = scene.story, scene.exporter
    story.step("法人卡登录 logged in with the legal-person card", exporter.log_in)
    seal = story.step("印章制作 seal scanned at 600 dpi, inspected, cut out", exporter.make_seal)
    report = seal["report"]
    story.say(
        f"{report['shape']}, {report['width_mm']} × {report['height_mm']} mm, {report['ink']}"
    )
    overlay = exporter.fetch("GET", f"/seals/{seal['stamp_id']}/overlay.png")
    (OUTPUT / "seal-overlay.png").write_bytes(overlay.content)
    scene.officer.file_declarer(exporter.person)
    signature = story.step("签名制作 the filed declarer's signature", exporter.make_signature)
    story.step("授权 sent to customs", lambda: exporter.authorize(seal, signature))
    title = f"回执 receipt (here after {RECEIPT_SECONDS:.0f} s, 120 s by default)"
    receipt = story.step(title, exporter.receipt)
    if receipt["state"] != "accepted":
        raise DemoFailed(f"customs rejected the authorization: {receipt['items']}")
    story.say("印章、签名：接收成功，自助打印开关已打开 accepted, self-printing is on")


def _receive_certificate(scene: Scene) -> str:
    exporter, officer = scene.exporter, scene.officer
    certificate_no = scene.story.step(
        "customs approved an application (审批通过)", lambda: _approved(officer, exporter.person)
    )
    for status, zh in LAYOUT_STATUS_ZH.items():
        scene.story.step(
            f"版式 {zh} ({status})",
            lambda: exporter.wait_until_layout(certificate_no, status),  # noqa: B023 - runs now
        )
    scene.story.say(f"{certificate_no} 待打印 printable")
    return certificate_no


def _pair(scene: Scene, exits: ExitStack, certificate_no: str) -> Scene:
    """Before the program is there an order says so (R69); then it is enrolled by its code."""
    story, exporter, state = scene.story, scene.exporter, ROOT / "workstation"
    try:
        exporter.order_print(certificate_no, "both", None)
    except ProblemError as refusal:
        story.say(f"{refusal.code}: {refusal.problem['detail_zh']}")
    else:
        raise DemoFailed("an order was taken although no workstation is enrolled")
    shown = story.step(
        "配对 a workstation paired by the code that it shows",
        lambda: pair_by_code(exporter, scene.stack.gateway, state, "demo-desk"),
    )
    story.say(f"{shown['user_code']} for {shown['name']}, fingerprint {shown['fingerprint']}")
    enrolment = story.step(
        "the workstation program runs, connected by one WebSocket",
        lambda: exits.enter_context(running_workstation(exporter, state, scene.printer.uri)),
    )
    return replace(scene, workstation=enrolment)


def _approved(officer: Officer, person: Person) -> str:
    certificate_no = officer.apply(person)
    officer.approve(certificate_no)
    return certificate_no


def _print_with_a_jam(scene: Scene, certificate_no: str) -> Path:
    scene.printer.fail_next_job(Fault.ABORT)
    print_out = _print(scene, certificate_no, "打印正副本 printed, but the device gives up", "void")
    if print_out.evidence.job_state == "completed":
        raise DemoFailed("the printer was told to fail and reports success")
    story, exporter = scene.story, scene.exporter
    story.say(f"the device says: {print_out.evidence.job_state}")
    story.step("否 not printed", lambda: exporter.confirm(print_out.job_id, printed=False))
    application = story.step(
        "打印异常申请 exception application granted",
        lambda: exporter.file_exception(certificate_no, "paper_jam", "reprint_original"),
    )
    story.say(f"reprint no. {application['count']}; sheet {print_out.serial} is void")
    story.say("重新打印正本: the original alone may be printed again")
    story.step(
        "待打印 printable again",
        lambda: exporter.wait_until(certificate_no, print_status="waiting"),
    )
    return print_out.document


def _ask_why(scene: Scene, certificate_no: str) -> None:
    """What an exporter does who wonders about a certificate: the reasons, and the list in Excel."""
    story, exporter = scene.story, scene.exporter
    diagnosis = story.step(
        "查看解决办法 why it is not printable now",
        lambda: exporter.call("GET", f"/certificates/{certificate_no}/diagnosis"),
    )
    reasons = [line for line in diagnosis["lines"] if line["holds"] is False]
    if not reasons:
        raise DemoFailed("an archived certificate should not be printable")
    for line in reasons:
        story.say(f"{line['message_zh']} {line['message_en']}")
    sheet = story.step(
        "导出 the list as an Excel file",
        lambda: exporter.fetch("GET", "/certificates/export.xlsx"),
    )
    (OUTPUT / "certificates.xlsx").write_bytes(sheet.content)


def _print_again(scene: Scene, certificate_no: str) -> Path:
    story, exporter = scene.story, scene.exporter
    print_out = _print(
        scene, certificate_no, "打印正本 printed again", "certificate", parts="original"
    )
    if print_out.evidence.job_state != "completed":
        raise DemoFailed(f"the printer did not print: {print_out.evidence}")
    received = scene.printer.received()[-1]
    pages = story.step(
        "the printer's pages compared with the rendered ones",
        lambda: compare_pages(print_out.document, received, OUTPUT),
    )
    story.say(f"{pages} pages, no pixel differs")
    story.step("是 printed", lambda: exporter.confirm(print_out.job_id, printed=True))
    story.step(
        "已归档 archived by customs", lambda: exporter.wait_until(certificate_no, archived=True)
    )
    return print_out.document


def _print(
    scene: Scene, certificate_no: str, title: str, name: str, *, parts: str = "both"
) -> PrintOut:
    """Order, and the workstation prints by itself; keeps what was released.

    What crosses the wire is open to the workstation alone, so its key reads it here once more.
    """
    exporter = scene.exporter
    if scene.workstation is None:
        raise DemoFailed("no workstation is paired")

    def print_it() -> tuple[dict[str, Any], Evidence]:
        issued = exporter.order_print(certificate_no, parts, None)
        path = f"/print-jobs/{issued['job']['job_id']}"
        return issued, wait_for(lambda: _ended(exporter.call("GET", path)), "the printer's word")

    issued, evidence = scene.story.step(title, print_it)
    document = OUTPUT / f"{name}.pdf"
    with TicketClient(scene.workstation) as tickets:
        document.write_bytes(tickets.fetch_document(issued["ticket"]))
    job = issued["job"]
    return PrintOut(job["job_id"], job["print_serials"]["original"], evidence, document)


def _ended(job: dict[str, Any]) -> Evidence | None:
    """What the workstation saw, once it saw the end."""
    evidence = Evidence.model_validate(job["evidence"]) if job["evidence"] else None
    return evidence if evidence and evidence.finished_at else None


def _verify(scene: Scene, *, void: Path, valid: Path) -> None:
    story, public = scene.story, Client(f"{scene.stack.gateway}/api/v1")
    for document, expected in ((valid, "valid"), (void, "replaced")):
        answer = story.step(
            f"QR code of {document.name} scanned and verified",
            lambda: public.call("GET", f"/verify/{code_on(document)}"),  # noqa: B023 - runs now
        )
        if answer["verdict"] != expected:
            raise DemoFailed(f"{document.name} should be {expected}: {answer}")
        story.say(f"{answer['verdict']}: {answer['message_zh']} {answer['message_en']}")
    proof = OUTPUT / "seal-uses-proof.json"
    proof.write_text(json.dumps(scene.exporter.call("GET", "/seal-uses/proof")["proof"]))
    check = [sys.executable, "-m", "services.print_svc.ledger", "verify", str(proof)]
    story.step(
        "用章台账 the seal-use ledger's proof checked without the service",
        lambda: subprocess.run(check, check=True, capture_output=True),
    )


EXPECTED = (
    DemoFailed,
    MissingProgramError,
    PrinterNotStarted,
    ProblemError,
    RootInUseError,
    ServerFailedError,
    TimeoutError,
    WorkstationFailed,
    subprocess.CalledProcessError,
)


def main() -> int:
    """0 when all went as it should; 1 with one sentence when not."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    story = Story()
    try:
        with ExitStack() as exits:
            play(story, exits)
    except EXPECTED as error:
        print(f"\n{error}\nThe logs are in {ROOT}/logs.", file=sys.stderr)
        return 1
    shutil.rmtree(ROOT)
    story.end(f"One certificate, from scanned seal to printed page: see {OUTPUT}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
