"""What the entrypoints answer and announce: domain objects as replies and events."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from chassis.auditing import Person
from contracts.authorization import (
    AgentAuthorized,
    AgentGrantList,
    AgentGrantView,
    AgentRevoked,
    AuthorizationDraft,
    CardFacts,
    SealAuthorizationRequested,
    SealAuthorized,
    SessionView,
    StampChoice,
)
from contracts.authorization import CardChallenge as CardChallengeView
from contracts.cautions import Caution
from contracts.people import DeclarerIdentity, DeclarerView, OperatorView, SessionsEnded
from contracts.results import AuthorizationResultReleased, AuthorizationView
from contracts.seal_authority import Problems
from contracts.sessions import ListedSession
from contracts.values import Caller, LoginMedium
from services.auth_svc.domain.agent_grants import AgentGrant
from services.auth_svc.domain.authorizations import Authorization, AuthorizationState
from services.auth_svc.domain.card_challenges import CardChallenge
from services.auth_svc.domain.cards import Card
from services.auth_svc.domain.declarers import Declarer, person_of, problem_of
from services.auth_svc.domain.id_numbers import masked
from services.auth_svc.domain.operators import Operator, card_of
from services.auth_svc.domain.results import countdown, shown_items, shown_state
from services.auth_svc.domain.sessions import CARD_MEDIUM, LoginSession
from services.auth_svc.domain.stamps import Stamp
from services.auth_svc.storage.agent_grants import NamedGrant


def opened_session(login: LoginSession) -> ListedSession:
    return ListedSession(
        session_id=login.id,
        operator_id=login.operator_id,
        operator_name=login.operator_name,
        medium=login.medium,
        opened_at=login.opened_at,
        last_used_at=login.last_used_at,
        expires_at=login.expires_at,
        client_address=login.client_address,
    )


def session_view(login: LoginSession, switch: Problems) -> SessionView:
    """`switch` is what keeps the self-print switch off."""
    return SessionView(
        caller=Caller(
            enterprise_code=login.enterprise_code,
            operator_id=login.operator_id,
            medium=login.medium,
        ),
        operator_name=login.operator_name,
        enterprise_name=login.enterprise_name,
        self_print=not switch,
        self_print_problem=next(iter(switch), None),
        expires_at=login.expires_at,
        session_id=login.id,
    )


def card_challenge_view(challenge: CardChallenge) -> CardChallengeView:
    return CardChallengeView(
        challenge_id=challenge.id,
        statement=challenge.statement,
        expires_at=challenge.expires_at,
    )


def operator_view(operator: Operator) -> OperatorView:
    return OperatorView(
        operator_id=operator.id,
        name=operator.name,
        role=operator.role,
        user_name=operator.user_name,
        id_number_masked=masked(operator.id_number),
        has_card=operator.card is not None,
        card_valid_from=operator.card and operator.card.valid_from,
        card_valid_to=operator.card and operator.card.valid_to,
        disabled_at=operator.disabled_at,
    )


def sessions_ended(
    enterprise_code: str, operator_id: UUID, media: Collection[LoginMedium], *, now: datetime
) -> SessionsEnded:
    return SessionsEnded(
        enterprise_code=enterprise_code,
        operator_id=operator_id,
        media=tuple(media),
        ended_at=now,
    )


def card_facts(operator: Operator) -> CardFacts:
    """Raise Refused for a person without a card."""
    card = card_of(operator)
    return CardFacts(operator_id=operator.id, valid_from=card.valid_from, valid_to=card.valid_to)


def declarer_view(declarer: Declarer, people: Collection[Operator]) -> DeclarerView:
    """`people` are those of the declarer's enterprise."""
    person = person_of(declarer, people)
    return DeclarerView(
        declarer_id=declarer.id,
        name=declarer.name,
        id_number_masked=masked(declarer.id_number),
        filed_at=declarer.filed_at,
        ended_at=None if declarer.is_filed else declarer.ended_at,
        operator_id=person and person.id,
        has_card=person is not None and person.card is not None,
        problem=problem_of(declarer, people),
    )


