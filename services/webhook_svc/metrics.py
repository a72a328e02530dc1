"""What webhook_svc counts."""

from typing import Final

from prometheus_client import Counter

OUTCOMES: Final = ("delivered", "pending", "failed", "gone")

TRIES = Counter(
    "originprint_webhook_tries",
    "Tries to deliver an event: delivered, pending (to be tried again), failed (the last), gone",
    ["outcome"],
)

for outcome in OUTCOMES:  # a share of what was delivered is asked for also before anything was
    TRIES.labels(outcome)
