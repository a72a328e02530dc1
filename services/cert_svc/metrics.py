"""What cert_svc measures."""

from prometheus_client import Histogram

PRINTABLE_SECONDS = Histogram(
    "originprint_approval_to_printable_seconds",
    "From the approval at customs to a layout that is kept and may be printed",
    buckets=(1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600),
)
