"""Why a certificate is not listed or not printable: every condition, in the order of R54."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from contracts.access import Standing, may
from contracts.certificates import Diagnosis, DiagnosisLine
from contracts.seal_authority import SEAL_PROBLEMS, SIGNATURE_PROBLEMS
from contracts.standing import AuthorizationStanding
from services.cert_svc.domain.agent_reasons import AgentReason
from services.cert_svc.domain.conditions import CONDITIONS, Condition, Facts, first_obstacle
from services.cert_svc.domain.diagnosis_facts import as_text, facts_of_line
from services.cert_svc.domain.moments import shown
from services.cert_svc.domain.sentences import HOLDS, sentence_of

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_UNKNOWN: Final = "certificate.unknown"
_AGENT: Final = "certificate.agent_not_authorized"
_NOT_APPROVED: Final = "certificate.returned"
_LINES: Final = tuple(
    c for c in CONDITIONS if "print" in c.uses or not c.uses or "download" in c.uses
)
_DOWNLOAD: Final = "certificate.not_downloadable"
_AUTHORIZATION: Final = frozenset(
    {
        "certificate.seal_not_authorized",
        "certificate.authorized_too_late",
        "certificate.signature_not_authorized",
        *SIGNATURE_PROBLEMS,
        *SEAL_PROBLEMS,
    }
)
_AFTER_AUTHORIZATION: Final = "certificate.id_numbers_differ"


def asks_for_standing(facts: Facts) -> bool:
    """Whether an authorization stands in the way of an owner, who may hear how far it got."""
    failing = (c.code for c in CONDITIONS if c.concerns(facts) and c.holds(facts) is False)
    return facts.viewer is Standing.OWNER and not _AUTHORIZATION.isdisjoint(failing)


def diagnose(facts: Facts, standing: DiagnosisLine | None = None) -> Diagnosis:
    """For whoever may see the certificate; the download is named where it is open.

    `standing` says how far the authorization got, where one stands in the way.
    """
    number = facts.certificate.certificate_no
    lines = []
    for each in _LINES:
        if each.code == _AFTER_AUTHORIZATION and standing is not None:
            lines.append(standing)
        if each.concerns(facts) and (each.code != _DOWNLOAD or facts.openings.download):
            lines.append(_condition_line(each, facts))
    return Diagnosis(
        certificate_no=number,
        printable=may(facts.viewer, "print") and first_obstacle(facts, "print") is None,
        lines=(_found(number), *lines, _hotline()),
    )


def standing_line(standing: AuthorizationStanding | None) -> DiagnosisLine | None:
    """How far the authorization got; None once it got all the way.

    `standing` is None where auth_svc does not answer: then it is to be checked.
    """
    if standing is None:
        return _line("authorization.not_known", holds=None)
    if standing.step == "accepted":
        return None
    times = {
        "requested_at": standing.requested_at,
        "receipt_due_at": standing.receipt_due_at,
        "received_at": standing.received_at,
    }
    reasons = "; ".join(f"{one.name}: {one.reason or '-'}" for one in standing.rejected)
    rejected = {"rejected": reasons} if reasons else {}
    details = {name: shown(moment) for name, moment in times.items() if moment}
    return _line(
        f"authorization.{standing.step}",
        holds=False,
        details=details | rejected,
        facts=as_text(times) | rejected,
    )


def diagnose_unapproved(certificate_no: str) -> Diagnosis:
    """For the owner of an application that customs has not approved, or sent back first."""
    return _only(_found(certificate_no), certificate_no, _NOT_APPROVED)


def diagnose_agent_without_grant(
    certificate_no: str, reason: AgentReason, *, principal_authorized: bool
) -> Diagnosis:
    """For the agent that declared it: its own reasons, and nothing else about it (R38, R39)."""
    details = {name: shown(moment) for name, moment in reason.facts.items()}
    reasons = [_line(reason.code, holds=False, details=details, facts=as_text(reason.facts))]
    if not principal_authorized:
        reasons.append(_line("agent.principal_not_authorized", holds=False))
    return _only(_found(certificate_no), certificate_no, _AGENT, reasons)


def diagnose_unknown(certificate_no: str, *, well_formed: bool) -> Diagnosis:
    """The same for a number that does not exist and for another enterprise's."""
    form = "certificate.malformed_number"
    lines = (
        _line(_UNKNOWN, holds=False, details={"certificate_no": certificate_no}),
        _line(form, holds=well_formed),
        *(_line(c.code, holds=None) for c in _LINES if c.code != _DOWNLOAD),
        _line("certificate.declared_elsewhere", holds=None),
        _hotline(),
    )
    return Diagnosis(certificate_no=certificate_no, printable=False, lines=lines)


def _only(
    found: DiagnosisLine,
    certificate_no: str,
    failing: str,
    reasons: Iterable[DiagnosisLine] = (),
) -> Diagnosis:
    """`reasons` stand behind the failing line."""
    lines = []
    for each in _LINES:
        if each.code != _DOWNLOAD:
            lines.append(_line(each.code, holds=_false_if(each, failing)))
        if each.code == failing:
            lines.extend(reasons)
    return Diagnosis(
        certificate_no=certificate_no, printable=False, lines=(found, *lines, _hotline())
    )


def _false_if(condition: Condition, failing: str) -> bool | None:
    return False if condition.code == failing else None


def _condition_line(condition: Condition, facts: Facts) -> DiagnosisLine:
    code = condition.code
    return _line(
        code,
        holds=condition.holds(facts),
        details=facts.stamps.problems.get(code, _NONE),
        facts=facts_of_line(code, facts),
    )


def _found(certificate_no: str) -> DiagnosisLine:
    number = {"certificate_no": certificate_no}
    return _line(_UNKNOWN, holds=True, details=number, facts=number)


def _hotline() -> DiagnosisLine:
    return _line("certificate.hotline", holds=None)


def _line(
    code: str,
    *,
    holds: bool | None,
    details: Mapping[str, Any] = _NONE,
    facts: Mapping[str, str] = _NONE,
) -> DiagnosisLine:
    """A condition of which nothing is known is to be checked; what cannot hold is mere advice.

    The sentence names `details`; `facts` are data beside it.
    """
    failing = sentence_of(code)
    said = (HOLDS[code] if holds else failing).filled(details)
    unknown = holds is None and code in HOLDS
    return DiagnosisLine(
        code=code,
        holds=holds,
        rule=failing.rule or "",
        message_zh=f"请检查：{said.whole_zh}" if unknown else said.whole_zh,
        message_en=f"Check: {said.whole_en}" if unknown else said.whole_en,
        facts=dict(facts),
    )
