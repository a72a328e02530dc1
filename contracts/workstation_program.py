"""What the program at a workstation and its gateway tell one another (R67-R71).

Apart from `contracts.workstations`, of which a program that starts needs nothing.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from contracts.base import Reply
from contracts.card_program import CardProgramVersion
from contracts.preflights import Need, PreflightAnswer, PrinterRules, PrinterUri
from contracts.scanners import WorkstationScanner
from contracts.values import CertificateNo, CreditCode, Name, PrintPart, Secret, Value

ProgramVersion = CardProgramVersion

PING_SECONDS: Final = 45.0
"""Between two pings of the program on its WebSocket, and for the answer to one. The gateway sends
none: it ends who is silent for longer than two of them."""

PresenceCase = Literal["not_installed", "not_running", "too_old", "running"]
"""The three cases of R69, 未安装、未启动、版本过低, and that all is well."""


class WorkstationProgram(Reply):
    """Where the program is, and which versions may print (R67, R70)."""

    latest_version: ProgramVersion
    least_version: ProgramVersion
    address: str
    sha256: str | None = None
    printer_rules: PrinterRules = PrinterRules()


class Presence(Value):
    """One of the cases of R69, with what to do about it."""

    case: PresenceCase
    message_zh: str
    message_en: str
    advice_zh: str | None = None
    advice_en: str | None = None
    address: str | None = None
    """Where the program is to be had, in the cases that need it."""
    update_available: bool = False
    """It may print, and there is a newer one."""


class WorkstationPrinter(Value):
    """A printer as the workstation knows it."""

    uri: PrinterUri
    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    obstacles: tuple[Annotated[str, StringConstraints(max_length=50)], ...] = Field(
        default=(), max_length=20
    )
    """What it says that it lacks (R62); empty when it lacks nothing."""
    answers: Mapping[Need, PreflightAnswer] = Field(default_factory=dict)
    """What it says to each need, and what a person vouches for where it says nothing."""
    make_and_model: Annotated[str, StringConstraints(max_length=200)] | None = None
    found_by: Literal["typed", "dns_sd", "cups"] = "typed"
    default: bool = False
    """Prints what names no printer."""


class WorkstationState(Value):
    """What a workstation tells of itself, and signs."""

    program_version: ProgramVersion
    printers: tuple[WorkstationPrinter, ...] = Field(default=(), max_length=50)
    scanners: tuple[WorkstationScanner, ...] = Field(default=(), max_length=20)


class WorkstationConnected(Reply):
    """What the program shows of itself."""

    workstation_id: UUID
    enterprise_code: CreditCode
    name: Name
    presence: Presence
    program: WorkstationProgram


class WaitingJob(Reply):
    """A job that is to be printed, or whose end is not known yet; the ticket is the job's one."""

    job_id: UUID
    certificate_no: CertificateNo
    parts: tuple[PrintPart, ...]
    ticket: Secret
    ticket_expires_at: AwareDatetime
    printer_uri: PrinterUri | None = None
    order_id: UUID | None = None
    order_place: int | None = None
    released: bool = False
    """The document was handed out: only who knows how far it came may go on."""


class WaitingJobs(Reply):
    """In the order in which they were issued."""

    jobs: tuple[WaitingJob, ...]
