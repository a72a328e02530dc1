"""更改证, 重发证: the old certificate is given back when the new one is approved (R98, R99)."""

from customs.domain import plans
from customs.domain.applications import Application, ApplicationForm
from customs.domain.plans import Plan
from customs.domain.replacements import (
    check_kind,
    check_replaceable,
    is_replaced_by,
    replace_by,
)
from customs.domain.timeline import entry_of_work
from customs.parts import Transaction
from customs.storage.applications import find_application, save_applications


def check_replacement(tx: Transaction, form: ApplicationForm, certificate_no: str = "") -> None:
    """Refused for an application that cannot replace what it names; locks the old one."""
    check_kind(form)
    if form.old_certificate_no is not None:
        check_replaceable(_old(tx, form), form, certificate_no)


def replace_old(tx: Transaction, approved: Application) -> Plan:
    """Nothing where an earlier approval of the same certificate has done it.

    Looked at again, for another application may have replaced it since this one was filed.
    """
    form, number = approved.form, approved.certificate_no
    old = _old(tx, form)
    if form.old_certificate_no is None:
        return ()
    check_replaceable(old, form, number)
    if old is None or is_replaced_by(old, number):
        return ()
    at = approved.approved_at or tx.at
    replaced = replace_by(old, number, at=at)
    save_applications(tx.connection, [replaced])
    tx.note(entry_of_work("replaced", replaced, tx.at, replaced_by=number))
    return plans.replacement_plan(replaced, form.reason or "", at=at)


def _old(tx: Transaction, form: ApplicationForm) -> Application | None:
    number = form.old_certificate_no
    return find_application(tx.connection, number) if number is not None else None
