"""审批: applications approved, their layouts put down, all of it said in one plan (R55, R59)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contracts.cautions import Caution
from customs.domain import applications, plans
from customs.domain.applications import Application, ApplicationForm
from customs.domain.faults import Fault
from customs.domain.plans import Plan
from customs.domain.timeline import entry_of_work
from customs.entrypoints.applications import cautions, file_next, the_application
from customs.entrypoints.layouts import put_down
from customs.entrypoints.replacements import replace_old
from customs.parts import Parts, Transaction
from customs.storage.applications import save_applications
from customs.storage.faults import add_faults


def approve(
    parts: Parts,
    certificate_no: str,
    call_ids: Sequence[str],
    *,
    step_seconds: float | None = None,
    faults: Sequence[Fault] = (),
) -> tuple[Application, tuple[Caution, ...]]:
    """审批通过, and the layout on its way; `faults` are scripted for this approval.

    What comes too early to be self-printed is approved all the same, with a caution (R36).
    """
    with parts.transaction(call_ids) as tx:
        application = the_application(tx, certificate_no)
        add_faults(tx.connection, faults)
        [approved] = _approve_all(tx, [(application, tx.at)], step_seconds)
        return approved, cautions(tx, approved)


def approve_many(
    parts: Parts,
    form: ApplicationForm,
    call_ids: Sequence[str],
    *,
    count: int,
    over_seconds: float = 0.0,
    step_seconds: float | None = None,
) -> list[Application]:
    """File and approve that many certificates, their approvals spread over a time."""
    pause = timedelta(seconds=over_seconds) / count
    with parts.transaction(call_ids) as tx:
        filed = file_next(tx, form, count=count)
        times = [(each, tx.at + place * pause) for place, each in enumerate(filed)]
        return _approve_all(tx, times, step_seconds)


def _approve_all(
    tx: Transaction,
    times: Sequence[tuple[Application, datetime]],
    step_seconds: float | None,
) -> list[Application]:
    """Approve each at its time (R104); without `step_seconds` the delay that is set holds.

    What each replaces is given back at that time (R99).
    """
    step = tx.delays.layout_step_seconds if step_seconds is None else step_seconds
    approved = [applications.approve(application, at=at) for application, at in times]
    announced = put_down(tx, approved)
    save_applications(tx.connection, approved)
    tx.note(*(entry_of_work("approved", each, tx.at) for each in approved))
    plan: Plan = ()
    for application, (_, at), layout in zip(approved, times, announced, strict=True):
        plan += plans.approval_plan(application, layout, at=at, step_seconds=step)
        plan += replace_old(tx, application)
    tx.say(plan)
    return approved
