"""IPP spoken directly to a printer: no spooler in between, no state hidden."""

from workstation.ipp.answers import JobState, JobStatus, PrinterDescription, PrinterState
from workstation.ipp.client import Printer, PrintSettings
from workstation.ipp.errors import (
    AnswerLost,
    BadPrinterAddress,
    IppError,
    JobNotFound,
    MalformedAnswer,
    PrinterBusy,
    PrinterRefused,
    PrinterUnreachable,
    UnsupportedAttributes,
)

__all__ = [
    "AnswerLost",
    "BadPrinterAddress",
    "IppError",
    "JobNotFound",
    "JobState",
    "JobStatus",
    "MalformedAnswer",
    "PrintSettings",
    "Printer",
    "PrinterBusy",
    "PrinterDescription",
    "PrinterRefused",
    "PrinterState",
    "PrinterUnreachable",
    "UnsupportedAttributes",
]
