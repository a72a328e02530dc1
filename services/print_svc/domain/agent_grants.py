"""Agents' grants: whether an agent may still print for its principal (R39)."""

from collections.abc import Sequence
from datetime import datetime

from contracts.errors import Refused


def check_not_revoked(revocations: Sequence[datetime | None]) -> None:
    """Of each grant heard of, when it was revoked; Refused where some were given and none is left.

    None heard of is none revoked: cert_svc, which was asked before, knows the grants.
    """
    if revocations and None not in revocations:
        raise Refused("certificate.agent_not_authorized")
