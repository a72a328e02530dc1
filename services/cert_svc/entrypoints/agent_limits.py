"""Where an agent's grant is limited: what it may print, what a list and a diagnosis say of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chassis.database import Session
from contracts.certificates import (
    CertificateView,
    Diagnosis,
    DiagnosisLine,
    NotPrintable,
    Printable,
)
from contracts.errors import text_of
from contracts.values import Caller
from services.cert_svc.domain.agent_grants import Grant, Granted, covering
from services.cert_svc.domain.agent_limits import Broken, broken_limits, concerns
from services.cert_svc.entrypoints.visibility import Seen
from services.cert_svc.storage import agent_grants, agent_originals

_AGENT_LINE = "certificate.agent_not_authorized"


class GrantLimits:
    """What limits an agent in one request; what is asked about twice is read once."""

    def __init__(self, session: Session, caller: Caller, *, now: datetime) -> None:
        self._session = session
        self._agent_code = caller.enterprise_code
        self._now = now
        self._taken: dict[str, list[str]] = {}

    def broken(
        self, principal_code: str, grants: Collection[Grant], granted: Granted, number: str
    ) -> tuple[Broken, ...]:
        """None for the owner, who has no grant and needs none."""
        grant = covering(grants, granted)
        if grant is None:
            return ()
        taken = self._taken_of(principal_code, grant)
        return broken_limits(grant.limits, granted.type_id, number, taken, now=self._now)

    def take(self, principal_code: str, number: str) -> None:
        """One more original within this request."""
        taken = self._taken.get(principal_code, [])
        if number not in taken:
            taken.append(number)

    def _taken_of(self, principal_code: str, grant: Grant) -> list[str]:
        if grant.limits.originals is None or grant.granted_at is None:
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
    limits: GrantLimits, found: Sequence[tuple[Seen, Printable | NotPrintable]], use: str
) -> list[Printable | NotPrintable]:
    """The same, without what a limit of the agent's grant stops; a batch counts as it goes."""
    checked: list[Printable | NotPrintable] = []
    for seen, answer in found:
        broken = [one for one in _broken(limits, seen) if concerns(one.code, use)]
        if isinstance(answer, Printable) and broken:
            checked.append(_refused(answer, broken[0]))
            continue
        if isinstance(answer, Printable) and use != "copy":
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
    session: Session, caller: Caller, views: Sequence[CertificateView], *, now: datetime
) -> tuple[CertificateView, ...]:
    """What a list says to an agent is what printing would say."""
    others = {one.enterprise_code for one in views} - {caller.enterprise_code}
    if not others:
        return tuple(views)
    grants = agent_grants.find(session, others, caller.enterprise_code)
    limits = GrantLimits(session, caller, now=now)
    return tuple(
        view
        if view.enterprise_code not in grants
        or not limits.broken(
            view.enterprise_code, grants[view.enterprise_code], view, view.certificate_no
        )
        else view.model_copy(update={"printable": False, "downloadable": False})
        for view in views
    )


def _broken(limits: GrantLimits, seen: Seen) -> tuple[Broken, ...]:
    approval = seen.approval
    if approval is None:
        return ()
    return limits.broken(approval.enterprise_code, seen.grants, approval, seen.certificate_no)


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
