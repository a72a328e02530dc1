"""Authorizations that customs accepted; what is in force now. The past is `storage.enterprises`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ARRAY, Text, any_, bindparam, exists, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from chassis.planned import PLAN_ONCE
from contracts.authorization import SealAuthorized
from contracts.seal_authority import Authority
from contracts.values import AuthorizedSeal, AuthorizedSignature
from services.cert_svc.storage.filed_declarers import IS_FILED
from services.cert_svc.tables import (
    NEWEST_FIRST,
    agent_grants,
    authorizations,
    ended_stamps,
    filed_declarers,
)

_A: Final = authorizations.c
_ENDED: Final = (
    select(func.array_agg(ended_stamps.c.stamp_id))
    .where(ended_stamps.c.enterprise_code == _A.enterprise_code)
    .scalar_subquery()
)
_NEWEST: Final = (
    select(_A.enterprise_code, _A.seal, _A.signatures, _ENDED.label("ended"))
    .where(_A.enterprise_code == any_(bindparam("enterprises", type_=ARRAY(Text))))
    .ext(distinct_on(_A.enterprise_code))
    .order_by(_A.enterprise_code, *NEWEST_FIRST)
)
_F: Final = filed_declarers.c
_ASKED: Final = (
    func.unnest(bindparam("enterprises", type_=ARRAY(Text)))
    .table_valued("code")
    .render_derived(name="asked")
)
_OF_ASKED: Final = (
    select(_A.enterprise_code, _A.seal, _A.signatures, _ENDED.label("ended"))
    .where(_A.enterprise_code == _ASKED.c.code)
    .order_by(*NEWEST_FIRST)
    .limit(1)
    .lateral("newest")
)
_FILED: Final = (
    select(func.array_agg(_F.id_number))
    .where(_F.enterprise_code == _ASKED.c.code, IS_FILED)
    .scalar_subquery()
)
_IS_AGENT: Final = exists().where(
    agent_grants.c.agent_code == _ASKED.c.code, agent_grants.c.revoked_at.is_(None)
)
_STANDINGS: Final = (
    select(_ASKED.c.code, _FILED.label("filed"), _IS_AGENT.label("is_agent"), _OF_ASKED)
    .select_from(_ASKED.outerjoin(_OF_ASKED, true()))
    .execution_options(**{PLAN_ONCE: True})
)


@dataclass(frozen=True, slots=True)
class ListStanding:
    """What a list asks of an enterprise: the ID numbers that are filed, and what it prints by.

    `is_agent`: whether anybody lets it print today, as far as is known here.
    """

    filed: frozenset[str] = field(repr=False)
    is_agent: bool
    authority: Authority | None


def add(session: Session, event: SealAuthorized) -> None:
    signers = {
        signature.declarer_id_number.get_secret_value(): signature.declarer_name
        for signature in event.signatures
    }
    row = upsert(authorizations).values(
        authorization_id=event.authorization_id,
        enterprise_code=event.enterprise_code,
        requested_at=event.requested_at,
        received_at=event.received_at,
        signers=signers,
        seal=event.seal.model_dump(mode="json"),
        signatures=[signature.model_dump(mode="json") for signature in event.signatures],
    )
    session.execute(row.on_conflict_do_nothing())


def find_authorities(session: Session, codes: Collection[str]) -> dict[str, Authority]:
    """By what each of these enterprises prints now; those without any authorization have none."""
    rows = session.execute(_NEWEST, {"enterprises": sorted(set(codes))}).mappings()
    return {row["enterprise_code"]: _authority(row) for row in rows}


def find_standings(session: Session, codes: Collection[str]) -> dict[str, ListStanding]:
    """Every code has one; all in one statement, for it is made for every page of a list."""
    rows = session.execute(_STANDINGS, {"enterprises": sorted(set(codes))}).mappings()
    return {
        row["code"]: ListStanding(
            filed=frozenset(row["filed"] or ()),
            is_agent=row["is_agent"],
            authority=_authority(row) if row["enterprise_code"] else None,
        )
        for row in rows
    }


def _authority(row: Mapping[Any, Any]) -> Authority:
    """One without its stamps was heard of before they were kept, and leaves everybody out."""
    return Authority(
        seal=AuthorizedSeal.model_validate(row["seal"]) if row["seal"] else None,
        signatures=tuple(map(AuthorizedSignature.model_validate, row["signatures"] or ())),
        ended=frozenset(row["ended"] or ()),
    )
