"""授权 as customs received them, with what their receipts say."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from contracts.authorization import ReceiptItem
from customs.domain.authorizations import Authorization
from customs.tables import authorizations


def add_authorization(connection: Connection, authorization: Authorization) -> bool:
    """False when this one was received before."""
    statement = insert(authorizations).values(
        authorization_id=authorization.authorization_id,
        enterprise_code=authorization.enterprise_code,
        requested_at=authorization.requested_at,
        receipt_due_at=authorization.receipt_due_at,
        items=[item.model_dump(mode="json") for item in authorization.items],
    )
    return connection.execute(statement.on_conflict_do_nothing()).rowcount == 1


def list_authorizations(
    connection: Connection, enterprise_code: str | None, limit: int
) -> list[Authorization]:
    """Newest first."""
    statement = select(authorizations).order_by(authorizations.c.requested_at.desc()).limit(limit)
    if enterprise_code is not None:
        statement = statement.where(authorizations.c.enterprise_code == enterprise_code)
    return [
        Authorization(
            authorization_id=row.authorization_id,
            enterprise_code=row.enterprise_code,
            requested_at=row.requested_at,
            receipt_due_at=row.receipt_due_at,
            items=tuple(ReceiptItem.model_validate(item) for item in row.items),
        )
        for row in connection.execute(statement)
    ]
