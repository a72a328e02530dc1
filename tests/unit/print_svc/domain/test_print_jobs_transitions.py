"""The whole life of a print job stands in one table, and no state comes from anywhere else."""

import ast
import re
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from contracts.errors import Refused
from contracts.printing import JobState
from services.print_svc import tables
from services.print_svc.domain.cancellations import cancel
from services.print_svc.domain.print_jobs import (
    LIVE,
    OUT,
    TRANSITIONS,
    Action,
    VoidReason,
    WrongTransition,
    as_of,
    confirm,
    release,
    restore,
    state_after,
    states_from,
    step,
)
from tests.unit.print_svc.domain.jobs import LATER, NOW, job

STATES = (None, *get_args(JobState))
ALLOWED = {
    (state, action): after for action, (before, after) in TRANSITIONS.items() for state in before
}
REFUSED = sorted(set(product(STATES, TRANSITIONS)) - ALLOWED.keys(), key=str)
SERVICE = Path(tables.__file__).parent
OF_THEIR_OWN = {"card_requests.py", "scan_requests.py"}
"""Requests have other states."""
MODULES = [
    path
    for path in SERVICE.rglob("*.py")
    if "migrations" not in path.parts and path.name not in OF_THEIR_OWN
]
SHOWS_A_STATE = {"PrintJobView", "LiveOriginal", "SheetFacts"}
FROM_THE_TABLE = {"step", "state_after"}
WRITING_SQL = re.compile(r"\bset\b[^;]*\bstate\s*=", re.IGNORECASE)


ONE_JOB = {
    "release": lambda state: release(job(state), now=NOW),
    "confirm_printed": lambda state: confirm(job(state), printed=True, now=NOW),
    "confirm_failed": lambda state: confirm(job(state), printed=False, now=NOW),
    "cancelled": lambda state: cancel(job(state), now=NOW),
    "restore_released": lambda state: restore(job(state)),
    "restore_printed": lambda state: restore(job(state, printed=True)),
    "restore_failed": lambda state: restore(job(state, printed=False)),
}


def pairs_of(actions, pairs):
    return [(state, action) for state, action in pairs if action in actions and state]


@pytest.mark.parametrize(("state", "action"), REFUSED)
def test_an_action_that_has_no_place_in_the_table_is_a_defect(state, action):
    with pytest.raises(WrongTransition, match=action):
        step(state, action)


@pytest.mark.parametrize(("state", "action"), sorted(ALLOWED, key=str))
def test_an_action_of_the_table_leads_where_it_says(state, action):
    assert step(state, action) == ALLOWED[state, action]


def test_the_table_has_every_action_and_every_state():
    assert set(TRANSITIONS) == set(get_args(Action))
    assert {state for state, _ in ALLOWED} | set(ALLOWED.values()) == set(STATES)


@pytest.mark.parametrize(("state", "action"), pairs_of(ONE_JOB, ALLOWED))
def test_one_job_goes_where_the_table_says(state, action):
    assert ONE_JOB[action](state).state == ALLOWED[state, action]


@pytest.mark.parametrize(("state", "action"), pairs_of(ONE_JOB, REFUSED))
def test_one_job_goes_nowhere_else(state, action):
    with pytest.raises((WrongTransition, Refused)):
        ONE_JOB[action](state)


@pytest.mark.parametrize("state", get_args(JobState))
def test_an_overdue_job_expires_where_the_table_says_so_and_stays_otherwise(state):
    assert as_of(job(state), LATER).state == ALLOWED.get((state, "expire"), state)


@pytest.mark.parametrize("action", TRANSITIONS)
def test_sql_takes_along_exactly_the_states_that_one_job_could_leave(action):
    allowed = {state for state, name in ALLOWED if name == action}

    assert set(states_from(action)) == allowed - {None}
    assert {step(state, action) for state in allowed} == {state_after(action)}


@pytest.mark.parametrize("reason", get_args(VoidReason))
def test_whatever_voids_a_job_takes_it_from_the_living(reason):
    assert state_after(reason) == "voided"
    assert set(states_from(reason)) <= set(LIVE)


def test_the_index_counts_the_same_states_as_live():
    named = re.findall(r"'(\w+)'", str(tables.LIVE_ORIGINAL))

    assert sorted(named) == sorted(LIVE)


def test_what_is_out_is_live_and_waits_for_no_workstation():
    assert set(OUT) == {"released", "printed", "failed"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SERVICE)))
def test_every_state_that_is_written_comes_from_the_table(module):
    assert strange_states(module.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        'replace(job, state="voided")',
        "replace(job, state=STATES[printed])",
        'PrintJob(state="issued")',
        'update(print_jobs).values(state="expired")',
        'session.execute(query, {"state": "expired"})',
        'job.state = "voided"',
        'class PrintJob:\n    state: JobState = "issued"',
        "text(\"update print_jobs set void_reason = 'x', state = 'voided'\")",
    ],
)
def test_a_state_from_elsewhere_would_be_found(source):
    assert strange_states(source) != []


@pytest.mark.parametrize(
    "source",
    [
        'replace(job, state=step(job.state, "expire"))',
        'update(print_jobs).values(state=state_after("expire"))',
        "PrintJobView(state=as_of(job, now).state)",
        "class PrintJob:\n    state: JobState",
    ],
)
def test_a_state_of_the_table_and_one_that_is_only_shown_are_in_order(source):
    assert strange_states(source) == []


def strange_states(source):
    """Each piece of the source that writes a state which the table did not give."""
    written = [value for node in ast.walk(ast.parse(source)) for value in _written(node)]
    return [ast.unparse(value) for value in written if _name_called(value) not in FROM_THE_TABLE]


def _written(node):
    match node:
        case ast.Call() if _name_called(node) not in SHOWS_A_STATE:
            return [keyword.value for keyword in node.keywords if keyword.arg == "state"]
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            return [value for key, value in pairs if _is_state(key)]
        case ast.Assign():
            return [node.value] * any(map(_is_state, node.targets))
        case ast.AnnAssign(value=ast.expr()):
            return [node.value] * _is_state(node.target)
        case ast.Constant(value=str() as text) if WRITING_SQL.search(text):
            return [node]
        case _:
            return []


def _is_state(node):
    match node:
        case ast.Constant(value="state") | ast.Attribute(attr="state") | ast.Name(id="state"):
            return True
        case _:
            return False


def _name_called(node):
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
        case _:
            return None
