"""Read-only questions of auth_svc, each bound to the caller's enterprise."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from contracts.authorization import (
    AgentGrantList,
    AgentGrantView,
    AuthorizationDraft,
    AuthorizationView,
    DeclarerIdentity,
    DeclarerList,
    DeclarerView,
    OperatorList,
    OperatorView,
    ReceiptItem,
    SessionView,
    StampChoice,
)
from contracts.errors import Refused
from contracts.values import Caller, StampKind
from services.auth_svc import people, repository
from services.auth_svc.domain.authorizing import Stamp, countdown, problems_of
from services.auth_svc.domain.people import Operator, masked
from services.auth_svc.tables import (
    agent_grants,
    authorizations,
    declarers,
    enterprises,
    operators,
    sessions,
)


def session_view(session: Session, token: str, *, now: datetime) -> SessionView:
    """Raise Refused when the token is unknown or over."""
    row = session.execute(
        select(
            sessions.c.medium,
            sessions.c.expires_at,
            operators.c.id,
            operators.c.name,
            enterprises.c.code,
            enterprises.c.name.label("enterprise_name"),
            enterprises.c.self_print,
        )
        .join(operators, operators.c.id == sessions.c.operator_id)
        .join(enterprises, enterprises.c.code == operators.c.enterprise_code)
        .where(sessions.c.token_sha256 == people.token_digest(token))
    ).first()
    if row is None:
        raise Refused("session.required")
    if row.expires_at <= now:
        raise Refused("session.expired")
    return SessionView(
        caller=Caller(enterprise_code=row.code, operator_id=row.id, medium=row.medium),
        operator_name=row.name,
        enterprise_name=row.enterprise_name,
        self_print=row.self_print,
        expires_at=row.expires_at,
    )


def operator_view(operator: Operator) -> OperatorView:
    return OperatorView(
        operator_id=operator.id,
        name=operator.name,
        role=operator.role,
        user_name=operator.user_name,
        id_number_masked=masked(operator.id_number),
        has_card=operator.card_certificate is not None,
        card_valid_from=operator.card_valid_from,
        card_valid_to=operator.card_valid_to,
    )


def operators_of(session: Session, enterprise_code: str) -> OperatorList:
    """The legal person first."""
    columns = [operators.c[name] for name in Operator.__dataclass_fields__]
    rows = session.execute(
        select(*columns)
        .where(operators.c.enterprise_code == enterprise_code)
        .order_by(operators.c.role, operators.c.name)
    )
    return OperatorList(operators=tuple(operator_view(Operator(**row._mapping)) for row in rows))  # noqa: SLF001


def declarers_of(session: Session, enterprise_code: str) -> DeclarerList:
    rows = session.execute(
        select(declarers).filter_by(enterprise_code=enterprise_code).order_by(declarers.c.name)
    )
    return DeclarerList(
        declarers=tuple(
            DeclarerView(
                declarer_id=row.id,
                name=row.name,
                id_number_masked=masked(row.id_number),
                filed_at=row.filed_at,
            )
            for row in rows
        )
    )


def declarer(session: Session, enterprise_code: str, declarer_id: UUID) -> DeclarerIdentity:
    row = session.execute(
        select(declarers).filter_by(enterprise_code=enterprise_code, id=declarer_id)
    ).first()
    if row is None:
        raise Refused("declarer.unknown")
    return DeclarerIdentity(declarer_id=row.id, name=row.name, id_number=row.id_number)


def draft(session: Session, enterprise_code: str, *, now: datetime) -> AuthorizationDraft:
    """What 授权 would send now."""
    stamps = repository.stamps_of(session, enterprise_code)
    names = repository.filed_names(session, enterprise_code)
    return AuthorizationDraft(
        choices=tuple(_choice(stamp, names) for stamp in stamps),
        problems=problems_of(stamps, names, now=now),
        self_print=self_print(session, enterprise_code),
    )


def latest_authorization(
    session: Session, enterprise_code: str, *, now: datetime
) -> AuthorizationView:
    row = session.execute(
        select(authorizations)
        .filter_by(enterprise_code=enterprise_code)
        .order_by(authorizations.c.requested_at.desc())
        .limit(1)
    ).first()
    if row is None:
        raise Refused("authorization.none")
    return authorization_view(row, now=now)


def authorization_view(row: Row[Any], *, now: datetime) -> AuthorizationView:
    return AuthorizationView(
        authorization_id=row.id,
        state=row.state,
        requested_at=row.requested_at,
        receipt_due_at=row.receipt_due_at,
        countdown_seconds=countdown(row.receipt_due_at, now=now) if row.state == "waiting" else 0,
        received_at=row.received_at,
        items=tuple(ReceiptItem.model_validate(item) for item in row.items),
    )


def grants_given(session: Session, principal_code: str) -> AgentGrantList:
    """Revoked ones too, the newest first."""
    return _grants(session, agent_grants.c.principal_code == principal_code)


def principals_of(session: Session, agent_code: str) -> AgentGrantList:
    """委托企业列表 (R40)."""
    return _grants(
        session, agent_grants.c.agent_code == agent_code, agent_grants.c.revoked_at.is_(None)
    )


def grant_view(row: Row[Any], principal_name: str | None) -> AgentGrantView:
    return AgentGrantView(
        grant_id=row.id,
        principal_code=row.principal_code,
        principal_name=principal_name,
        agent_code=row.agent_code,
        granted_at=row.granted_at,
        revoked_at=row.revoked_at,
    )


def _grants(session: Session, *conditions: Any) -> AgentGrantList:
    rows = session.execute(
        select(agent_grants, enterprises.c.name)
        .join(enterprises, enterprises.c.code == agent_grants.c.principal_code)
        .where(*conditions)
        .order_by(agent_grants.c.granted_at.desc())
    )
    return AgentGrantList(grants=tuple(grant_view(row, row.name) for row in rows))


def _choice(stamp: Stamp, names: dict[str, str]) -> StampChoice:
    owner = names.get(stamp.declarer_id_number or "")
    return StampChoice(
        kind=StampKind(stamp.kind),
        stamp_id=stamp.id,
        name=stamp.name,
        is_default=stamp.is_default,
        declarer_name=owner,
    )


def self_print(session: Session, enterprise_code: str) -> bool:
    """自助打印开关 (R35)."""
    found = session.execute(select(enterprises.c.self_print).filter_by(code=enterprise_code))
    return bool(found.scalar())
