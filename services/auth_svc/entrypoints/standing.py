"""How far an enterprise got with its authorization, for the diagnosis of its certificates (R54)."""

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from contracts.standing import AuthorizationStanding, GetAuthorizationStanding
from services.auth_svc.domain.standing import standing_of
from services.auth_svc.storage import authorizations, stamps


class Standing(Service):
    @answer(GetAuthorizationStanding)
    def get_authorization_standing(
        self, session: Session, request: GetAuthorizationStanding
    ) -> AuthorizationStanding:
        enterprise_code = request.enterprise_code
        latest = authorizations.find_latest(session, enterprise_code)
        return standing_of(
            stamps.active_of(session, enterprise_code),
            latest,
            request.declarer_id_number.get_secret_value(),
            stamps.names_of(session, latest.sent_ids) if latest else {},
            now=self.now(),
        )
