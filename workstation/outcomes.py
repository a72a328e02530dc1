"""A print of which nothing can be known any more: a person is asked, and nothing is sent again."""

import json
from datetime import UTC, datetime

from workstation.journal import Entry, Journal, Step
from workstation.printing import advance

KIND = "outcome"


def is_open(entry: Entry) -> bool:
    """Whether only a person can say what became of it, and nobody has."""
    evidence = entry.evidence
    over = entry.step in {Step.FINISHED, Step.REPORTED}
    return (
        over
        and evidence is not None
        and (evidence.job_state, evidence.finished_at)
        == (
            "unknown",
            None,
        )
    )


def is_over(entry: Entry) -> bool:
    """Whether nothing will happen to it any more."""
    return entry.step in {Step.REPORTED, Step.DROPPED} and not is_open(entry)


def ask_outcome(entry: Entry, journal: Journal) -> Entry | None:
    """The entry with a person's word, to be told; None while there is none or none is needed."""
    if not is_open(entry) or entry.evidence is None:
        return None
    printer = entry.printer_name or entry.printer_uri
    details = {"certificate_no": entry.certificate_no or "—", "printer": printer}
    said = journal.ask(subject_of(entry), KIND, json.dumps(details, ensure_ascii=False))
    if said is None:
        return None
    told = {"came_out": said, "finished_at": datetime.now(UTC)}
    evidence = entry.evidence.model_copy(update=told)
    return advance(entry, journal, step=Step.FINISHED, evidence=evidence)


def close_outcome(entry: Entry, journal: Journal) -> None:
    """It was answered elsewhere."""
    journal.forget(subject_of(entry))
    if entry.evidence is not None:
        evidence = entry.evidence.model_copy(update={"finished_at": datetime.now(UTC)})
        advance(entry, journal, step=Step.REPORTED, evidence=evidence)


def subject_of(entry: Entry) -> str:
    """Under which the journal has the question."""
    return f"{KIND} {entry.ticket_digest}"
