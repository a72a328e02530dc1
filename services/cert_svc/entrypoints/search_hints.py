"""Why a search found nothing: probed one condition at a time, each with a count that ends (R53)."""

from collections.abc import Iterator, Sequence

from chassis.database import Session
from contracts.certificate_lists import (
    CertificateConditions,
    ExcludingCondition,
    SearchHint,
    WiderDates,
)
from services.cert_svc.domain.search_hints import (
    NAMES,
    Found,
    excluding,
    search_hint,
    wider_dates,
)
from services.cert_svc.storage.certificate_conditions import Visible
from services.cert_svc.storage.certificate_lists import count_up_to, nearest_issue_date

_NOT_GIVEN = (None, ())


def hint(session: Session, asked: CertificateConditions, visible: Sequence[Visible]) -> SearchHint:
    """At most three statements about dates, and one for each other condition that was given."""
    return search_hint(_wider_dates(session, asked, visible), _excluding(session, asked, visible))


def _wider_dates(
    session: Session, asked: CertificateConditions, visible: Sequence[Visible]
) -> WiderDates | None:
    """Up to the nearest day on either side on which something was issued."""
    open_ended = asked.model_copy(update={"issued_from": None, "issued_to": None})
    earlier, later = asked.issued_from, asked.issued_to
    before = earlier and nearest_issue_date(session, open_ended, visible, before=earlier)
    after = later and nearest_issue_date(session, open_ended, visible, after=later)
    found = sorted(day for day in (before, after) if day)
    if not found:
        return None
    days = sorted(day for day in (before or earlier, after or later, *found) if day)
    between = {"issued_from": days[0], "issued_to": days[-1]}
    counted = count_up_to(session, asked.model_copy(update=between), visible)
    return wider_dates(days[0], days[-1], Found(*counted))


def _excluding(
    session: Session, asked: CertificateConditions, visible: Sequence[Visible]
) -> Iterator[ExcludingCondition]:
    unset = CertificateConditions()
    for name in NAMES:
        if getattr(asked, name) in _NOT_GIVEN:
            continue
        without = asked.model_copy(update={name: getattr(unset, name)})
        found = Found(*count_up_to(session, without, visible))
        if found.count:
            yield excluding(name, found)
