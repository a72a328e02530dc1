"""What a workstation is told of its prints of which people were reminded (R72-R75)."""

from typing import ClassVar, Final
from uuid import UUID

from contracts.base import Reply, Request
from contracts.printing import SOURCE
from contracts.proofs import Proof
from contracts.unanswered import Unanswered
from contracts.values import CertificateNo, PrintPart, Value

MOST_TOLD: Final = 50
"""Prints in one answer; their number is told besides."""


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


class ListUnansweredPrints(Request[UnansweredPrints]):
    """Of the workstation that proves itself; refused as ConnectWorkstation.

    Listed from the first reminder on and until somebody answers, or its certificate is archived,
    replaced or reprinted.
    """

    SERVICE: ClassVar[str] = SOURCE
    CHANGES: ClassVar[bool] = True

    proof: Proof
