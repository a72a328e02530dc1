"""版式: put down for an approval, and once more when cert_svc could not use it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from contracts.certificates import LayoutRejected
from contracts.customs import LayoutStatus, LayoutStatusChanged
from contracts.values import ObjectRef
from customs.domain import plans
from customs.domain.applications import Application
from customs.domain.faults import OBJECT_FAULTS, Fault, first_striking
from customs.layouts import Delivery, make_delivery
from customs.parts import Transaction
from customs.storage.applications import find_application
from customs.storage.faults import live_faults, spend_faults
from customs.storage.timeline import times_heard

RESENDS: Final = 3
"""How often a rejected layout is sent again before somebody has to look."""


def on_layout_rejected(tx: Transaction, event: LayoutRejected) -> None:
    """Sent again, three times at most; nothing when a later approval replaced it."""
    number, revision = event.certificate_no, event.revision
    application = find_application(tx.connection, number)
    earlier = times_heard(tx.connection, number, "LayoutRejected", revision=revision)
    if application is None or not application.is_approved(revision) or earlier >= RESENDS:
        return
    [layout] = put_down(tx, [application], attempt=earlier + 2)
    step = tx.delays.layout_step_seconds
    tx.say(plans.sending_plan(application, layout, at=tx.at, step_seconds=step))


def put_down(
    tx: Transaction, approved: Sequence[Application], *, attempt: int = 1
) -> list[ObjectRef]:
    """Store the layouts, spoiled where a fault says so; return what will be announced."""
    faults = list(live_faults(tx.connection))
    struck: Counter[UUID] = Counter()
    deliveries: list[Delivery] = []
    for application in approved:
        fault = first_striking(faults, OBJECT_FAULTS, _received(application))
        if fault is not None:
            struck[fault.fault_id] += 1
            faults = _with_one_less(faults, fault)
        kind = fault.kind if fault is not None else None
        deliveries.append(make_delivery(application, attempt=attempt, fault=kind))
    tx.objects.put_all({each.announced.key: each.content for each in deliveries if each.content})
    spend_faults(tx.connection, struck)
    return [each.announced for each in deliveries]


def _with_one_less(faults: Sequence[Fault], spent: Fault) -> list[Fault]:
    fewer = [replace(each, times=each.times - 1) if each is spent else each for each in faults]
    return [each for each in fewer if each.times > 0]


def _received(application: Application) -> LayoutStatusChanged:
    """What faults on the object are matched against."""
    return LayoutStatusChanged(
        enterprise_code=application.form.enterprise_code,
        certificate_no=application.certificate_no,
        revision=application.revision,
        status=LayoutStatus.RECEIVED,
        changed_at=application.approved_at or application.applied_at,
    )
