"""What prints, waits, went wrong and what to do, for whoever shows it: windows, `status`, `log`.

Read from the journal on disk, also while another program prints and when none runs.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final, Literal, get_args
from uuid import UUID

from pydantic import AwareDatetime

from contracts.evidence import Evidence
from contracts.sentences import Sentence
from contracts.troubles import FORGOTTEN, Trouble, troubles_of
from contracts.values import PrintPart
from workstation.journal import FILE, MAY_PRINT, NOT_SENT, Entry, Step, opened
from workstation.needs import NEEDS

State = Literal["waiting", "printing", "printed", "went_wrong", "unknown", "dropped"]

_GATEWAY_AWAY: Final = Sentence(
    zh="无法连接服务器",
    en="The gateway cannot be reached",
    advice_zh="请检查网络；程序会自动重试",
    advice_en="check the network; it is tried again by itself",
)
_REFUSED: Final = Sentence(
    zh="服务器不同意打印（{code}）",
    en="The gateway refused the print ({code})",
    advice_zh="请在网页上查看原因",
    advice_en="look in the portal for the reason",
)
_OVER: Final = 50
_GOES_ON: Final = NOT_SENT | MAY_PRINT
_JOB_STATES: Final = (*get_args(Evidence.model_fields["job_state"].annotation), None)
_OF_STEP: Final = "SELECT rowid, entry FROM prints WHERE json_extract(entry, '$.step') = ?"
_LAST_OF_STATE: Final = (
    f"{_OF_STEP} AND json_extract(entry, '$.evidence.job_state') IS ? ORDER BY rowid DESC LIMIT ?"
)
_SIZES: Final = (
    "SELECT json_extract(entry, '$.order_id') AS order_id, COUNT(*) FROM prints"
    " WHERE json_extract(entry, '$.order_id') IN (SELECT value FROM json_each(?))"
    " GROUP BY json_extract(entry, '$.order_id')"
)
_QUESTIONS: Final = "SELECT subject, kind, details FROM questions WHERE answer IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedPrint:
    """One print. `troubles` say what is wrong and what to do, the worst first.

    `reason` is what to offer in an exception application (R84). `certificate_no` is None for a
    ticket that a person brought. `place` (from 0) of `size` is its place in the order it came with.
    """

    ticket_digest: str
    state: State
    certificate_no: str | None
    parts: tuple[PrintPart, ...]
    printer_uri: str | None
    printer_name: str | None
    since: AwareDatetime
    impressions_completed: int | None
    troubles: tuple[Sentence, ...]
    reason: str | None
    order_id: UUID | None
    place: int | None
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can say; `answer(directory, subject, ...)` says it."""

    subject: str
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`over` are the last that ended, newest first; the others in the order of printing."""

    printing: tuple[QueuedPrint, ...] = ()
    waiting: tuple[QueuedPrint, ...] = ()
    went_wrong: tuple[QueuedPrint, ...] = ()
    over: tuple[QueuedPrint, ...] = ()
    questions: tuple[Question, ...] = ()


def read_queue(directory: Path, *, last: int = _OVER) -> Queue:
    """An empty one where nothing was ever printed; `last`: so many that are over."""
    if not (directory / FILE).exists():
        return Queue()
    with closing(opened(directory)) as rows:
        entries = _entries(rows, last)
        orders = [str(order) for order in {entry.order_id for entry in entries} if order]
        sizes = {UUID(order): size for order, size in _selected(rows, _SIZES, json.dumps(orders))}
        asked = _selected(rows, _QUESTIONS)
    return queue_of(entries, sizes, asked, last=last)


def _entries(rows: sqlite3.Connection, last: int) -> list[Entry]:
    """What goes on, and so many of each kind that ended: a long journal is not read as a whole."""
    found = [row for step in _GOES_ON for row in _selected(rows, _OF_STEP, step)]
    for step, job_state in product(set(Step) - _GOES_ON, _JOB_STATES):
        found += _selected(rows, _LAST_OF_STATE, step, job_state, last)
    return [Entry.model_validate_json(entry) for _, entry in sorted(found)]


def answer(directory: Path, subject: str, *, yes: bool) -> bool:
    """A person's word on a question; whether it was open still."""
    with closing(opened(directory)) as rows:
        changed = rows.execute(
            "UPDATE questions SET answer = ? WHERE subject = ? AND answer IS NULL", (yes, subject)
        )
        return changed.rowcount > 0


