"""The demo's prints: a batch in one order with a jam in its middle, then the replacement."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.demo_checks import DemoFailed, compare_pages
from deploy.local.demo_scene import OUTPUT, Scene
from deploy.local.exporter import wait_for
from deploy.local.printer import Fault
from workstation.tickets import TicketClient

BATCH = 5
JAMMED = BATCH // 2
"""Which of the batch, from 0."""
_ENDED = {"completed": "printed", "aborted": "given up", "canceled": "cancelled"}
_JAM_SECONDS = 60.0
_BATCH_SECONDS = 120.0


@dataclass(frozen=True)
class PrintOut:
    """One job after the workstation is done with it, and what was released for it."""

    job: dict[str, Any]
    document: Path

    @property
    def certificate_no(self) -> str:
        return str(self.job["certificate_no"])


def print_batch(scene: Scene, certificate_nos: list[str]) -> PrintOut:
    """The one that jammed; all others are printed and answered for."""
    story, exporter = scene.story, scene.exporter
    before = len(scene.printer.received())
    scene.printer.fail_next_job(Fault.TORN, seconds=_JAM_SECONDS, after=JAMMED)
    prints = _print(
        scene, certificate_nos, f"打印正副本 {BATCH} certificates in one order, with a jam"
    )
    jammed, whole = prints[JAMMED], [one for one in prints if one is not prints[JAMMED]]
    states = [one.job["evidence"]["job_state"] for one in prints]
    if states != ["completed"] * JAMMED + ["aborted"] + ["completed"] * (BATCH - JAMMED - 1):
        raise DemoFailed(f"one print of the batch should have failed: {states}")
    received = scene.printer.received()[before:]
    for one, came in zip(prints, received, strict=True):
        if one.document.read_bytes() != came.read_bytes():
            raise DemoFailed(f"the printer got something else for {one.certificate_no}")
    compare_with_printer(scene, prints[0], received[0])
    ids = [one.job["job_id"] for one in whole]
    story.step(
        f"是 printed, answered for {len(whole)} at once",
        lambda: exporter.call(
            "POST", "/print-jobs/confirmations", json={"job_ids": ids, "printed": True}
        ),
    )
    return jammed


def apply_for_replacement(scene: Scene, jammed: PrintOut) -> None:
    """否, and the exception application with the reason that the device itself gave."""
    story, exporter, number = scene.story, scene.exporter, jammed.certificate_no
    answered = story.step(
        "否 not printed", lambda: exporter.confirm(jammed.job["job_id"], printed=False)
    )
    offered = answered["device"]["reason"]
    if offered != "paper_jam":
        raise DemoFailed(f"the device reported a jam, offered as a reason is {offered}")
    reasons = exporter.call("GET", "/exception-reasons")["reasons"]
    words = next(one for one in reasons if one["code"] == offered)
    story.say(f"the reason offered by the device's word: {words['zh']} {words['en']}")
    application = story.step(
        "打印异常申请 exception application granted",
        lambda: exporter.file_exception(number, offered, "reprint_original"),
    )
    serial = jammed.job["print_serials"]["original"]
    said = ", ".join(application["device_reasons"])
    story.say(f"reprint no. {application['count']}, with what the device said: {said}")
    story.say(f"sheet {serial} is void; 重新打印正本: the original alone may be printed again")
    story.step(
        "待打印 printable again", lambda: exporter.wait_until(number, print_status="waiting")
    )


def print_replacement(scene: Scene, jammed: PrintOut) -> PrintOut:
    story, exporter, number = scene.story, scene.exporter, jammed.certificate_no
    [replacement] = _print(scene, [number], "打印正本 the original printed again", "original")
    if replacement.job["evidence"]["job_state"] != "completed":
        raise DemoFailed(f"the printer did not print: {replacement.job['evidence']}")
    compare_with_printer(scene, replacement, scene.printer.received()[-1])
    job_id = replacement.job["job_id"]
    story.step("是 printed", lambda: exporter.confirm(job_id, printed=True))
    return replacement


def compare_with_printer(scene: Scene, print_out: PrintOut, received: Path) -> None:
    pages = scene.story.step(
        f"the printer's pages of {print_out.certificate_no} compared with the rendered ones",
        lambda: compare_pages(print_out.document, received, OUTPUT),
    )
    scene.story.say(f"{pages} pages, no pixel differs")


def _print(scene: Scene, numbers: list[str], title: str, parts: str = "both") -> list[PrintOut]:
    """In one order; what was released is kept.

    What crosses the wire is open to the workstation alone, so its key reads it here once more.
    """

    def print_them() -> list[dict[str, Any]]:
        issued: list[dict[str, Any]] = scene.exporter.order_prints(numbers, parts)
        _Watch(scene, [one["job"]["job_id"] for one in issued]).until_all_ended()
        return issued

    issued = scene.story.step(title, print_them)
    with TicketClient(scene.workstation) as tickets:
        return [_kept(scene, tickets, one) for one in issued]


def _kept(scene: Scene, tickets: TicketClient, issued: dict[str, Any]) -> PrintOut:
    job = scene.exporter.call("GET", f"/print-jobs/{issued['job']['job_id']}")
    document = OUTPUT / f"{job['certificate_no']}-{job['print_serials']['original']}.pdf"
    document.write_bytes(tickets.fetch_document(issued["ticket"]))
    return PrintOut(job, document)


class _Watch:
    """Tells of each print as its workstation does; a jam is cleared by whoever stands there."""

    def __init__(self, scene: Scene, job_ids: list[str]) -> None:
        self._scene, self._job_ids = scene, job_ids
        self._told: set[tuple[str, str]] = set()

    def until_all_ended(self) -> None:
        wait_for(self._look, "the printer's word", _BATCH_SECONDS)

    def _look(self) -> bool | None:
        listed = self._scene.exporter.call("GET", "/print-jobs?limit=200")["jobs"]
        jobs = {one["job_id"]: one for one in listed}
        for place, job_id in enumerate(self._job_ids, 1):
            self._tell(f"{place}/{len(self._job_ids)}", jobs[job_id])
        ended = all(_ended(jobs[job_id]) for job_id in self._job_ids)
        return ended or None

    def _tell(self, place: str, job: dict[str, Any]) -> None:
        who = f"{place} {job['certificate_no']}"
        for trouble in (job["device"] or {}).get("troubles", ()):
            if self._is_new(job["job_id"], trouble["keyword"]):
                said = f"{trouble['message_zh']} {trouble['message_en']}"
                self._scene.story.say(f"{who}: {said}")
                self._clear(job, trouble["keyword"])
        if _ended(job) and self._is_new(job["job_id"], "ended"):
            evidence = job["evidence"]
            pages = evidence["impressions_completed"] or 0
            state = _ENDED.get(evidence["job_state"], evidence["job_state"])
            self._scene.story.say(f"{who}: {state}, {pages} pages counted by the device")

    def _clear(self, job: dict[str, Any], keyword: str) -> None:
        if keyword == "media-jam" and not _ended(job):
            self._scene.story.say("somebody opens the printer and takes out a torn sheet")
            self._scene.printer.repair()

    def _is_new(self, job_id: str, what: str) -> bool:
        new = (job_id, what) not in self._told
        self._told.add((job_id, what))
        return new


def _ended(job: dict[str, Any]) -> bool:
    """Whether the workstation saw the end."""
    return bool(job["evidence"] and job["evidence"]["finished_at"])
