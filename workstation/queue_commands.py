"""The commands for the queue: look at it, cancel what waits, answer what only a person knows."""

import argparse
import dataclasses
from collections.abc import Mapping
from typing import Any

from contracts.sentences import Sentence
from contracts.workstation_program import WaitingJob
from workstation.commands import add_state, write
from workstation.enrolment import Enrolment
from workstation.queue import Question, Queue, QueuedPrint, answer, read_queue
from workstation.tickets import TicketClient, TicketRefused

_LAST = 50


def add_queue(command: argparse.ArgumentParser) -> None:
    add_state(command)
    command.set_defaults(run=_queue)


def add_log(command: argparse.ArgumentParser) -> None:
    command.add_argument("--last", type=int, default=_LAST, metavar="COUNT")
    add_state(command)
    command.set_defaults(run=_log)


def add_cancel(command: argparse.ArgumentParser) -> None:
    command.add_argument("certificates", nargs="*", metavar="CERTIFICATE-NO")
    command.add_argument("--all", action="store_true", help="everything that waits 全部")
    add_state(command)
    command.set_defaults(run=_cancel)


def add_answer(command: argparse.ArgumentParser) -> None:
    command.add_argument("subject", metavar="SUBJECT")
    command.add_argument("answer", choices=["yes", "no"])
    add_state(command)
    command.set_defaults(run=_answer)


def _queue(asked: argparse.Namespace) -> int:
    queue = read_queue(asked.state)
    write(
        {
            "printing": [_print(one) for one in queue.printing],
            "waiting": [_print(one) for one in queue.waiting],
            "went_wrong": [_print(one) for one in queue.went_wrong],
            "questions": [_question(one) for one in queue.questions],
        }
    )
    return 0


def _log(asked: argparse.Namespace) -> int:
    queue = read_queue(asked.state, last=asked.last)
    ended = sorted(_ended(queue), key=lambda one: one.since, reverse=True)
    write({"prints": [_print(one) for one in ended[: asked.last]]})
    return 0


def _ended(queue: Queue) -> list[QueuedPrint]:
    return [*queue.over, *queue.went_wrong]


def _cancel(asked: argparse.Namespace) -> int:
    """What was fetched meanwhile stays: it is printed, and answered for."""
    cancelled, refused = [], {}
    with TicketClient(Enrolment.load(asked.state)) as tickets:
        for job in filter(lambda job: _is_meant(job, asked), tickets.waiting_jobs()):
            try:
                tickets.withdraw(job.ticket.get_secret_value())
                cancelled.append(job.certificate_no)
            except TicketRefused as refusal:
                refused[job.certificate_no] = str(refusal)
    write({"cancelled": cancelled, "refused": refused})
    return 0 if cancelled and not refused else 5


def _is_meant(job: WaitingJob, asked: argparse.Namespace) -> bool:
    return not job.released and (asked.all or job.certificate_no in asked.certificates)


def _answer(asked: argparse.Namespace) -> int:
    if not answer(asked.state, asked.subject, yes=asked.answer == "yes"):
        raise ValueError(f"nobody asked about {asked.subject}, or it is answered")
    return 0


def _print(one: QueuedPrint) -> Mapping[str, Any]:
    told = dataclasses.asdict(one)
    told.pop("ticket_digest")
    return told | {"troubles": [_said(sentence) for sentence in one.troubles]}


def _question(one: Question) -> Mapping[str, Any]:
    return {"subject": one.subject} | _said(one.sentence)


def _said(sentence: Sentence) -> dict[str, str]:
    return {"zh": sentence.whole_zh, "en": sentence.whole_en}