def queue_of(
    entries: Sequence[Entry],
    sizes: Mapping[UUID, int],
    questions: Sequence[tuple[str, ...]] = (),
    *,
    last: int = _OVER,
) -> Queue:
    """`sizes` are those of the entries' orders; of what ended the last ones are shown."""
    prints = [_shown(entry, sizes) for entry in entries]
    of = {
        state: tuple(one for one in prints if one.state == state)
        for state in ("waiting", "printing")
    }
    wrong = tuple(one for one in prints if one.state in {"went_wrong", "unknown"})
    over = [one for one in prints if one.state in {"printed", "dropped"}]
    return Queue(
        printing=of["printing"],
        waiting=of["waiting"],
        went_wrong=wrong[-last:],
        over=tuple(reversed(over[-last:])),
        questions=tuple(_question(*one) for one in questions),
    )


def state_of(entry: Entry) -> State:
    match entry.step:
        case Step.WAITING | Step.QUEUED:
            return "waiting"
        case Step.DROPPED:
            return "dropped"
        case Step.SENDING | Step.SENT if entry.evidence is None:
            return "unknown" if entry.held_by == FORGOTTEN else "printing"
    if entry.evidence is None or entry.evidence.job_state == "unknown":
        return "unknown"
    return "printed" if entry.evidence.job_state == "completed" else "went_wrong"


def keywords_of(entry: Entry) -> tuple[str, ...]:
    """All that is known to be in its way, or was when it ended."""
    told: Evidence | None = entry.evidence or entry.seen
    held = (entry.held_by,) if entry.held_by else ()
    return (*held, *(told.state_reasons if told else ()))


def _shown(entry: Entry, sizes: Mapping[UUID, int]) -> QueuedPrint:
    told = entry.evidence or entry.seen
    state, found = state_of(entry), troubles_of(keywords_of(entry))
    return QueuedPrint(
        ticket_digest=entry.ticket_digest,
        state=state,
        certificate_no=entry.certificate_no,
        parts=entry.parts,
        printer_uri=entry.printer_uri,
        printer_name=entry.printer_name,
        since=entry.sent_at or entry.sending_at or entry.queued_at,
        impressions_completed=told.impressions_completed if told else None,
        troubles=_sentences(entry, found),
        reason=None if state == "printed" else _reason(found),
        order_id=entry.order_id,
        place=entry.order_place,
        size=sizes[entry.order_id] if entry.order_id else None,
    )


def _reason(found: Sequence[Trouble]) -> str | None:
    return next((trouble.reason for trouble in found if trouble.reason), None)


def _sentences(entry: Entry, found: Sequence[Trouble]) -> tuple[Sentence, ...]:
    said = [trouble.sentence for trouble in found]
    held = entry.held_by
    if held is not None and held in NEEDS:
        said.insert(0, NEEDS[held].lacking)
    elif held == "gateway-away":
        said.insert(0, _GATEWAY_AWAY)
    elif held and not said:
        said.append(_REFUSED.filled({"code": held}))
    return tuple(dict.fromkeys(said))


def _question(subject: str, kind: str, details: str) -> Question:
    told = json.loads(details)
    sentence = NEEDS[kind].question if kind in NEEDS else _OUTCOME
    return Question(subject=subject, sentence=sentence.filled(told))


_OUTCOME: Final = Sentence(
    zh="不知道证书 {certificate_no} 是否已从打印机 {printer} 完整打印",
    en="It is not known whether certificate {certificate_no} came out of printer {printer} whole",
    advice_zh="请查看纸张后回答",
    advice_en="look at the sheets and answer",
    rule="R72",
)


def _selected(rows: sqlite3.Connection, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Nothing where the tables are not made yet."""
    try:
        return rows.execute(statement, values).fetchall()
    except sqlite3.OperationalError:
        return []
