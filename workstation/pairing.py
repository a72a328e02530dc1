"""Enrolling this computer: a code that a person enters in the browser, after RFC 8628."""

import time
from collections.abc import Callable
from typing import Final

import httpx

from contracts.base import ReplyT
from contracts.workstations import PairingStarted, PairingState
from workstation import VERSION
from workstation.enrolment import Enrolment, WorkstationKeys
from workstation.tickets import Answer, GatewayUnreachable, TicketRefused, translated

_TIMEOUT_SECONDS: Final = 30.0


def pair(
    gateway: str,
    name: str,
    *,
    show: Callable[[PairingStarted], None],
    transport: httpx.BaseTransport | None = None,
) -> Enrolment:
    """Show the code, and wait until a person approved it.

    The keys are made here and only their public halves are told. Raises GatewayUnreachable, or
    TicketRefused when the code's time is over.
    """
    keys = WorkstationKeys.generate()
    asked = {"name": name, "program_version": VERSION, **keys.public}
    base_url = f"{gateway.rstrip('/')}/api/v1/"
    with httpx.Client(base_url=base_url, timeout=_TIMEOUT_SECONDS, transport=transport) as http:
        begun = _post(http, "workstation-pairings", asked, PairingStarted)
        show(begun)
        done = _wait(http, begun)
    if done.workstation_id is None or done.enterprise_code is None:
        raise GatewayUnreachable("the gateway enrolled this workstation and does not say as what")
    return Enrolment(
        gateway=gateway,
        workstation_id=done.workstation_id,
        enterprise_code=done.enterprise_code,
        name=done.name or name,
        keys=keys,
    )


def _wait(http: httpx.Client, begun: PairingStarted) -> PairingState:
    """A gateway that is away for a moment is asked again; the code's end ends it."""
    secret = {"device_secret": begun.device_secret.get_secret_value()}
    while True:
        try:
            state = _post(http, "workstation-pairings/completion", secret, PairingState)
        except GatewayUnreachable:
            state = PairingState(approved=False)
        except TicketRefused as refusal:
            if refusal.status != httpx.codes.TOO_MANY_REQUESTS:
                raise
            state = PairingState(approved=False)
        if state.approved:
            return state
        time.sleep(begun.interval_seconds)


def _post(http: httpx.Client, path: str, body: dict[str, str], kind: type[ReplyT]) -> ReplyT:
    with translated():
        reply = http.post(path, json=body)
    answer = Answer(reply.status_code, reply.headers, reply.content)
    answer.check_status()
    return answer.of(kind)
