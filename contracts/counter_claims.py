"""What print_svc answers to a claim at the counter: whoever was first wins (R48)."""

from typing import ClassVar

from pydantic import AwareDatetime

from contracts.base import Event
from contracts.printing import SOURCE
from contracts.values import CertificateNo


class _ClaimAnswer(Event):
    """What became of a claim at the counter, decided under the certificate's lock (R48)."""

    SOURCE: ClassVar[str] = SOURCE

    certificate_no: CertificateNo
    revision: int
    decided_at: AwareDatetime

    @property
    def subject(self) -> str:
        return self.certificate_no


class CounterClaimAccepted(_ClaimAnswer):
    """Nothing was released of this approval, and from now on nothing will be."""


class CounterClaimRefused(_ClaimAnswer):
    """The original went to a workstation first."""

    print_serial: str
