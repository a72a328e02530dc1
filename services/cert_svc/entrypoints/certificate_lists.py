"""The certificate list (证书展示): a page, its count, a hint where it is empty (R51-R53)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from chassis.calls import answer
from chassis.database import Session
from contracts.certificate_lists import CertificatePage, ListCertificates
from services.cert_svc.domain.stamps import stamps_for
from services.cert_svc.entrypoints.agent_limits import GrantLimits, views_within_limits
from services.cert_svc.entrypoints.rights import NONE, AgentRights, Grants, ids_of
from services.cert_svc.entrypoints.search_hints import hint
from services.cert_svc.entrypoints.views import listed_fields
from services.cert_svc.storage import authorizations
from services.cert_svc.storage.certificate_conditions import visible_to
from services.cert_svc.storage.certificate_lists import count_up_to, find_page

Standings = Mapping[str, authorizations.ListStanding]
NOBODY: Final[Standings] = {}


class CertificateLists(AgentRights):
    @answer(ListCertificates, outside_transaction=True)
    def list_certificates(self, request: ListCertificates) -> CertificatePage:
        """Usually two statements: what is known of the caller, who is no agent, and the page."""
        code = request.caller.enterprise_code
        with self.db.reading() as session:
            known = authorizations.find_standings(session, [code])
            if not known[code].is_agent:
                return page_of(session, request, NONE, now=self.now(), known=known)
        grants = self.live_grants(code)
        with self.db.reading() as session:
            page = page_of(session, request, grants, now=self.now())
            limits = GrantLimits(session, request.caller, grants, now=self.now())
            within = views_within_limits(limits, page.certificates)
        return page.model_copy(update={"certificates": within})


def page_of(
    session: Session,
    request: ListCertificates,
    grants: Grants,
    *,
    now: datetime,
    known: Standings = NOBODY,
) -> CertificatePage:
    """A page is a statement, and one for owners who are not `known`; count and hint are more."""
    visible = visible_to(request.caller.enterprise_code, ids_of(grants))
    page = find_page(session, request, visible)
    nothing = not page.rows and request.cursor is None
    count, more = count_up_to(session, request, visible) if request.with_count else (None, False)
    fields = {
        "certificates": _shown(session, page.rows, known, now=now),
        "next_cursor": page.next_cursor,
        "count": count,
        "count_is_lower_bound": more,
        "hint": hint(session, request, visible) if nothing else None,
    }
    return CertificatePage.model_validate(fields)


def _shown(
    session: Session, rows: Sequence[Any], known: Standings, *, now: datetime
) -> list[dict[str, Any]]:
    """What a list says is what printing would say: of the declarer and of the stamps."""
    owners = {row.enterprise_code for row in rows}
    if not owners <= known.keys():
        known = authorizations.find_standings(session, owners)
    return [
        listed_fields(
            row,
            stamps_for(row, known[row.enterprise_code].authority, now=now),
            filed=row.declarer_id_number in known[row.enterprise_code].filed,
        )
        for row in rows
    ]
