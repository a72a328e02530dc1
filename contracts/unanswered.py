"""A print about which nobody has said yet whether it came out: the dialog of R72 as data."""

from typing import Literal

from pydantic import AwareDatetime

from contracts.values import Value


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