def declarer_identity(declarer: Declarer) -> DeclarerIdentity:
    return DeclarerIdentity(
        declarer_id=declarer.id, name=declarer.name, id_number=declarer.id_number
    )


def draft_view(
    stamps: Iterable[Stamp],
    declarer_names: Mapping[str, str],
    problems: Problems,
    switch: Problems,
    warnings: tuple[Caution, ...],
) -> AuthorizationDraft:
    """`declarer_names` by ID number; `switch` is what keeps the self-print switch off."""
    choices = tuple(
        StampChoice(
            kind=stamp.kind,
            stamp_id=stamp.id,
            name=stamp.name,
            is_default=stamp.is_default,
            declarer_name=declarer_names.get(stamp.declarer_id_number or ""),
        )
        for stamp in stamps
    )
    return AuthorizationDraft(
        choices=choices,
        problems=tuple(problems),
        self_print=not switch,
        self_print_problem=next(iter(switch), None),
        warnings=warnings,
    )


def authorization_view(
    authorization: Authorization,
    seal_name: str,
    *,
    now: datetime,
    warnings: tuple[Caution, ...] = (),
) -> AuthorizationView:
    """Nothing of a receipt that is not due yet (R32)."""
    state = shown_state(authorization, now=now)
    is_waiting = state is AuthorizationState.WAITING
    return AuthorizationView(
        authorization_id=authorization.id,
        state=state.value,
        requested_at=authorization.requested_at,
        receipt_due_at=authorization.receipt_due_at,
        countdown_seconds=countdown(authorization, now=now),
        received_at=None if is_waiting else authorization.received_at,
        items=shown_items(authorization, seal_name, now=now),
        warnings=warnings,
    )


def authorization_result_released(
    authorization: Authorization, *, now: datetime
) -> AuthorizationResultReleased:
    return AuthorizationResultReleased(
        enterprise_code=authorization.enterprise_code,
        authorization_id=authorization.id,
        state=authorization.state.value,
        received_at=authorization.received_at,
        released_at=now,
    )


def seal_authorization_requested(authorization: Authorization) -> SealAuthorizationRequested:
    return SealAuthorizationRequested(
        enterprise_code=authorization.enterprise_code,
        authorization_id=authorization.id,
        requested_at=authorization.requested_at,
        seal=authorization.seal,
        signatures=authorization.signatures,
    )


def seal_authorized(authorization: Authorization) -> SealAuthorized:
    return SealAuthorized(
        enterprise_code=authorization.enterprise_code,
        authorization_id=authorization.id,
        received_at=authorization.received_at,
        seal=authorization.seal,
        signatures=authorization.signatures,
        requested_at=authorization.requested_at,
    )


def agent_grant_view(named: NamedGrant) -> AgentGrantView:
    return AgentGrantView(
        grant_id=named.grant.id,
        principal_code=named.grant.principal_code,
        principal_name=named.principal_name,
        agent_code=named.grant.agent_code,
        agent_name=named.agent_name,
        granted_at=named.grant.granted_at,
        limits=named.grant.limits,
        revoked_at=named.grant.revoked_at,
    )


def agent_grant_list(grants: Sequence[NamedGrant]) -> AgentGrantList:
    return AgentGrantList(grants=tuple(map(agent_grant_view, grants)))


def agent_authorized(grant: AgentGrant) -> AgentAuthorized:
    return AgentAuthorized(
        enterprise_code=grant.principal_code,
        grant_id=grant.id,
        agent_code=grant.agent_code,
        granted_at=grant.granted_at,
        limits=grant.limits,
    )


def agent_revoked(grant: AgentGrant) -> AgentRevoked:
    return AgentRevoked(
        enterprise_code=grant.principal_code,
        grant_id=grant.id,
        agent_code=grant.agent_code,
        revoked_at=grant.revoked_at,
    )


def person(operator: Operator, medium: LoginMedium) -> Person:
    """As records name whose call it is."""
    return Person(enterprise_code=operator.enterprise_code, operator_id=operator.id, medium=medium)


def holder(card: Card) -> Person:
    """As records name whose call it is, whoever is holding the card."""
    return Person(enterprise_code=card.enterprise_code, medium=CARD_MEDIUM[card.role])
