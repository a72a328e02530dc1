"""Tables of the audit trail, and the metadata that all tables of auth_svc share."""

from sqlalchemy import BigInteger, Column, DateTime, Index, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from contracts.database_roles import APPEND_ONLY, KEPT

metadata = MetaData()

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("enterprise_code", Text, primary_key=True),
    Column("length", BigInteger, nullable=False),
    Column("row_hash", Text, nullable=False),
    Column("key_id", Text),
    Column("signature", Text),
    info=KEPT,
)
"""The end of each enterprise's chain, signed; whoever appends holds its row."""

audit_records = Table(
    "audit_records",
    metadata,
    Column("enterprise_code", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("action", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("operator_id", UUID(as_uuid=True)),
    Column("told", JSONB, nullable=False),
    Column("previous", Text, nullable=False),
    Column("row_hash", Text, nullable=False),
    Index("audit_records_by_time", "enterprise_code", "at"),
    info=APPEND_ONLY,
)
"""`told` is all that was recorded; the columns beside it are there to search by. Triggers refuse
every change and removal."""

audit_exports = Table(
    "audit_exports",
    metadata,
    Column("key", Text, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)
"""Where exported files lie until they are deleted, written down before there is one."""
