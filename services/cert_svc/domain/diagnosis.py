"""Why a certificate is not listed or not printable: every condition, in the order of R54."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from contracts.certificates import Diagnosis, DiagnosisLine
from services.cert_svc.domain.conditions import CONDITIONS, Condition, Facts, first_obstacle
from services.cert_svc.domain.sentences import HOLDS, sentence_of

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
_UNKNOWN: Final = "certificate.unknown"
_AGENT: Final = "certificate.agent_not_authorized"
_NOT_APPROVED: Final = "certificate.returned"
_LINES: Final = tuple(
    c for c in CONDITIONS if "print" in c.uses or not c.uses or "download" in c.uses
)
_DOWNLOAD: Final = "certificate.not_downloadable"


def diagnose(facts: Facts) -> Diagnosis:
    """For whoever may see the certificate; the download is named where it is open."""
    number = facts.certificate.certificate_no
    lines = tuple(
        _line(
            each.code, holds=each.holds(facts), details=facts.stamps.problems.get(each.code, _NONE)
        )
        for each in _LINES
        if each.concerns(facts) and (each.code != _DOWNLOAD or facts.openings.download)
    )
    return Diagnosis(
        certificate_no=number,
        printable=facts.viewer.may_see and first_obstacle(facts, "print") is None,
        lines=(_found(number), *lines, _hotline()),
    )


def diagnose_unapproved(certificate_no: str) -> Diagnosis:
    """For the owner of an application that customs has not approved, or sent back first."""
    return _only(_found(certificate_no), certificate_no, _NOT_APPROVED)


def diagnose_agent_without_grant(certificate_no: str) -> Diagnosis:
    """For the agent that declared it: the missing grant, and nothing else about it (R54)."""
    return _only(_found(certificate_no), certificate_no, _AGENT)


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


def _only(found: DiagnosisLine, certificate_no: str, failing: str) -> Diagnosis:
    lines = tuple(_line(c.code, holds=_false_if(c, failing)) for c in _LINES if c.code != _DOWNLOAD)
    return Diagnosis(
        certificate_no=certificate_no, printable=False, lines=(found, *lines, _hotline())
    )


def _false_if(condition: Condition, failing: str) -> bool | None:
    return False if condition.code == failing else None


def _found(certificate_no: str) -> DiagnosisLine:
    return _line(_UNKNOWN, holds=True, details={"certificate_no": certificate_no})


def _hotline() -> DiagnosisLine:
    return _line("certificate.hotline", holds=None)


def _line(code: str, *, holds: bool | None, details: Mapping[str, Any] = _NONE) -> DiagnosisLine:
    """A condition of which nothing is known is to be checked; what cannot hold is mere advice."""
    failing = sentence_of(code)
    said = (HOLDS[code] if holds else failing).filled(details)
    unknown = holds is None and code in HOLDS
    return DiagnosisLine(
        code=code,
        holds=holds,
        rule=failing.rule or "",
        message_zh=f"请检查：{said.whole_zh}" if unknown else said.whole_zh,
        message_en=f"Check: {said.whole_en}" if unknown else said.whole_en,
    )
