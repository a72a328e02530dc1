"""What a workstation saw of a print, and the device's word beside the person's (promise 3)."""

from typing import Literal

from pydantic import AwareDatetime, Field

from contracts.values import Value


class Evidence(Value):
    """What the workstation saw: queued, sent and counted are different facts (promise 3)."""

    queued_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    job_state: Literal["pending", "processing", "completed", "aborted", "canceled", "unknown"]
    impressions_completed: int | None = Field(default=None, ge=0, le=10_000)
    state_reasons: tuple[str, ...] = ()
    printer_name: str | None = Field(default=None, max_length=200)
    printer_uri: str | None = Field(default=None, max_length=500)
    bytes_sent: int | None = Field(default=None, ge=0)
    document_sha256: str | None = None
    came_out: bool | None = None
    """What somebody at the printer said, where the device could not be asked any more."""


class DeviceTrouble(Value):
    """One thing that the device reported, in words, with what to do (R63, R64)."""

    keyword: str
    message_zh: str
    message_en: str
    advice_zh: str | None = None
    advice_en: str | None = None


class DeviceWord(Value):
    """The device's side of a print, beside the person's.

    `reason` is what to offer in an exception application (R84). The warning says that the answer
    of R72 and the device disagree; both are kept.
    """

    troubles: tuple[DeviceTrouble, ...] = ()
    reason: str | None = None
    warning_zh: str | None = None
    warning_en: str | None = None
