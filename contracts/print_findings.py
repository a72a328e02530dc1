"""What is said of a certificate that was ordered: beside its job, or why it got none."""

from typing import Any

from pydantic import Field

from contracts.values import Value


class PrintWarning(Value):
    """Something worth a look before printing that does not stand in its way (R77)."""

    code: str
    message_zh: str
    message_en: str
    rule: str


class Refusal(Value):
    """Why one certificate of a batch got no job."""

    certificate_no: str
    code: str
    details: dict[str, Any] = Field(default_factory=dict)
