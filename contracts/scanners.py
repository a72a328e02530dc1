"""The scanners of a workstation."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from contracts.values import Value

ScannerAddress = Annotated[
    str, StringConstraints(pattern=r"^(https?://|sane:)[^\s\x00-\x1f]+$", max_length=300)
]
"""The root of an eSCL scanner, `http://HOST:PORT/eSCL`, or `sane:` and SANE's name of a device."""


class WorkstationScanner(Value):
    """A scanner as the workstation knows it."""

    address: ScannerAddress
    name: Annotated[str, StringConstraints(max_length=200)] | None = None
    found_by: Literal["typed", "dns_sd", "sane"] = "typed"
    default: bool = False
    """Scans what names no scanner."""
