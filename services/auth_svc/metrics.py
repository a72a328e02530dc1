"""What auth_svc measures."""

from prometheus_client import Gauge

from chassis.metrics import ACTIONS

LIST_ENDS = Gauge(
    "originprint_revocation_list_ends_seconds",
    "Until when the newest revocation list of a trusted authority is good, as a Unix time; 0: none",
    ["authority"],
)

# One refusal alone is to ring: that a counter grew is seen from a number before it on.
ACTIONS.labels("login.card", "card.revocations_stale")
