"""Who and what take part in the demo, until a workstation is paired and its card has logged in."""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from deploy.local.card_desk import ExporterAtDesk
from deploy.local.client import ProblemError
from deploy.local.demo_checks import DemoFailed
from deploy.local.desk import pair_by_code, running_workstation
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.printer import LocalPrinter, local_printer
from deploy.local.stack import Stack, running_stack
from deploy.local.story import Story
from workstation.enrolment import Enrolment

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
_NOT_APPROVED = "C264500000010001"


@dataclass(frozen=True)
class Scene:
    """Who and what take part; the exporter's browser and its workstation stand on one desk."""

    story: Story
    stack: Stack
    printer: LocalPrinter
    exporter: ExporterAtDesk
    officer: Officer
    workstation: Enrolment


def set_the_scene(story: Story, exits: ExitStack) -> Scene:
    """Everything started, the workstation paired, the exporter logged in with its card."""
    stack = story.step(
        "PostgreSQL, RabbitMQ, S3, customs, six services and the gateway started",
        lambda: exits.enter_context(running_stack(ROOT, overrides=DELAYS, progress=story.say)),
    )
    printer = story.step(
        "a real IPP printer started",
        lambda: exits.enter_context(local_printer(ROOT / "printer", "Demo Printer")),
    )
    person = Person.with_card(stack.cards, seed=1)
    exporter = _at_the_desk(story, stack, person)
    _log_in(story, exporter, "法人卡登录 logged in: the browser's code entered beside the card")
    workstation = _pair(story, exits, exporter, stack.gateway, printer.uri)
    browser = _at_the_desk(story, stack, person)
    browser.workstation_id = workstation.workstation_id
    _log_in(story, browser, "法人卡登录 another browser, through the paired workstation's card")
    officer = Officer(stack.gateway, stack.console_token)
    return Scene(story, stack, printer, browser, officer, workstation)


def _at_the_desk(story: Story, stack: Stack, person: Person) -> ExporterAtDesk:
    """With the card in the workstation's reader."""
    exporter = ExporterAtDesk(stack.gateway, person, ROOT / "workstation")
    card = ROOT / "specimen-card.p12"
    if not card.exists():
        person.card.save(card)
        story.step("插卡 the specimen card put in", lambda: exporter.use_card(card))
    return exporter


def _log_in(story: Story, exporter: ExporterAtDesk, title: str) -> None:
    story.step(title, exporter.log_in)
    story.say(f"{exporter.code_shown}; the program asked for the PIN, which went nowhere")


def _pair(
    story: Story, exits: ExitStack, exporter: ExporterAtDesk, gateway: str, printer_uri: str
) -> Enrolment:
    """Before the program is there an order says so (R69); then it is enrolled by its code."""
    state = ROOT / "workstation"
    try:
        exporter.order_print(_NOT_APPROVED, "both", None)
    except ProblemError as refusal:
        if refusal.code != "workstation.not_installed":
            raise
        story.say(f"{refusal.code}: {refusal.problem['detail_zh']}")
    else:
        raise DemoFailed("an order was taken although no workstation is enrolled")
    shown = story.step(
        "配对 a workstation paired by the code that it shows",
        lambda: pair_by_code(exporter, gateway, state, "demo-desk"),
    )
    story.say(f"{shown['user_code']} for {shown['name']}, fingerprint {shown['fingerprint']}")
    return story.step(
        "the workstation program runs, connected by one WebSocket",
        lambda: exits.enter_context(running_workstation(exporter, state, printer_uri)),
    )
