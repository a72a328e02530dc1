"""What was heard of leave that an enterprise gave an agent: why there is none (R37-R40, R54).

Which grants are live is for auth_svc to say (`contracts.rights`).
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A principal's leave for one agent; `granted_at` is None until that event came too."""

    granted_at: datetime | None
    revoked_at: datetime | None
