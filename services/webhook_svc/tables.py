"""Tables of webhook_svc."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from chassis.turning_rows import EncryptedColumn

metadata = MetaData()

endpoints = Table(
    "endpoints",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text(collation="C"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("event_types", JSONB, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("disabled_because", Text),
    Column("failing_since", DateTime(timezone=True)),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("old_secret", LargeBinary),
    Column("old_secret_until", DateTime(timezone=True)),
)
"""Secrets are encrypted, each bound to the id of its endpoint."""

ENCRYPTED = tuple(
    EncryptedColumn(column=column, bound_to=endpoints.c.id, keys="webhook_keys")
    for column in (endpoints.c.secret, endpoints.c.old_secret)
)
"""What `python -m chassis.turn_keys` turns."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column(
        "endpoint_id",
        UUID(as_uuid=True),
        ForeignKey("endpoints.id", ondelete="cascade"),
        nullable=False,
    ),
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("event_type", Text, nullable=False),
    Column("concerns", Text(collation="C"), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("last_attempt_at", DateTime(timezone=True)),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("response_status", Integer),
    Column("problem", Text),
    Column("lease_token", UUID(as_uuid=True)),
    Column("lease_until", DateTime(timezone=True)),
    UniqueConstraint("endpoint_id", "event_id", name="deliveries_once_each"),
    CheckConstraint("(lease_token is null) = (lease_until is null)", name="deliveries_whole_lease"),
    CheckConstraint(
        "(state = 'pending') = (next_attempt_at is not null)", name="deliveries_next_attempt"
    ),
    Index("deliveries_listed", "endpoint_id", "made_at", "id"),
    Index(
        "deliveries_due",
        "endpoint_id",
        "next_attempt_at",
        postgresql_where=text("state = 'pending'"),
    ),
    Index("deliveries_leased", "endpoint_id", postgresql_where=text("lease_until is not null")),
    Index("deliveries_by_age", "made_at"),
)
"""The outbox towards the world: a row for each endpoint, written with the inbox row of its event.

`concerns` is the enterprise whose event it is: the endpoint's own, or a principal of it.
"""

approvals = Table(
    "approvals",
    metadata,
    Column("certificate_no", Text(collation="C"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
)
"""The last approval of each certificate that an agent declared; a grant must be older (R39)."""

agent_grants = Table(
    "agent_grants",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("principal_code", Text(collation="C"), nullable=False),
    Column("agent_code", Text(collation="C"), nullable=False),
    Column("granted_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Index("agent_grants_of_agent", "agent_code", "principal_code"),
)
"""A revocation that came before its grant leaves `granted_at` open."""
