"""Settings of webhook_svc."""

from dataclasses import dataclass

from chassis.settings import KeyRing, ServiceSettings

MINUTE, HOUR = 60.0, 3600.0


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    webhook_keys: KeyRing
    """Master keys of the endpoints' secrets."""
    send_seconds: float = 15.0
    """How long an endpoint has for its answer, from the look-up of its name on."""
    pauses_seconds: tuple[float, ...] = (
        5.0,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        14 * HOUR,
        20 * HOUR,
        24 * HOUR,
    )
    """Before the second try, the third and so on: three days, then the delivery is given up on."""
    private_receivers: bool = False
    """Whether http and addresses of this machine and its networks will do: never in production."""
