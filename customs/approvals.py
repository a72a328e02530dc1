"""Approvals: the layouts made and put down, the state changed, everything said in one plan."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from contracts.customs import LayoutStatus, LayoutStatusChanged
from contracts.values import ObjectRef
from customs import agenda, faultbook, records
from customs.domain import applications, plans
from customs.domain.applications import Application
from customs.domain.faults import OBJECT_FAULTS, Fault, disturb, first_striking
from customs.domain.plans import Plan
from customs.layouts import Delivery, make_delivery
from customs.objects import Objects


def say(connection: Connection, plan: Plan, call_ids: Sequence[str]) -> None:
    """Put the plan on the agenda as the scripted faults leave it."""
    disturbed, struck = disturb(plan, faultbook.live_faults(connection))
    faultbook.spend(connection, struck)
    agenda.schedule(connection, disturbed, call_ids)


def approve_all(
    connection: Connection,
    objects: Objects,
    times: Sequence[tuple[Application, datetime]],
    call_ids: Sequence[str],
    *,
    step_seconds: float,
) -> list[Application]:
    """Approve each at its time (R104)."""
    approved = [applications.approve(application, at=at) for application, at in times]
    announced = put_down(connection, objects, approved)
    records.save_applications(connection, approved)
    plan: Plan = ()
    for application, (_, at), layout in zip(approved, times, announced, strict=True):
        plan += plans.approval_plan(application, layout, at=at, step_seconds=step_seconds)
    say(connection, plan, call_ids)
    return approved


def send_again(
    connection: Connection,
    objects: Objects,
    application: Application,
    call_ids: Sequence[str],
    *,
    attempt: int,
    at: datetime,
    step_seconds: float,
) -> None:
    """发送中 and 接收成功 once more, with the object under a key of its own."""
    [layout] = put_down(connection, objects, [application], attempt=attempt)
    plan = plans.sending_plan(application, layout, at=at, step_seconds=step_seconds)
    say(connection, plan, call_ids)


def put_down(
    connection: Connection, objects: Objects, approved: Sequence[Application], *, attempt: int = 1
) -> list[ObjectRef]:
    """Store the layouts, spoiled where a fault says so; return what will be announced."""
    faults = list(faultbook.live_faults(connection))
    struck: Counter[UUID] = Counter()
    deliveries: list[Delivery] = []
    for application in approved:
        fault = first_striking(faults, OBJECT_FAULTS, _received(application))
        if fault is not None:
            struck[fault.fault_id] += 1
            faults = _with_one_less(faults, fault)
        kind = fault.kind if fault is not None else None
        deliveries.append(make_delivery(application, attempt=attempt, fault=kind))
    objects.put_all({each.announced.key: each.content for each in deliveries if each.content})
    faultbook.spend(connection, struck)
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
