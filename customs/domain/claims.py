"""领取空白证书: an approved certificate is claimed at the counter, or self-printed (R48)."""

from dataclasses import replace

from customs.domain.applications import Action, Application, CounterClaim, step
from customs.errors import Refused


def request(application: Application, *, released: bool) -> Application:
    """A claim that print_svc has to decide; one that is open or accepted stays as it is.

    `released`: whether customs has heard that an original of this approval was released. Refused
    then, and after print_svc said so.
    """
    state = step(application, Action.CLAIM)
    if is_claimed(application) or application.counter_claim is CounterClaim.CLAIMING:
        return application
    if released or application.counter_claim is CounterClaim.REFUSED:
        raise Refused("customs.self_printed", certificate_no=application.certificate_no)
    return replace(application, state=state, counter_claim=CounterClaim.CLAIMING)


def decide(application: Application, revision: int, *, accepted: bool) -> Application:
    """The answer to the open claim on that approval; any other answer changes nothing."""
    if (application.revision, application.counter_claim) != (revision, CounterClaim.CLAIMING):
        return application
    decided = CounterClaim.CLAIMED if accepted else CounterClaim.REFUSED
    return replace(application, counter_claim=decided)


def is_claimed(application: Application) -> bool:
    """Whether the blank form was fetched, before the approval or after it."""
    claimed = application.counter_claim is CounterClaim.CLAIMED
    return claimed or application.form.claimed_at_counter
