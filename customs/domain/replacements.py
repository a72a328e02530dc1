"""更改证, 重发证: certificates issued in place of another that is given back (R98, R99)."""

from dataclasses import replace
from datetime import datetime

from customs.domain.applications import Action, Application, ApplicationForm, State, step
from customs.errors import Refused

_NEW = "0"


def check_kind(form: ApplicationForm) -> None:
    """Refused unless old number and reason are there for kinds 1 to 3, and only for them (R98)."""
    given = {"old_certificate_no": form.old_certificate_no, "reason": form.reason}
    if form.application_kind == _NEW:
        unwanted = [name for name, value in given.items() if value is not None]
        if unwanted:
            raise Refused("customs.replacement_unwanted", unwanted=", ".join(unwanted))
        return
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise Refused(
            "customs.replacement_incomplete", kind=form.application_kind, missing=", ".join(missing)
        )


def check_replaceable(old: Application | None, form: ApplicationForm, certificate_no: str) -> None:
    """Refused unless `certificate_no` may stand in place of `old` (R99).

    Another enterprise's certificate is as good as none.
    """
    number = form.old_certificate_no
    if old is None or old.form.enterprise_code != form.enterprise_code:
        raise Refused("customs.old_certificate_unknown", old_certificate_no=number)
    if old.certificate_no == certificate_no:
        raise Refused("customs.old_certificate_same", old_certificate_no=number)
    if is_replaced_by(old, certificate_no):
        return
    if old.state not in {State.APPROVED, State.ARCHIVED}:
        raise Refused(
            "customs.old_certificate_not_valid", old_certificate_no=number, state=old.state
        )


def check_bound(earlier: Application, form: ApplicationForm) -> None:
    """Refused when an application that replaced one certificate now names another, or none.

    What it replaced stays given back, also when the new one is sent back (R99, R104).
    """
    bound = earlier.form.old_certificate_no
    if earlier.revision > 0 and form.old_certificate_no != bound:
        raise Refused("customs.old_certificate_bound", old_certificate_no=bound)


def is_replaced_by(old: Application, certificate_no: str) -> bool:
    """Whether an earlier approval of the same certificate did it already (R104)."""
    return old.state is State.REPLACED and old.replaced_by == certificate_no


def replace_by(old: Application, certificate_no: str, *, at: datetime) -> Application:
    """Final; an archiving that was due no longer is."""
    return replace(
        old,
        state=step(old, Action.REPLACE),
        replaced_by=certificate_no,
        replaced_at=at,
        archive_due_at=None,
        archive_serial=None,
    )
