"""What webhook_svc counts."""

from prometheus_client import Counter

TRIES = Counter(
    "originprint_webhook_tries",
    "Tries to deliver an event: delivered, pending (to be tried again), failed (the last), gone",
    ["outcome"],
)
