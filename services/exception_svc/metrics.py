"""What exception_svc counts."""

from prometheus_client import Counter

EXCEPTIONS = Counter(
    "originprint_exceptions",
    "Applications for another original that were granted, by operation type and reason",
    ["operation", "reason"],
)
