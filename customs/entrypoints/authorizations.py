"""授权 as it comes in, and its 回执."""

from datetime import timedelta

from contracts.authorization import SealAuthorizationRequested
from customs.domain import plans
from customs.domain.authorizations import Authorization, receipt, refused
from customs.parts import Transaction
from customs.storage.authorizations import add_authorization
from customs.storage.declarers import filed_numbers
from customs.storage.faults import live_faults, spend_faults


def on_seal_authorization_requested(tx: Transaction, event: SealAuthorizationRequested) -> None:
    """The receipt is decided now and said after the delay (R28, R32)."""
    due_at = tx.at + timedelta(seconds=tx.delays.receipt_delay_seconds)
    issued = receipt(event, filed_numbers(tx.connection, event.enterprise_code), at=due_at)
    issued, fault = refused(issued, live_faults(tx.connection))
    received = Authorization(
        authorization_id=event.authorization_id,
        enterprise_code=event.enterprise_code,
        requested_at=event.requested_at,
        receipt_due_at=due_at,
        items=issued.items,
    )
    if not add_authorization(tx.connection, received):
        return
    if fault is not None:
        spend_faults(tx.connection, {fault.fault_id: 1})
    tx.say((plans.planned(issued, due_at),))
