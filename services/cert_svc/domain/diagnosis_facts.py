"""What each line of a diagnosis was decided by: times, days, names (R54)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from contracts.access import Standing
from contracts.seal_authority import SEAL_PROBLEMS, SIGNATURE_PROBLEMS
from services.cert_svc.domain.conditions import Facts

Known = Mapping[str, str | date | datetime | None]


def facts_of_line(code: str, facts: Facts) -> dict[str, str]:
    """Nothing of the owner's seal, declarers and authorizations for an agent (R38)."""
    if facts.viewer is not Standing.OWNER and code in _OWNERS_ALONE:
        return {}
    return as_text(_FACTS.get(code, _nothing)(facts))


def as_text(known: Known) -> dict[str, str]:
    """Times and days in ISO 8601; what is not known is left out."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in known.items()
        if value is not None
    }


def _nothing(_: Facts) -> Known:
    return {}


def _opening(facts: Facts) -> Known:
    approval = facts.approval
    return {
        "type_id": approval.type_id,
        "destination": approval.destination,
        "issue_date": approval.issue_date,
    }


def _approval(facts: Facts) -> Known:
    return {
        "approved_at": facts.approval.approved_at,
        "returned_at": facts.certificate.returned_at,
    }


def _newest_authorization(facts: Facts) -> Known:
    newest = max(facts.enterprise.authorizations, key=lambda each: each.order, default=None)
    return {"received_at": newest.received_at if newest else None}


def _authorization_and_approval(facts: Facts) -> Known:
    """The one in force at the approval, or the earliest when all came too late."""
    approved_at = facts.approval.approved_at
    in_force = facts.enterprise.in_force_at(approved_at)
    times = [each.received_at for each in facts.enterprise.authorizations]
    received_at = in_force.received_at if in_force else min(times, default=None)
    return {"received_at": received_at, "approved_at": approved_at}


def _declarer(facts: Facts) -> Known:
    return {"declarer_name": facts.approval.declarer_name}


def _seal(facts: Facts) -> Known:
    seal = facts.stamps.seal
    if seal is None:
        return {}
    return {
        "seal_id": str(seal.seal_id),
        "valid_from": seal.valid_from,
        "valid_to": seal.valid_to,
    }


def _archived(facts: Facts) -> Known:
    return {"archived_at": facts.certificate.archived_at}


def _print_status(facts: Facts) -> Known:
    out = (serial for serial, each in facts.certificate.originals.items() if each.state.is_out)
    return {
        "print_status": facts.certificate.print_status,
        "print_serial": next(out, None),
    }


def _layout(facts: Facts) -> Known:
    return {"layout_status": facts.certificate.layout_status.value}


def _office(facts: Facts) -> Known:
    return {"issuing_office": facts.approval.issuing_office}


def _number(facts: Facts) -> Known:
    return {"certificate_no": facts.certificate.certificate_no}


_OF_STAMPS: Final[dict[str, Callable[[Facts], Known]]] = {
    "certificate.seal_not_authorized": _newest_authorization,
    "certificate.authorized_too_late": _authorization_and_approval,
    "certificate.declarer_not_filed": _declarer,
    "certificate.signature_not_authorized": lambda facts: {
        **_declarer(facts),
        **_authorization_and_approval(facts),
    },
    **dict.fromkeys(SIGNATURE_PROBLEMS, _declarer),
    **dict.fromkeys(SEAL_PROBLEMS, _seal),
    "certificate.id_numbers_differ": _declarer,
}
_OWNERS_ALONE: Final = frozenset(_OF_STAMPS)
_FACTS: Final[dict[str, Callable[[Facts], Known]]] = {
    **_OF_STAMPS,
    "certificate.unknown": _number,
    "certificate.type_not_open": _opening,
    "certificate.not_downloadable": _opening,
    "certificate.returned": _approval,
    "certificate.replaced": lambda facts: {"replaced_by": facts.certificate.replaced_by},
    "certificate.archived": _archived,
    "certificate.already_printed": _print_status,
    "certificate.layout_not_received": _layout,
    "certificate.office_not_in_pilot": _office,
}
