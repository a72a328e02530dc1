"""The rules R43-R58 as one table: what must hold for listing, printing, copying, downloading."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from contracts.access import Standing, may
from contracts.customs import LayoutStatus
from contracts.seal_authority import SEAL_PROBLEMS, SIGNATURE_PROBLEMS
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.domain.enterprises import Enterprise
from services.cert_svc.domain.openings import Openings
from services.cert_svc.domain.stamps import NO_STAMPS, Stamps

Use = Literal["list", "print", "print_copy", "copy", "download", "download_again"]
"""A copy is printed (打印副本), or made to look at (预览/下载副本): that also when archived.
`download_again` hands out the file there is, and uses no seal anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that decides about one approved certificate."""

    certificate: Certificate
    approval: Approval
    enterprise: Enterprise
    openings: Openings
    viewer: Standing
    stamps: Stamps = NO_STAMPS


@dataclass(frozen=True, slots=True)
class Condition:
    """`holds` answers None where an earlier condition leaves nothing to compare.

    `code` names its sentence and its rule; where `uses` is not empty it is an error code. It is
    left out for certificates that it does not concern.
    """

    code: str
    uses: frozenset[Use]
    holds: Callable[[Facts], bool | None]
    concerns: Callable[[Facts], bool] = lambda _: True


def _seal_authorized(facts: Facts) -> bool:
    return bool(facts.enterprise.authorizations)


def _authorized_in_time(facts: Facts) -> bool | None:
    if not _seal_authorized(facts):
        return None
    return facts.enterprise.in_force_at(facts.approval.approved_at) is not None


def _signature_authorized(facts: Facts) -> bool | None:
    in_force = facts.enterprise.in_force_at(facts.approval.approved_at)
    return None if in_force is None else facts.approval.declarer_id_number in in_force.signers


def _declarer_filed(facts: Facts) -> bool:
    return facts.approval.declarer_id_number in facts.enterprise.declarers


def _declarer_was_filed(facts: Facts) -> bool:
    """What was approved before the filing ended stays listed, and is not printed (R45)."""
    approval = facts.approval
    return facts.enterprise.was_filed_after(approval.declarer_id_number, approval.approved_at)


def _numbers_agree(facts: Facts) -> bool | None:
    if _declarer_filed(facts) and _signature_authorized(facts):
        return True
    approval = facts.approval
    differ = facts.enterprise.knows_by_name_only(
        approval.declarer_id_number, approval.declarer_name
    )
    return False if differ else None


def _office_in_scheme(facts: Facts) -> bool | None:
    if facts.openings.self_print:
        return True
    return False if facts.openings.elsewhere else None


def _stamp_usable(code: str, facts: Facts) -> bool | None:
    if not _seal_authorized(facts):
        return None
    return code not in facts.stamps.problems


def _takes_seal(facts: Facts) -> bool:
    return facts.stamps.takes_seal


_STAMPED: Final[frozenset[Use]] = frozenset({"print", "print_copy", "copy", "download"})
_LAYOUT: Final[frozenset[Use]] = _STAMPED | {"download_again"}
_ALL: Final[frozenset[Use]] = _LAYOUT | {"list"}
_LIST: Final[frozenset[Use]] = frozenset({"list"})
_PRINT: Final[frozenset[Use]] = frozenset({"print"})
_ON_PAPER: Final[frozenset[Use]] = frozenset({"print", "print_copy"})
_VISIBLE: Final[frozenset[Use]] = frozenset({"list", "print_copy", "copy"})
_DOWNLOAD: Final[frozenset[Use]] = frozenset({"download", "download_again"})
_ADVICE: Final[frozenset[Use]] = frozenset()

CONDITIONS: Final[tuple[Condition, ...]] = (
    Condition("certificate.type_not_open", _PRINT, lambda f: f.openings.self_print),
    Condition("certificate.type_not_open", _VISIBLE, lambda f: f.openings.any),
    Condition("certificate.not_downloadable", _DOWNLOAD, lambda f: f.openings.download),
    Condition("certificate.returned", _ALL, lambda f: f.certificate.returned_at is None),
    Condition("certificate.seal_not_authorized", _ALL, _seal_authorized),
    Condition("certificate.authorized_too_late", _ALL, _authorized_in_time),
    Condition("certificate.declarer_not_filed", _LIST, _declarer_was_filed),
    Condition("certificate.declarer_not_filed", _LAYOUT, _declarer_filed),
    Condition("certificate.signature_not_authorized", _ALL, _signature_authorized),
    *(Condition(code, _STAMPED, partial(_stamp_usable, code)) for code in SIGNATURE_PROBLEMS),
    *(
        Condition(code, _STAMPED, partial(_stamp_usable, code), _takes_seal)
        for code in SEAL_PROBLEMS
    ),
    Condition("certificate.id_numbers_differ", _ADVICE, _numbers_agree),
    Condition("certificate.agent_not_authorized", _ADVICE, lambda f: may(f.viewer, "print")),
    Condition(
        "certificate.claimed_at_counter",
        _ALL,
        lambda f: not f.approval.claimed_at_counter,
    ),
    Condition("certificate.replaced", _LAYOUT, lambda f: f.certificate.replaced_by is None),
    Condition("certificate.archived", _ON_PAPER, lambda f: not f.certificate.archived),
    Condition(
        "certificate.already_printed",
        _PRINT,
        lambda f: f.certificate.print_status == "waiting",
    ),
    Condition(
        "certificate.layout_not_received",
        _LAYOUT,
        lambda f: f.certificate.layout_status is LayoutStatus.RECEIVED,
    ),
    Condition("certificate.office_not_in_pilot", _ADVICE, _office_in_scheme),
)
"""In the order of R54; whoever may not see the certificate never gets as far as these."""


def first_obstacle(facts: Facts, use: Use) -> Condition | None:
    """The first condition of this use that does not hold."""
    return next(
        (c for c in CONDITIONS if use in c.uses and c.concerns(facts) and not c.holds(facts)), None
    )


def use_now(certificate: Certificate, use: Use) -> Use:
    """A download whose original is out can only be handed out again (R85)."""
    again = use == "download" and certificate.print_status == "printed"
    return "download_again" if again else use
