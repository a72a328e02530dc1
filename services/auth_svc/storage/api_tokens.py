"""API tokens; of their texts only digests are kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.scopes import Scope
from services.auth_svc.domain.api_tokens import LISTED_AFTER_END, ApiToken
from services.auth_svc.tables import api_tokens, enterprises, operators

_T: Final = api_tokens.c
USED_WITHIN: Final = timedelta(minutes=1)
"""How exact `last_used_at` is; a token that works hard changes its row no oftener."""


@dataclass(frozen=True, slots=True)
class NamedToken:
    """With the name of the person who made it and of the enterprise."""

    token: ApiToken
    made_by_name: str
    enterprise_name: str


def add(session: Session, token: ApiToken, token_sha256: str) -> None:
    values = asdict(token) | {"token_sha256": bytes.fromhex(token_sha256)}
    session.execute(insert(api_tokens).values(values | {"scopes": list(token.scopes)}))


def get_by_digest(session: Session, token_sha256: str) -> NamedToken:
    """Raise Refused("session.required") for the digest of nothing, as for a revoked token."""
    found = _named(session, _T.token_sha256 == bytes.fromhex(token_sha256))
    if not found:
        raise Refused("session.required")
    return found[0]


def get(session: Session, enterprise_code: str, token_id: UUID) -> NamedToken:
    """Raise Refused("token.unknown") when it is not the enterprise's."""
    found = _named(session, _T.id == token_id, _T.enterprise_code == enterprise_code)
    if not found:
        raise Refused("token.unknown")
    return found[0]


def of_enterprise(session: Session, enterprise_code: str, *, now: datetime) -> list[NamedToken]:
    """The newest first; without those that ended long ago."""
    kept = now - LISTED_AFTER_END
    return _named(
        session,
        _T.enterprise_code == enterprise_code,
        or_(_T.revoked_at.is_(None), _T.revoked_at > kept),
        or_(_T.expires_at.is_(None), _T.expires_at > kept),
    )


def live_made_by(session: Session, operator_id: UUID) -> list[ApiToken]:
    """Those that nobody revoked."""
    made = _named(session, _T.made_by == operator_id, _T.revoked_at.is_(None))
    return [one.token for one in made]


def count_live(session: Session, enterprise_code: str, *, now: datetime) -> int:
    live = select(func.count()).where(*_live(enterprise_code, now))
    return int(session.execute(live).scalar_one())


def is_live(session: Session, enterprise_code: str, token_id: UUID, *, now: datetime) -> bool:
    """Whether this enterprise has that token, neither revoked nor at its end."""
    found = select(_T.id).where(_T.id == token_id, *_live(enterprise_code, now))
    return session.execute(found).first() is not None


def set_revoked(session: Session, token: ApiToken) -> None:
    session.execute(update(api_tokens).where(_T.id == token.id).values(revoked_at=token.revoked_at))


def note_use(session: Session, token: ApiToken, *, now: datetime) -> None:
    stale = or_(_T.last_used_at.is_(None), _T.last_used_at < now - USED_WITHIN)
    session.execute(update(api_tokens).where(_T.id == token.id, stale).values(last_used_at=now))


def _live(enterprise_code: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _T.enterprise_code == enterprise_code,
        _T.revoked_at.is_(None),
        or_(_T.expires_at.is_(None), _T.expires_at > now),
    )


def _named(session: Session, *conditions: Any) -> list[NamedToken]:
    rows = session.execute(
        select(
            *(column for column in _T if column is not _T.token_sha256),
            operators.c.name.label("made_by_name"),
            enterprises.c.name.label("enterprise_name"),
        )
        .join(operators, operators.c.id == _T.made_by)
        .join(enterprises, enterprises.c.code == _T.enterprise_code)
        .where(*conditions)
        .order_by(_T.made_at.desc(), _T.id)
    )
    return [_token(row) for row in rows.mappings()]


def _token(row: Mapping[Any, Any]) -> NamedToken:
    fields = dict(row)
    made_by_name, enterprise_name = fields.pop("made_by_name"), fields.pop("enterprise_name")
    fields["scopes"] = tuple(map(Scope, fields["scopes"]))
    return NamedToken(ApiToken(**fields), made_by_name, enterprise_name)
