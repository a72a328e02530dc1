"""Where an agent's grant is limited: what it may print, what a list and a diagnosis say of it."""

from collections.abc import Sequence
from datetime import datetime

from chassis.database import Session
from contracts.access import grant_for
from contracts.certificates import (
    CertificateView,
    Diagnosis,
    DiagnosisLine,
    NotPrintable,
    Printable,
)
from contracts.errors import text_of
from contracts.rights import LiveGrant
from contracts.values import Caller
from services.cert_svc.domain.agent_limits import COUNTED, Broken, broken_limits, concerns
from services.cert_svc.domain.conditions import Use
from services.cert_svc.domain.visibility import Declared, subject_of
from services.cert_svc.entrypoints.rights import Grants
from services.cert_svc.entrypoints.visibility import Seen
from services.cert_svc.storage import agent_originals

_AGENT_LINE = "certificate.agent_not_authorized"


class GrantLimits:
    """What limits an agent in one request; what is asked about twice is read once.

    `grants` are the caller's that are live now. `added` are the originals, with their principals,
    that this request adds to those that count.
    """

    def __init__(self, session: Session, caller: Caller, grants: Grants, *, now: datetime) -> None:
        self._session = session
        self._agent_code = caller.enterprise_code
        self._grants = grants
        self._now = now
        self._taken: dict[str, list[str]] = {}
        self.added: list[tuple[str, str]] = []

    def broken(self, declared: Declared, number: str) -> tuple[Broken, ...]:
        """None for the owner, who has no grant and needs none."""
        principal_code = declared.enterprise_code
        grant = grant_for(subject_of(declared), self._grants)
        if principal_code == self._agent_code or grant is None:
            return ()
        taken = self._taken_of(principal_code, grant)
        return broken_limits(grant.limits, declared.type_id, number, taken, now=self._now)

    def take(self, principal_code: str, number: str) -> None:
        """One more original within this request; of a number without limit nothing is kept."""
        taken = self._taken.get(principal_code)
        if taken is not None and number not in taken:
            taken.append(number)
            self.added.append((principal_code, number))

    def _taken_of(self, principal_code: str, grant: LiveGrant) -> list[str]:
        if grant.limits.originals is None:
            return []
        if principal_code not in self._taken:
            self._taken[principal_code] = agent_originals.taken(
                self._session,
                principal_code,
                self._agent_code,
                since=grant.granted_at,
                now=self._now,
            )
        return self._taken[principal_code]


def within_limits(
    limits: GrantLimits, found: Sequence[tuple[Seen, Printable | NotPrintable]], use: Use
) -> list[Printable | NotPrintable]:
    """The same, without what a limit of the agent's grant stops; a batch counts as it goes."""
    checked: list[Printable | NotPrintable] = []
    for seen, answer in found:
        broken = [one for one in _broken(limits, seen) if concerns(one.code, use)]
        if isinstance(answer, Printable) and broken:
            checked.append(_refused(answer, broken[0]))
            continue
        if isinstance(answer, Printable) and use in COUNTED:
            limits.take(answer.enterprise_code, answer.certificate_no)
        checked.append(answer)
    return checked


def with_limits(limits: GrantLimits, seen: Seen, diagnosis: Diagnosis) -> Diagnosis:
    """With a line for each limit that stops the agent, behind the one about its grant."""
    stopping = tuple(_line(one) for one in _broken(limits, seen))
    if not stopping:
        return diagnosis
    lines: list[DiagnosisLine] = []
    for line in diagnosis.lines:
        lines += [line, *stopping] if line.code == _AGENT_LINE else [line]
    return diagnosis.model_copy(update={"printable": False, "lines": tuple(lines)})


def views_within_limits(
    limits: GrantLimits, views: Sequence[CertificateView]
) -> tuple[CertificateView, ...]:
    """What a list says to an agent is what printing would say."""
    return tuple(
        view.model_copy(update={"printable": False, "downloadable": False})
        if limits.broken(view, view.certificate_no)
        else view
        for view in views
    )


def _broken(limits: GrantLimits, seen: Seen) -> tuple[Broken, ...]:
    approval = seen.approval
    if approval is None:
        return ()
    return limits.broken(approval, seen.certificate_no)


def _refused(printable: Printable, broken: Broken) -> NotPrintable:
    number = printable.certificate_no
    details = {"certificate_no": number, **broken.details}
    return NotPrintable(certificate_no=number, code=broken.code, details=details)


def _line(broken: Broken) -> DiagnosisLine:
    said = text_of(broken.code, broken.details)
    return DiagnosisLine(
        code=broken.code,
        holds=False,
        rule=said.rule or "",
        message_zh=said.whole_zh,
        message_en=said.whole_en,
    )
