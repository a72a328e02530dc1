"""Applications as they come in: checked against their form, numbered, stored (R97, R98)."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from contracts.certificate_types import CertificateType, load_certificate_types
from customs import records
from customs.domain.applications import (
    CHINA_TIME,
    Application,
    ApplicationForm,
    State,
    apply_again,
)
from customs.domain.forms import destinations_of, goes_to, missing_fields, unknown_fields
from customs.domain.numbers import SERIALS_PER_YEAR, certificate_number
from customs.errors import ConsoleError


def checked_type(form: ApplicationForm) -> CertificateType:
    """The type of certificate applied for; ConsoleError when the application is not complete."""
    types = load_certificate_types()
    try:
        kind = types.by_id(form.type_id)
    except LookupError:
        known = [each.id for each in types.certificate_types]
        raise ConsoleError("customs.unknown_type", type_id=form.type_id, types=known) from None
    if not goes_to(kind, form.destination):
        raise ConsoleError(
            "customs.destination_not_of_type",
            type_id=kind.id,
            destination=form.destination,
            destinations=sorted(destinations_of(kind)),
        )
    missing = missing_fields(types, kind, form.data)
    if missing:
        raise ConsoleError("customs.fields_missing", missing=", ".join(missing))
    unknown = unknown_fields(kind, form.data)
    if unknown:
        raise ConsoleError("customs.fields_unknown", type_id=kind.id, unknown=", ".join(unknown))
    return kind


def file_numbered(
    connection: Connection, form: ApplicationForm, certificate_no: str, *, at: datetime
) -> Application:
    """An application under a number the applicant chose; a returned one may come again (R104)."""
    if not re.fullmatch(checked_type(form).number.regex, certificate_no):
        pattern = load_certificate_types().number_rule.pattern
        raise ConsoleError(
            "customs.number_not_of_type", certificate_no=certificate_no, pattern=pattern
        )
    new = Application(certificate_no=certificate_no, form=form, applied_at=at)
    if records.add_applications(connection, [new]):
        return new
    earlier = records.find_application(connection, certificate_no)
    if earlier is None or not _may_come_again(earlier, form):
        state = earlier.state if earlier is not None else State.APPLIED
        raise ConsoleError("customs.number_taken", certificate_no=certificate_no, state=state)
    again = apply_again(earlier, form, at=at)
    records.save_applications(connection, [again])
    return again


def file_next(
    connection: Connection, form: ApplicationForm, *, count: int, at: datetime
) -> list[Application]:
    """That many applications under the enterprise's next free serials (R97)."""
    code = checked_type(form).code
    filed: list[Application] = []
    while len(filed) < count:
        numbers = _next_numbers(connection, form, code, count=count - len(filed), at=at)
        new = [Application(certificate_no=each, form=form, applied_at=at) for each in numbers]
        free = records.add_applications(connection, new)
        filed += [each for each in new if each.certificate_no in free]
    return filed


def _next_numbers(
    connection: Connection, form: ApplicationForm, code: str, *, count: int, at: datetime
) -> Sequence[str]:
    year = at.astimezone(CHINA_TIME).year
    serials = records.take_serials(connection, form.enterprise_code, code, year=year, count=count)
    if serials[-1] > SERIALS_PER_YEAR:
        raise ConsoleError("customs.serials_exhausted")
    return [certificate_number(code, year, form.enterprise_code, serial) for serial in serials]


def _may_come_again(earlier: Application, form: ApplicationForm) -> bool:
    same = earlier.form.enterprise_code == form.enterprise_code
    return same and earlier.state is State.RETURNED
