"""Workstations: the program, a pairing, one that runs and what waits for it."""

from typing import Final

from pydantic import BaseModel

from contracts.scanners import WorkstationScanner
from contracts.unanswered import UnansweredPrint, UnansweredPrints
from contracts.values import PrintPart
from contracts.workstation_program import (
    Presence,
    WaitingJob,
    WaitingJobs,
    WorkstationConnected,
    WorkstationPrinter,
    WorkstationProgram,
    WorkstationState,
)
from contracts.workstations import (
    PairingStarted,
    PairingState,
    PairingView,
    WorkstationList,
    WorkstationView,
)
from gateway.examples.making import example
from gateway.examples.printing import UNANSWERED
from gateway.routes.workstations import Approval, Completion, NewPairing
from gateway.specimens import (
    CERTIFICATE_NO,
    ENTERPRISE,
    FINGERPRINT,
    JOB_ID,
    LATER,
    MORNING,
    OPERATOR_ID,
    OPERATOR_NAME,
    PUBLIC_KEY,
    SHA256,
    TICKET,
    TOKEN,
    USER_CODE,
    WORKSTATION,
    WORKSTATION_ID,
)

VERSION: Final = "1.0.0"
PROGRAM: Final = example(
    WorkstationProgram,
    latest_version=VERSION,
    least_version=VERSION,
    address="https://originprint.example/workstation",
    sha256=SHA256,
)
RUNNING: Final = example(
    Presence,
    case="running",
    message_zh=f"打印程序正在运行（{WORKSTATION}）",
    message_en=f"The workstation program runs on {WORKSTATION}",
)
PRINTER: Final = example(
    WorkstationPrinter, uri="ipp://printer.example/ipp/print", name="Form Printer", obstacles=()
)
SCANNER: Final = example(
    WorkstationScanner,
    address="http://192.0.2.7/eSCL",
    name="Flatbed 7",
    found_by="dns_sd",
    default=True,
)
RUNNING_ONE: Final = example(
    WorkstationView,
    workstation_id=WORKSTATION_ID,
    name=WORKSTATION,
    fingerprint=FINGERPRINT,
    enrolled_by=OPERATOR_ID,
    enrolled_by_name=OPERATOR_NAME,
    enrolled_at=MORNING,
    program_version=VERSION,
    last_seen_at=LATER,
    printers=(PRINTER,),
    scanners=(SCANNER,),
    presence=RUNNING,
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    PROGRAM,
    example(
        NewPairing,
        name=WORKSTATION,
        program_version=VERSION,
        encryption_key=PUBLIC_KEY,
        signing_key=PUBLIC_KEY,
    ),
    example(
        PairingStarted,
        user_code=USER_CODE,
        device_secret=TOKEN,
        fingerprint=FINGERPRINT,
        expires_at=LATER,
        interval_seconds=2,
    ),
    example(Completion, device_secret=TOKEN),
    example(
        PairingState,
        approved=True,
        workstation_id=WORKSTATION_ID,
        enterprise_code=ENTERPRISE,
        name=WORKSTATION,
    ),
    example(
        PairingView,
        name=WORKSTATION,
        fingerprint=FINGERPRINT,
        program_version=VERSION,
        begun_at=MORNING,
        expires_at=LATER,
    ),
    example(Approval, name=WORKSTATION),
    RUNNING_ONE,
    example(WorkstationList, presence=RUNNING, workstations=(RUNNING_ONE,)),
    example(WorkstationState, program_version=VERSION, printers=(PRINTER,)),
    example(
        WorkstationConnected,
        workstation_id=WORKSTATION_ID,
        enterprise_code=ENTERPRISE,
        name=WORKSTATION,
        presence=RUNNING,
        program=PROGRAM,
    ),
    example(
        WaitingJobs,
        jobs=(
            example(
                WaitingJob,
                job_id=JOB_ID,
                certificate_no=CERTIFICATE_NO,
                parts=(PrintPart.ORIGINAL,),
                ticket=TICKET,
                ticket_expires_at=LATER,
            ),
        ),
    ),
    example(
        UnansweredPrints,
        prints=(
            example(
                UnansweredPrint,
                job_id=JOB_ID,
                certificate_no=CERTIFICATE_NO,
                parts=(PrintPart.ORIGINAL,),
                unanswered=UNANSWERED,
            ),
        ),
        count=1,
    ),
)
