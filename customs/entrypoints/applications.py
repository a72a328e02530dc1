"""Applications as they come in and go back: checked, numbered, stored (R97, R98, R104)."""

from collections.abc import Sequence
from typing import Final

from contracts.cautions import Caution
from contracts.china_time import CHINA_TIME
from customs.domain import applications, order_guard, plans
from customs.domain.applications import Application, ApplicationForm, State
from customs.domain.forms import check_number, checked_type
from customs.domain.numbers import SERIALS_PER_YEAR, certificate_number
from customs.domain.replacements import check_bound
from customs.domain.timeline import entry_of_work
from customs.entrypoints.replacements import check_replacement
from customs.errors import Refused
from customs.parts import Parts, Transaction
from customs.storage.applications import (
    add_applications,
    find_application,
    save_applications,
    take_serials,
)
from customs.storage.authorizations import list_authorizations

RECENT: Final = 100
"""Authorizations of one enterprise that the order guard looks at, the newest first."""


def apply(
    parts: Parts, form: ApplicationForm, certificate_no: str | None, call_ids: Sequence[str]
) -> tuple[Application, tuple[Caution, ...]]:
    """One application, and what to know before it is approved (R36).

    Without a number of its own it gets the next.
    """
    with parts.transaction(call_ids) as tx:
        if certificate_no is None:
            [filed] = file_next(tx, form, count=1)
        else:
            filed = _file_numbered(tx, form, certificate_no)
        tx.note(entry_of_work("applied", filed, tx.at))
        tx.say(plans.application_plan(filed, at=tx.at))
        return filed, cautions(tx, filed)


def send_back(
    parts: Parts, certificate_no: str, reason: str, call_ids: Sequence[str]
) -> Application:
    """退回."""
    with parts.transaction(call_ids) as tx:
        returned = applications.send_back(the_application(tx, certificate_no))
        save_applications(tx.connection, [returned])
        tx.note(entry_of_work("returned", returned, tx.at, reason=reason))
        tx.say(plans.return_plan(returned, reason, at=tx.at))
    return returned


def cautions(tx: Transaction, application: Application) -> tuple[Caution, ...]:
    """For an approval now."""
    known = list_authorizations(tx.connection, application.form.enterprise_code, RECENT)
    return order_guard.cautions_of(application, known, at=tx.at)


def the_application(tx: Transaction, certificate_no: str) -> Application:
    """Locked until the transaction ends; Refused when there is none."""
    application = find_application(tx.connection, certificate_no)
    if application is None:
        raise Refused("customs.unknown_application", certificate_no=certificate_no)
    return application


def file_next(tx: Transaction, form: ApplicationForm, *, count: int) -> list[Application]:
    """That many applications under the enterprise's next free serials."""
    code = checked_type(form).code
    check_replacement(tx, form)
    filed: list[Application] = []
    while len(filed) < count:
        numbers = _next_numbers(tx, form, code, count=count - len(filed))
        new = [Application(certificate_no=each, form=form, applied_at=tx.at) for each in numbers]
        free = add_applications(tx.connection, new)
        filed += [each for each in new if each.certificate_no in free]
    return filed


def _file_numbered(tx: Transaction, form: ApplicationForm, certificate_no: str) -> Application:
    """Under a number the applicant chose; a returned application may come again."""
    check_number(checked_type(form), certificate_no)
    check_replacement(tx, form, certificate_no)
    new = Application(certificate_no=certificate_no, form=form, applied_at=tx.at)
    if add_applications(tx.connection, [new]):
        return new
    earlier = the_application(tx, certificate_no)
    if earlier.form.enterprise_code != form.enterprise_code or earlier.state is not State.RETURNED:
        raise Refused("customs.number_taken", certificate_no=certificate_no, state=earlier.state)
    check_bound(earlier, form)
    again = applications.apply_again(earlier, form, at=tx.at)
    save_applications(tx.connection, [again])
    return again


def _next_numbers(
    tx: Transaction, form: ApplicationForm, code: str, *, count: int
) -> Sequence[str]:
    year = tx.at.astimezone(CHINA_TIME).year
    enterprise = form.enterprise_code
    serials = take_serials(tx.connection, enterprise, code, year=year, count=count)
    if serials[-1] > SERIALS_PER_YEAR:
        raise Refused("customs.serials_exhausted")
    return [certificate_number(code, year, enterprise, serial) for serial in serials]
