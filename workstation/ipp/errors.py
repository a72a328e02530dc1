"""What can go wrong between the workstation and a printer.

IppError
├── BadPrinterAddress         no ipp:// or ipps:// address
├── PrinterUnreachable        nothing was sent
├── AnswerLost                sent, but whether it was done is not known
│   └── MalformedAnswer       what came back is not IPP
└── PrinterRefused            the printer said no; nothing was printed
    ├── PrinterBusy           it will take the job later
    ├── UnsupportedAttributes it cannot do what was asked
    └── JobNotFound           it does not know this job, or has forgotten it
"""


class IppError(Exception):
    """Any failure of a conversation with a printer."""


class BadPrinterAddress(IppError, ValueError):  # noqa: N818 - names the thing
    """Not an address that a printer can have (RFC 3510)."""


class PrinterUnreachable(IppError):  # noqa: N818 - names the event, as its callers do
    """No connection could be made, so nothing was sent."""


class AnswerLost(IppError):  # noqa: N818 - names the event, as its callers do
    """The request may have been done: no answer came, or one of which that cannot be known.

    `job_id` where the printer named the job.
    """

    def __init__(self, message: str, *, job_id: int | None = None) -> None:
        super().__init__(message)
        self.job_id = job_id


class MalformedAnswer(AnswerLost):
    """The answer is cut short, or is not IPP at all."""


class PrinterRefused(IppError):  # noqa: N818 - names the event, as its callers do
    """The printer answered with an error status (RFC 8011, 4.1.6, or HTTP 4xx).

    To a document only with one that comes before a job is accepted (`refusals`).
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"the printer refused with status 0x{status:04x}: {message}")
        self.status = status


class PrinterBusy(PrinterRefused):
    """server-error-busy (0x0507): a printer without a queue is printing something else."""


class UnsupportedAttributes(PrinterRefused):
    """client-error-attributes-or-values-not-supported (0x040b); `names` says which."""

    def __init__(self, status: int, message: str, names: tuple[str, ...]) -> None:
        super().__init__(status, f"{message}; not supported: {', '.join(names) or 'not said'}")
        self.names = names


class JobNotFound(PrinterRefused):
    """client-error-not-found (0x0406) for a job."""


class CertificateChanged(IppError):  # noqa: N818 - names the event
    """An `ipps` printer shows another certificate than before; nothing was sent."""

    def __init__(self, printer: str, known: str, shown: str) -> None:
        super().__init__(
            f"打印机 {printer} 的证书已更换；确认后请运行 printers --trust 重新信任\n"
            f"the certificate of {printer} changed from {known[:16]} to {shown[:16]}; "
            f"where that is right, trust it anew with `printers --trust`"
        )
