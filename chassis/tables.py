"""The five tables that every service's database has beside its own."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

chassis_metadata = MetaData()

outbox = Table(
    "outbox",
    chassis_metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("exchange", Text, nullable=False),
    Column("routing_key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("not_before", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("lease_token", UUID(as_uuid=True)),
    Column("lease_until", DateTime(timezone=True)),
    CheckConstraint("(lease_token is null) = (lease_until is null)", name="outbox_whole_lease"),
    Index("outbox_by_subject", "subject", "id"),
)
"""Events written in the transaction that caused them, until the broker has confirmed them."""

sent_batches = Table(
    "sent_batches",
    chassis_metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("sent_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("events", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("sent_batches_by_time", "sent_at"),
)
"""What left the outbox lately, see `chassis.sent`."""

inbox = Table(
    "inbox",
    chassis_metadata,
    Column("handler", Text, primary_key=True),
    Column("event_id", UUID(as_uuid=True), primary_key=True),
    Column("handled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("inbox_by_time", "handled_at"),
)
"""Which handler has done which event; the row is part of the handler's transaction."""

attempts = Table(
    "attempts",
    chassis_metadata,
    Column("handler", Text, primary_key=True),
    Column("event_id", UUID(as_uuid=True), primary_key=True),
    Column("attempts", Integer, nullable=False, server_default="1"),
    Column("first_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""Handlers of redelivered events that have begun and not ended: at work, or died in it."""

idempotent_replies = Table(
    "idempotent_replies",
    chassis_metadata,
    Column("operation", Text, primary_key=True),
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_sha256", Text, nullable=False),
    Column("reply", JSONB),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("idempotent_replies_by_time", "created_at"),
)
"""First replies to commands that carried an idempotency key."""
