"""`make demo`: a batch of certificates from scanned seal to printed pages, through the public HTTP.

A card logs in through a workstation that was paired by its code; one print of the batch jams and
is replaced after an exception application; what came out of the printer is checked.
"""

import json
import logging
import shutil
import subprocess
import sys
from contextlib import ExitStack

import structlog

from contracts.customs import LAYOUT_STATUS_ZH
from deploy.local.client import Client, ProblemError
from deploy.local.demo_checks import DemoFailed, code_on
from deploy.local.demo_prints import (
    BATCH,
    PrintOut,
    apply_for_replacement,
    print_batch,
    print_replacement,
)
from deploy.local.demo_scene import OUTPUT, RECEIPT_SECONDS, ROOT, Scene, set_the_scene
from deploy.local.desk import WorkstationFailed
from deploy.local.officer import Officer
from deploy.local.patience import verification
from deploy.local.person import Person
from deploy.local.printer import PrinterNotStarted
from deploy.local.server import MissingProgramError, ServerFailedError
from deploy.local.servers import RootInUseError
from deploy.local.story import Story


def play(story: Story, exits: ExitStack) -> None:
    """Raise DemoFailed, ProblemError or TimeoutError when the product does not do as it should."""
    OUTPUT.mkdir(exist_ok=True)
    scene = set_the_scene(story, exits)
    _authorize(scene)
    jammed = print_batch(scene, _receive_certificates(scene))
    apply_for_replacement(scene, jammed)
    replacement = print_replacement(scene, jammed)
    _await_archiving(scene)
    _ask_why(scene, replacement.certificate_no)
    _verify(scene, void=jammed, valid=replacement)


def _authorize(scene: Scene) -> None:
    story, exporter = scene.story, scene.exporter
    seal = story.step(
        "印章制作 seal scanned at 600 dpi, inspected, cut out; signed for at the workstation",
        exporter.make_seal,
    )
    report = seal["report"]
    story.say(
        f"{report['shape']}, {report['width_mm']} × {report['height_mm']} mm, {report['ink']}"
    )
    overlay = exporter.fetch("GET", f"/seals/{seal['stamp_id']}/overlay.png")
    (OUTPUT / "seal-overlay.png").write_bytes(overlay.content)
    scene.officer.file_declarer(exporter.person)
    signature = story.step("签名制作 the filed declarer's signature", exporter.make_signature)
    story.step(
        "授权 signed for at the workstation, sent to customs",
        lambda: exporter.authorize(seal, signature),
    )
    title = f"回执 receipt (here after {RECEIPT_SECONDS:.0f} s, 120 s by default)"
    receipt = story.step(title, exporter.receipt)
    if receipt["state"] != "accepted":
        raise DemoFailed(f"customs rejected the authorization: {receipt['items']}")
    story.say("印章、签名：接收成功，自助打印开关已打开 accepted, self-printing is on")


def _receive_certificates(scene: Scene) -> list[str]:
    exporter, officer = scene.exporter, scene.officer
    numbers = scene.story.step(
        f"customs approved {BATCH} applications (审批通过)",
        lambda: [_approved(officer, exporter.person) for _ in range(BATCH)],
    )
    for status, zh in LAYOUT_STATUS_ZH.items():
        scene.story.step(
            f"版式 {zh} ({status})",
            lambda: [exporter.wait_until_layout(number, status) for number in numbers],  # noqa: B023 - runs now
        )
    for number in numbers:
        exporter.wait_until(number, printable=True)
    scene.story.say(f"{numbers[0]} … {numbers[-1]} 待打印 printable")
    return numbers


def _approved(officer: Officer, person: Person) -> str:
    certificate_no = officer.apply(person)
    officer.approve(certificate_no)
    return certificate_no


def _await_archiving(scene: Scene) -> None:
    exporter = scene.exporter
    waiting = "/certificates?archived=false"
    printed = [one["certificate_no"] for one in exporter.call("GET", waiting)["certificates"]]
    scene.story.step(
        "已归档 all archived by customs",
        lambda: [exporter.wait_until(number, archived=True) for number in printed],
    )


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


def _verify(scene: Scene, *, void: PrintOut, valid: PrintOut) -> None:
    story, public = scene.story, Client(f"{scene.stack.gateway}/api/v1")
    for sheet, expected in ((valid, "valid"), (void, "replaced")):
        answer = story.step(
            f"QR code of {sheet.document.name} scanned and verified",
            lambda: verification(public, code_on(sheet.document)),  # noqa: B023 - runs now
        )
        if answer["verdict"] != expected:
            raise DemoFailed(f"{sheet.document.name} should be {expected}: {answer}")
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
    story.end(f"{BATCH} certificates, from scanned seal to printed pages: see {OUTPUT}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
