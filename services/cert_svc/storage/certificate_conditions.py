"""What the lists are searched by, as SQL: for their pages, their counts and whatever exports them.

Every index of the lists begins with whose certificates they are, and so does every statement.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Column, ColumnElement, and_, exists, false, or_

from contracts.certificate_lists import CertificateConditions
from contracts.certificate_numbers import tidy_certificate_no
from contracts.certificate_types import load_certificate_types
from contracts.customs import LayoutStatus
from contracts.identifiers import is_credit_code
from services.cert_svc.domain.openings import Download, downloads_of
from services.cert_svc.storage.filed_declarers import IS_FILED
from services.cert_svc.tables import agent_grants, certificates, filed_declarers

_C: Final = certificates.c
_PLACES_OF_REGION: Final = 2
_ON_THEIR_WAY: Final = set(LayoutStatus) - {LayoutStatus.RECEIVED}

Condition = ColumnElement[bool]
Visible = tuple[Condition, ...]
"""Whose certificates; it always goes with `listed`."""


def visible_to(enterprise_code: str | BindParameter[str], grants: Sequence[UUID]) -> list[Visible]:
    """What an enterprise owns, and what its principals let it print; never the same twice.

    `grants` are the ids of those that are live, as `contracts.access` asks for them.
    """
    own: Visible = (_C.listed, _C.enterprise_code == enterprise_code)
    if not grants:
        return [own]
    return [own, (_C.listed, _C.agent_code == enterprise_code, _granted_by(grants))]


def matching(asked: CertificateConditions, *, but: str = "") -> list[Condition]:
    """What all that is found fulfils; `but` names a condition that the caller sees to."""
    given = {name: getattr(asked, name) for name in _CONDITIONS if name != but}
    return [_CONDITIONS[name](value) for name, value in given.items() if value not in (None, ())]


def several_of(asked: CertificateConditions) -> tuple[str, Sequence[str]]:
    """The condition by whose values a list is best read one after the other, with the values.

    Within one of them its index has the order of the list, among several it has none. Empty
    where there is no such condition.
    """
    types = _types_of(asked)
    if len(types) > 1:
        return "type_id", types
    destinations = tuple(dict.fromkeys(asked.destination))
    if len(destinations) > 1:
        return "destination", destinations
    return "", ()


def _types_of(asked: CertificateConditions) -> tuple[str, ...]:
    """Those asked for, or those of which there is anything to download."""
    if asked.type_id or not asked.downloadable:
        return tuple(dict.fromkeys(asked.type_id))
    return tuple(dict.fromkeys(each.type_id for each in _downloads()))


def _granted_by(grant_ids: Sequence[UUID]) -> Condition:
    """One of these grants, given before the approval: `contracts.access.grant_for` (R39).

    What was heard of them has the same facts, and an index.
    """
    return exists().where(
        agent_grants.c.principal_code == _C.enterprise_code,
        agent_grants.c.grant_id.in_(grant_ids),
        agent_grants.c.granted_at < _C.approved_at,
    )


def _any_of(column: Column[Any]) -> Callable[[Sequence[Any]], Condition]:
    return lambda values: column == values[0] if len(values) == 1 else column.in_(values)


def _offices(column: Column[Any]) -> Callable[[Sequence[str]], Condition]:
    return lambda codes: or_(*(_office(column, code) for code in codes))


def _office(column: Column[Any], code: str) -> Condition:
    """All of a regional customs by their first two digits; in the index as a range."""
    if len(code) == _PLACES_OF_REGION:
        return column.between(f"{code}00", f"{code}99")
    return column == code


def _applicant(text: str) -> Condition:
    """申请人: the data names the enterprise by its code and the declarer by name (R29, R105)."""
    code = text.strip().upper()
    return _C.enterprise_code == code if is_credit_code(code) else _C.declarer_name == text.strip()


def _layout_statuses(statuses: Sequence[LayoutStatus]) -> Condition:
    """Few layouts are on their way at a time, and these have an index.

    All of them are asked for by that index's condition alone: PostgreSQL takes the status for
    another condition, expects next to nothing to fulfil both, and chooses its plan by that.
    """
    on_their_way = _C.layout_key.is_(None)
    if set(statuses) == _ON_THEIR_WAY:
        return on_their_way
    found = _C.layout_status.in_([status.value for status in statuses])
    return found if LayoutStatus.RECEIVED in statuses else and_(found, on_their_way)


def _downloadable(wanted: bool) -> Condition:  # noqa: FBT001 - a condition's one value
    open_on_issue_day = or_(false(), *(_open(download) for download in _downloads()))
    received = _C.layout_status == LayoutStatus.RECEIVED.value
    usable = and_(received, _C.replaced_by.is_(None), open_on_issue_day, _declarer_filed())
    return usable if wanted else ~usable


def _declarer_filed() -> Condition:
    filing = filed_declarers.c
    return exists().where(
        filing.enterprise_code == _C.enterprise_code,
        filing.id_number == _C.declarer_id_number,
        IS_FILED,
    )


def _open(download: Download) -> Condition:
    conditions = [_C.type_id == download.type_id]
    if "*" not in download.destinations:
        conditions.append(_C.destination.in_(download.destinations))
    if download.from_application is not None:
        known = _C.applied_on.is_not(None)
        conditions.append(~and_(known, _C.applied_on < download.from_application))
    if download.from_day is not None:
        conditions.append(_C.issue_date >= download.from_day)
    return and_(*conditions)


@cache
def _downloads() -> tuple[Download, ...]:
    return downloads_of(load_certificate_types())


_CONDITIONS: Final[dict[str, Callable[[Any], Condition]]] = {
    "certificate_no": lambda typed: _C.certificate_no == tidy_certificate_no(typed),
    "type_id": _any_of(_C.type_id),
    "destination": _any_of(_C.destination),
    "applicant": _applicant,
    "declarer_name": lambda name: _C.declarer_name == name.strip(),
    "invoice_no": lambda number: _C.invoice_no == number.strip(),
    "issuing_office": _offices(_C.issuing_office),
    "collecting_office": _offices(_C.collecting_office),
    "issued_from": lambda day: _C.issue_date >= day,
    "issued_to": lambda day: _C.issue_date <= day,
    "layout_status": _layout_statuses,
    "print_status": _any_of(_C.print_status),
    "archived": lambda archived: _C.archived if archived else ~_C.archived,
    "downloadable": _downloadable,
}
