"""Tables of exception_svc."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = MetaData()

certificates = Table(
    "certificates",
    metadata,
    Column("certificate_no", Text(collation="C"), primary_key=True),
    Column("approved", Integer, nullable=False, server_default=text("0")),
    Column("archived_at", DateTime(timezone=True)),
    Column("replaced_by", Text),
)
"""One row for every certificate heard of; whoever changes anything about it locks the row.

`approved` is the last approval that customs told of.
"""

originals = Table(
    "originals",
    metadata,
    Column(
        "certificate_no",
        Text(collation="C"),
        ForeignKey("certificates.certificate_no"),
        primary_key=True,
    ),
    Column("print_serial", Text(collation="C"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("device_reasons", JSONB, nullable=False),
)

exceptions = Table(
    "exceptions",
    metadata,
    Column("exception_id", UUID(as_uuid=True), primary_key=True),
    Column(
        "certificate_no",
        Text(collation="C"),
        ForeignKey("certificates.certificate_no"),
        nullable=False,
    ),
    Column("print_serial", Text(collation="C"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("enterprise_code", Text(collation="C"), nullable=False),
    Column("agent_code", Text(collation="C")),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    Column("filed_by_enterprise", Text(collation="C"), nullable=False),
    Column("filed_by_operator", UUID(as_uuid=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("note", Text),
    Column("count", Integer, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    UniqueConstraint("certificate_no", "print_serial", name="exceptions_one_grant_per_original"),
    UniqueConstraint("certificate_no", "count", name="exceptions_counted"),
    CheckConstraint("count > 0", name="exceptions_count_from_one"),
    Index("exceptions_of_enterprise", "enterprise_code", "filed_at", "exception_id"),
    Index("exceptions_of_agent", "agent_code", "filed_at", "exception_id"),
)
