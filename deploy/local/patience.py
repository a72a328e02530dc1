"""What a patient person does: presses again while something is away, and takes a no for a no."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import httpx

from deploy.local.client import Client, ProblemError
from deploy.local.exporter import wait_for
from workstation.tickets import GatewayUnreachable, TicketRefused

PATIENCE_SECONDS: Final = 240.0
"""Nothing takes so long but on a machine that does much else."""
_NOT_YET: Final = frozenset({"workstation.not_running", "workstation.unknown_printer"})
_TOO_MANY: Final = 429

AnswerT = TypeVar("AnswerT")


def patiently(action: Callable[[], AnswerT], seconds: float = PATIENCE_SECONDS) -> AnswerT:
    """Raises ProblemError or TicketRefused for a no, TimeoutError where no answer comes."""

    def tried() -> tuple[AnswerT] | None:
        try:
            return (action(),)
        except (httpx.HTTPError, GatewayUnreachable):
            return None
        except TicketRefused as refusal:
            if not refusal.passes:
                raise
        except ProblemError as error:
            passes = error.status >= 500 or error.status == _TOO_MANY or error.code in _NOT_YET
            if not passes:
                raise
        return None

    return wait_for(tried, "an answer", seconds)[0]


def verification(client: Client, code: str) -> dict[str, Any]:
    """Of a sheet of an archived certificate: print_svc hears of the archive later than the list."""

    def heard() -> dict[str, Any] | None:
        answer: dict[str, Any] = patiently(lambda: client.call("GET", f"/verify/{code}"))
        return None if answer["verdict"] == "not_archived" else answer

    return wait_for(heard, "the archive where sheets are verified", PATIENCE_SECONDS)
