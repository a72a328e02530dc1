"""领取空白证书: asked for at the counter, decided by print_svc, told to the services (R48)."""

from collections.abc import Sequence

from contracts.counter_claims import CounterClaimAccepted, CounterClaimRefused
from customs.domain import claims, plans
from customs.domain.applications import Application
from customs.domain.timeline import entry_of_work
from customs.entrypoints.applications import the_application
from customs.parts import Parts, Transaction
from customs.storage.applications import find_application, save_applications
from customs.storage.timeline import times_heard


def claim(parts: Parts, certificate_no: str, call_ids: Sequence[str]) -> Application:
    """Refused at once for what is known to be printed; asking again asks nobody again."""
    with parts.transaction(call_ids) as tx:
        before = the_application(tx, certificate_no)
        released = times_heard(
            tx.connection, certificate_no, "PrintReleased", revision=before.revision
        )
        claiming = claims.request(before, released=released > 0)
        if claiming != before:
            save_applications(tx.connection, [claiming])
            tx.note(entry_of_work("claiming", claiming, tx.at))
            tx.say(plans.claim_plan(claiming, at=tx.at))
    return claiming


def on_counter_claim_accepted(tx: Transaction, event: CounterClaimAccepted) -> None:
    """Told once; an answer about an approval that was sent back since is of no use (R104)."""
    claimed = _decided(tx, event, accepted=True)
    if claimed is not None:
        tx.note(entry_of_work("claimed", claimed, tx.at))
        tx.say(plans.claimed_plan(claimed, at=tx.at))


def on_counter_claim_refused(tx: Transaction, event: CounterClaimRefused) -> None:
    """The exporter was first."""
    _decided(tx, event, accepted=False)


def _decided(
    tx: Transaction, event: CounterClaimAccepted | CounterClaimRefused, *, accepted: bool
) -> Application | None:
    """The application when the answer changed it."""
    before = find_application(tx.connection, event.certificate_no)
    if before is None:
        return None
    after = claims.decide(before, event.revision, accepted=accepted)
    if after == before:
        return None
    save_applications(tx.connection, [after])
    return after
