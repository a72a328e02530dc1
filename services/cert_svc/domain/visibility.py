"""What a caller is to a certificate, by the one decision in `contracts.access` (promise 4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from contracts.access import Grant, Standing, Subject, standing_of
from services.cert_svc.domain.certificates import Certificate


class Declared(Protocol):
    """What of an approved certificate decides about its agent."""

    @property
    def enterprise_code(self) -> str: ...

    @property
    def agent_code(self) -> str | None: ...

    @property
    def approved_at(self) -> datetime: ...

    @property
    def type_id(self) -> str: ...


def subject_of(declared: Declared) -> Subject:
    """An agent may what was approved after its grant (R39)."""
    return Subject(declared.enterprise_code, declared.agent_code, declared.approved_at)


def viewer_of(certificate: Certificate, caller_code: str, grants: Iterable[Grant]) -> Standing:
    """`grants` are the caller's that are live now."""
    approval = certificate.approval
    if approval is None:
        return standing_of(caller_code, Subject(certificate.enterprise_code, None, None), ())
    return standing_of(caller_code, subject_of(approval), grants)
