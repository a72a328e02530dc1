"""The tables of the customs database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = MetaData()


def _moment(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


declarers = Table(
    "declarers",
    metadata,
    Column("enterprise_code", Text, primary_key=True),
    Column("id_number", Text, primary_key=True),
    Column("name", Text, nullable=False),
    _moment("filed_at", nullable=False),
)
"""备案: who may declare for which enterprise (R27)."""

applications = Table(
    "applications",
    metadata,
    Column("certificate_no", Text, primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("form", JSONB, nullable=False),
    _moment("applied_at", nullable=False),
    _moment("approved_at"),
    _moment("archived_at"),
    _moment("archive_due_at"),
    Column("archive_serial", Text),
    Column("counter_claim", Text),
    Column("replaced_by", Text),
    _moment("replaced_at"),
    CheckConstraint(
        "state in ('applied', 'approved', 'returned', 'archived', 'replaced')",
        name="applications_state",
    ),
    CheckConstraint(
        "(state = 'replaced') = (replaced_by is not null)", name="applications_replaced_by"
    ),
    Index("applications_newest", text("applied_at desc"), "certificate_no"),
    Index("applications_of_enterprise", "enterprise_code", text("applied_at desc")),
    Index(
        "applications_to_archive",
        "archive_due_at",
        postgresql_where=text("archive_due_at is not null"),
    ),
)

serials = Table(
    "serials",
    metadata,
    Column("enterprise_code", Text, primary_key=True),
    Column("type_code", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last_used", Integer, nullable=False),
)
"""The last serial given out (R97)."""

authorizations = Table(
    "authorizations",
    metadata,
    Column("authorization_id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    _moment("requested_at", nullable=False),
    _moment("receipt_due_at", nullable=False),
    Column("items", JSONB, nullable=False),
)

agenda = Table(
    "agenda",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("event_type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("call_ids", JSONB, nullable=False),
    _moment("due_at", nullable=False),
    Column("lease_token", UUID(as_uuid=True)),
    _moment("lease_until"),
    Index("agenda_by_due_time", "due_at", "id"),
    Index(
        "agenda_leased",
        "subject",
        "lease_until",
        postgresql_where=text("lease_until is not null"),
    ),
)
"""What is still to be said, each row until the broker has confirmed it."""

said = Table(
    "said",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("event_type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("call_ids", JSONB, nullable=False),
    Column("said_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("said_by_time", "said_at"),
)
"""What the broker confirmed, for services that were restored to an earlier moment."""

inbox = Table(
    "inbox",
    metadata,
    Column("handler", Text, primary_key=True),
    Column("event_id", UUID(as_uuid=True), primary_key=True),
    Column("handled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("inbox_by_time", "handled_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("handler", Text, primary_key=True),
    Column("event_id", UUID(as_uuid=True), primary_key=True),
    Column("attempts", Integer, nullable=False, server_default=text("1")),
)
"""A row stays of a handling during which the process died."""

timeline = Table(
    "timeline",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("certificate_no", Text),
    Column("way", Text, nullable=False),
    Column("what", Text, nullable=False),
    _moment("at", nullable=False),
    Column("details", JSONB, nullable=False),
    CheckConstraint("way in ('console', 'sent', 'heard')", name="timeline_way"),
    Index("timeline_of_certificate", "certificate_no", "id"),
    Index("timeline_of_enterprise", "enterprise_code", "id"),
)
"""What was done at the console, what went out, and what services reported."""

faults = Table(
    "faults",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("fault_id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("times_left", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("layout_status", Text),
    Column("certificate_no", Text),
    Column("enterprise_code", Text),
    Column("stamp_kind", Text),
    Column("reason", Text),
    CheckConstraint("times_left >= 0", name="faults_times_left"),
)

delays = Table(
    "delays",
    metadata,
    Column("only_row", Boolean, primary_key=True),
    Column("receipt_delay_seconds", Double),
    Column("layout_step_seconds", Double),
    Column("archive_delay_seconds", Double),
    CheckConstraint("only_row", name="delays_only_row"),
)
"""Delays set at the console; null means the setting the process was started with."""
