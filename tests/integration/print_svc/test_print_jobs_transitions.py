"""SQL that takes many print jobs through one action takes exactly those of the table."""

from itertools import product
from typing import get_args
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.people import SessionsEnded
from contracts.printing import JobState
from services.print_svc import tables
from services.print_svc.domain.print_jobs import TRANSITIONS
from services.print_svc.storage import print_jobs
from tests.unit.print_svc.domain.jobs import ISSUER, LATER, OWNER, PRINTABLE, job

NUMBER = PRINTABLE.certificate_no
MANY_AT_ONCE = {
    "expire": lambda session, _job: print_jobs.expire_overdue(session, NUMBER, now=LATER),
    "not_made": lambda session, job: print_jobs.void_not_made(session, job.id),
    "reprint": lambda session, job: print_jobs.void_for_reprint(
        session, NUMBER, job.original_serial
    ),
    "new_approval": lambda session, _job: print_jobs.void_for_new_approval(session, NUMBER, 2),
    "returned": lambda session, _job: print_jobs.void_returned(session, NUMBER, 1),
    "archived": lambda session, _job: print_jobs.void_archived(session, NUMBER),
    "claimed": lambda session, _job: print_jobs.void_claimed(session, NUMBER, 1),
    "replaced": lambda session, _job: print_jobs.void_replaced(session, NUMBER),
    "agent_revoked": lambda session, _job: print_jobs.void_of_agent(session, OWNER, ISSUER),
    "sessions_ended": lambda session, job: print_jobs.void_of_sessions(
        session, sessions_ended(job)
    ),
    "workstation_revoked": lambda session, job: print_jobs.void_of_workstation(
        session, job.workstation_id
    ),
}


def sessions_ended(one):
    return SessionsEnded(
        enterprise_code=ISSUER, operator_id=one.operator_id, media=[one.medium], ended_at=LATER
    )


ALLOWED = [(state, action) for action in MANY_AT_ONCE for state in TRANSITIONS[action].before]
OTHERS = sorted(set(product(get_args(JobState), MANY_AT_ONCE)) - set(ALLOWED))


def after(office, state, action):
    """What the database holds of a job in this state once it took the action: state and reason."""
    one = job(state, id=uuid4())
    with Session(office.bench.engine) as session:
        print_jobs.add(session, one)
        MANY_AT_ONCE[action](session, one)
        [kept] = session.execute(select(tables.print_jobs)).all()
    return kept.state, kept.void_reason


@pytest.mark.parametrize(("state", "action"), [each for each in ALLOWED if each[1] != "expire"])
def test_a_job_is_voided_where_the_table_says_so_and_keeps_the_reason(office, state, action):
    assert after(office, state, action) == ("voided", action)


def test_a_job_that_is_overdue_expires(office):
    assert after(office, "issued", "expire") == ("expired", None)


@pytest.mark.parametrize(("state", "action"), OTHERS)
def test_a_job_in_any_other_state_stays_as_it_is(office, state, action):
    assert after(office, state, action) == (state, None)
