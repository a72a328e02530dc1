"""IPP spoken directly to a printer: no spooler in between, no state hidden."""

from workstation.ipp.answers import JobState, JobStatus, PrinterDescription, PrinterState
from workstation.ipp.client import Printer, PrintSettings
from workstation.ipp.errors import (
    AnswerLost,
    BadPrinterAddress,
    CertificateChanged,
    IppError,
    JobNotFound,
    MalformedAnswer,
    PrinterBusy,
    PrinterRefused,
    PrinterUnreachable,
    UnsupportedAttributes,
)
from workstation.ipp.pins import forget_pin, keep_pins_in

__all__ = [
    "AnswerLost",
    "BadPrinterAddress",
    "CertificateChanged",
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
    "forget_pin",
    "keep_pins_in",
]
