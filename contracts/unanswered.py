"""A print about which nobody has said yet whether it came out: the dialog of R72 as data."""

from typing import Final, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.base import Reply
from contracts.values import CertificateNo, PrintPart, Value

MOST_TOLD: Final = 50
"""Prints in one answer; their number is told besides."""


class Unanswered(Value):
    """It was released at `since` and waits for 是 or 否.

    The hint is what the device said, shown beside the question; the answer is a person's.
    """

    since: AwareDatetime
    step: Literal["waiting", "reminded", "escalated"]
    question_zh: str
    question_en: str
    hint_zh: str | None = None
    hint_en: str | None = None


class UnansweredPrint(Value):
    """An original that came from this workstation, and about which a person must still say so."""

    job_id: UUID
    certificate_no: CertificateNo
    parts: tuple[PrintPart, ...]
    unanswered: Unanswered


class UnansweredPrints(Reply):
    """The oldest first, MOST_TOLD at most; `count` is how many there are."""

    prints: tuple[UnansweredPrint, ...] = ()
    count: int = 0
