"""API tokens: made, listed and revoked by the legal person; used by programs."""

from uuid import UUID, uuid4

from chassis.calls import answer
from chassis.clock import Now
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.api_tokens import (
    ApiTokenList,
    ApiTokenMade,
    ApiTokenView,
    ListApiTokens,
    MakeApiToken,
    RevokeApiToken,
    UseApiToken,
)
from contracts.authorization import SessionView
from contracts.people import SessionsEnded
from contracts.seal_authority import self_print_problems
from contracts.values import Caller, LoginMedium
from services.auth_svc.domain.api_tokens import ApiToken, check_may_make, check_opens, revoked
from services.auth_svc.entrypoints.callers import Callers
from services.auth_svc.storage import api_tokens, authorizations
from services.auth_svc.storage.api_tokens import NamedToken


class ApiTokens(Callers):
    @answer(MakeApiToken)
    def make_api_token(self, tx: Transaction, request: MakeApiToken) -> ApiTokenMade:
        self.hold_caller(tx, request.caller)
        code = request.caller.enterprise_code
        token = ApiToken(
            id=uuid4(),
            enterprise_code=code,
            name=request.name,
            scopes=tuple(dict.fromkeys(request.scopes)),
            made_by=request.caller.operator_id,
            made_at=self.now(),
            expires_at=request.expires_at,
        )
        check_may_make(token, live=api_tokens.count_live(tx.session, code, now=self.now()))
        digest = request.token_sha256.get_secret_value()
        api_tokens.add(tx.session, token, digest)
        made = api_tokens.get(tx.session, code, token.id)
        return ApiTokenMade(token=_view(made), token_sha256=digest)

    @answer(ListApiTokens)
    def list_api_tokens(self, session: Session, request: ListApiTokens) -> ApiTokenList:
        code = request.caller.enterprise_code
        found = api_tokens.of_enterprise(session, code, now=self.now())
        return ApiTokenList(tokens=tuple(map(_view, found)))

    @answer(RevokeApiToken)
    def revoke_api_token(self, tx: Transaction, request: RevokeApiToken) -> ApiTokenView:
        self.hold_caller(tx, request.caller)
        code = request.caller.enterprise_code
        _revoke(tx, api_tokens.get(tx.session, code, request.token_id).token, self.now)
        return _view(api_tokens.get(tx.session, code, request.token_id))

    @answer(UseApiToken)
    def use_api_token(self, tx: Transaction, request: UseApiToken) -> SessionView:
        named = api_tokens.get_by_digest(tx.session, request.token_sha256.get_secret_value())
        token = named.token
        check_opens(token, now=self.now())
        api_tokens.note_use(tx.session, token, now=self.now())
        authority = authorizations.find_authority(tx.session, token.enterprise_code)
        switch = self_print_problems(authority, now=self.now())
        return SessionView(
            caller=Caller(
                enterprise_code=token.enterprise_code,
                operator_id=token.id,
                medium=LoginMedium.API_TOKEN,
                scopes=token.scopes,
            ),
            operator_name=token.name,
            enterprise_name=named.enterprise_name,
            self_print=not switch,
            self_print_problem=next(iter(switch), None),
            expires_at=token.expires_at,
            session_id=None,
        )


def revoke_all_made_by(tx: Transaction, operator_id: UUID, now: Now) -> None:
    """Whoever is out knows the text of the tokens that he made."""
    for token in api_tokens.live_made_by(tx.session, operator_id):
        _revoke(tx, token, now)


def _revoke(tx: Transaction, token: ApiToken, now: Now) -> None:
    """A token is to others a session of its own that ends."""
    ended = revoked(token, now=now())
    if ended == token:
        return
    api_tokens.set_revoked(tx.session, ended)
    tx.publish(
        SessionsEnded(
            enterprise_code=token.enterprise_code,
            operator_id=token.id,
            media=(LoginMedium.API_TOKEN,),
            ended_at=now(),
        )
    )


def _view(named: NamedToken) -> ApiTokenView:
    token = named.token
    return ApiTokenView(
        token_id=token.id,
        name=token.name,
        scopes=token.scopes,
        made_by=token.made_by,
        made_by_name=named.made_by_name,
        made_at=token.made_at,
        last_used_at=token.last_used_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
    )
