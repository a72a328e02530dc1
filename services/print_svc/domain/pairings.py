"""Pairing after RFC 8628: a short code for a person, a secret for the program, ten minutes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts.errors import Refused
from services.print_svc.domain.workstations import Workstation

GUESSES: Final = 10
"""Wrong codes that one person may enter within GUESSES_WITHIN: of 20^8 codes."""
GUESSES_WITHIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A computer that asks to be enrolled; `workstation_id` once it is."""

    user_code: str
    secret_sha256: bytes = field(repr=False)
    name: str
    program_version: str
    encryption_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    begun_at: datetime
    expires_at: datetime
    workstation_id: UUID | None = None


def fingerprint(encryption_key: bytes, signing_key: bytes) -> str:
    """Of both keys, in five groups that two people can compare: 80 bits of SHA-256."""
    digest = hashlib.sha256(encryption_key + signing_key).hexdigest()
    return "-".join(digest[start : start + 4] for start in range(0, 20, 4))


def check_guesses(guessed_at: Sequence[datetime], *, now: datetime) -> None:
    """Raise Refused after too many wrong codes of one person; `guessed_at` oldest first."""
    recent = [time for time in guessed_at if time > now - GUESSES_WITHIN]
    if len(recent) >= GUESSES:
        wait = recent[-GUESSES] + GUESSES_WITHIN - now
        raise Refused("workstation.too_many_guesses", {"seconds": int(wait.total_seconds()) + 1})


def enrol(
    pairing: Pairing,
    *,
    workstation_id: UUID,
    enterprise_code: str,
    by: UUID,
    by_name: str | None,
    name: str | None,
    now: datetime,
) -> Workstation:
    """The computer as it is enrolled; it does not count as running before it connects."""
    return Workstation(
        id=workstation_id,
        enterprise_code=enterprise_code,
        name=name or pairing.name,
        encryption_key=pairing.encryption_key,
        signing_key=pairing.signing_key,
        enrolled_by=by,
        enrolled_by_name=by_name,
        enrolled_at=now,
        program_version=pairing.program_version,
        last_seen_at=now,
        connected_until=now,
    )
