"""Tables of print_svc."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

metadata = MetaData()

LIVE_ORIGINAL = text("has_original and state in ('issued', 'released', 'printed', 'failed')")
UNANSWERED = text("kind = 'print' and state = 'released'")
TO_REMIND_OF = text(
    "kind = 'print' and state = 'released' and has_original and escalated_at is null"
)
ISSUED_BY_AGENT = text("issuer_code <> enterprise_code")

print_serials = Sequence("print_serials", metadata=metadata)

certificates = Table(
    "certificates",
    metadata,
    Column("certificate_no", Text, primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("type_id", Text),
    Column("issue_date", Date),
    Column("archived_at", DateTime(timezone=True)),
    Column("returned_revision", Integer, nullable=False, server_default=text("0")),
    Column("claimed_revision", Integer, nullable=False, server_default=text("0")),
    Column("replaced_by", Text),
)
"""What verification must know of a certificate; cert_svc owns the rest."""

authorized_seals = Table(
    "authorized_seals",
    metadata,
    Column("enterprise_code", Text, primary_key=True),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("seal", JSONB, nullable=False),
    Column("signatures", JSONB, nullable=False),
)
"""The latest authorization of each enterprise (R30, R34)."""

disabled_stamps = Table(
    "disabled_stamps", metadata, Column("stamp_id", UUID(as_uuid=True), primary_key=True)
)
"""Seals and signatures that were disabled (停用, R26)."""

agent_grants = Table(
    "agent_grants",
    metadata,
    Column("grant_id", UUID(as_uuid=True), primary_key=True),
    Column("principal_code", Text, nullable=False),
    Column("agent_code", Text, nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)

reprints = Table(
    "reprints",
    metadata,
    Column("certificate_no", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("operation", Text, nullable=False),
)
"""The last exception that was granted for each certificate, and what may be printed by it (R80)."""

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("certificate_no", Text, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("enterprise_code", Text, nullable=False),
    Column("agent_code", Text),
    Column("issuer_code", Text, nullable=False),
    Column("operator_id", UUID(as_uuid=True), nullable=False),
    Column("operator_name", Text),
    Column("medium", Text, nullable=False),
    Column("parts", ARRAY(Text), nullable=False),
    Column("has_original", Boolean, nullable=False),
    Column("original_serial", Text, unique=True),
    Column("copy_serial", Text, unique=True),
    Column("state", Text, nullable=False),
    Column("void_reason", Text),
    Column("workstation", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("ticket_expires_at", DateTime(timezone=True), nullable=False),
    Column("released_at", DateTime(timezone=True)),
    Column("document_key", Text),
    Column("document_sha256", Text),
    Column("printed_digest", LargeBinary),
    Column("sheets", Integer),
    Column("evidence", JSONB),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("confirmed_printed", Boolean),
    Column("reminded_at", DateTime(timezone=True)),
    Column("escalated_at", DateTime(timezone=True)),
    Index(
        "print_jobs_one_live_original",
        "certificate_no",
        unique=True,
        postgresql_where=LIVE_ORIGINAL,
    ),
    Index("print_jobs_of_enterprise", "enterprise_code", "issued_at", "id"),
    Index(
        "print_jobs_of_agent", "issuer_code", "issued_at", "id", postgresql_where=ISSUED_BY_AGENT
    ),
    Index(
        "print_jobs_unanswered",
        "enterprise_code",
        "issued_at",
        "id",
        postgresql_where=UNANSWERED,
    ),
    Index("print_jobs_to_remind_of", "released_at", postgresql_where=TO_REMIND_OF),
)
"""`print_jobs_one_live_original` is what keeps promise 2, whatever races."""

seal_uses = Table(
    "seal_uses",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("enterprise_row", BigInteger, nullable=False),
    Column("certificate_no", Text, nullable=False),
    Column("print_serial", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("enterprise_code", Text, nullable=False),
    Column("operator_id", UUID(as_uuid=True), nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False),
    Column("seal_id", UUID(as_uuid=True), nullable=False),
    Column("seal_sha256", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("row_hash", Text, nullable=False),
    Index("seal_uses_of_enterprise", "enterprise_code", "enterprise_row", unique=True),
    Index("seal_uses_of_certificate", "certificate_no", "enterprise_row"),
)
"""The hash-chained ledger; rows are only ever added."""

ledger_heads = Table(
    "ledger_heads",
    metadata,
    Column("length", BigInteger, primary_key=True, autoincrement=False),
    Column("row_hash", Text, nullable=False),
    Column("signed_at", DateTime(timezone=True), primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("signature", Text, nullable=False),
)
