"""Tables of print_svc."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
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

from contracts.database_roles import APPEND_ONLY, KEPT

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
    Column("workstation_id", UUID(as_uuid=True)),
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
    Column("printer_uri", Text),
    Column("preflight", JSONB),
    Column("order_id", UUID(as_uuid=True)),
    Column("order_place", Integer),
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
    Index(
        "print_jobs_waiting",
        "workstation_id",
        postgresql_where=text("state in ('issued', 'released')"),
    ),
    Index("print_jobs_to_remind_of", "released_at", postgresql_where=TO_REMIND_OF),
    info=KEPT,
)
"""`print_jobs_one_live_original` is what keeps promise 2, whatever races. What a confirmed print
tells (`print_jobs_confirmed`, a trigger) is only ever added to."""

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
    info=APPEND_ONLY,
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
    info=APPEND_ONLY,
)

workstations = Table(
    "workstations",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("encryption_key", LargeBinary, nullable=False),
    Column("signing_key", LargeBinary, nullable=False, unique=True),
    Column("enrolled_by", UUID(as_uuid=True), nullable=False),
    Column("enrolled_by_name", Text),
    Column("enrolled_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_by", UUID(as_uuid=True)),
    Column("program_version", Text, nullable=False),
    Column("printers", JSONB, nullable=False, server_default=text("'[]'")),
    Column("scanners", JSONB, nullable=False, server_default=text("'[]'")),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("connected_until", DateTime(timezone=True), nullable=False),
    Column("connection_id", UUID(as_uuid=True)),
    Index(
        "workstations_of_enterprise",
        "enterprise_code",
        "name",
        unique=True,
        postgresql_where=text("revoked_at is null"),
    ),
)
"""The computers that may print, and until when each counts as running."""

workstation_pairings = Table(
    "workstation_pairings",
    metadata,
    Column("user_code", Text, primary_key=True),
    Column("secret_sha256", LargeBinary, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("program_version", Text, nullable=False),
    Column("encryption_key", LargeBinary, nullable=False),
    Column("signing_key", LargeBinary, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("workstation_id", UUID(as_uuid=True)),
)

pairing_guesses = Table(
    "pairing_guesses",
    metadata,
    Column("operator_id", UUID(as_uuid=True), nullable=False),
    Column("guessed_at", DateTime(timezone=True), nullable=False),
    Index("pairing_guesses_of_operator", "operator_id", "guessed_at"),
)
"""Codes that nobody showed, as people entered them."""

workstation_nonces = Table(
    "workstation_nonces",
    metadata,
    Column("workstation_id", UUID(as_uuid=True), primary_key=True),
    Column("nonce", Text, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)
"""Proofs that were used, for as long as their age would be believed."""

card_requests = Table(
    "card_requests",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("workstation_id", UUID(as_uuid=True), nullable=False),
    Column("operator_id", UUID(as_uuid=True), nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("session_id", UUID(as_uuid=True), nullable=False),
    Column("client_address", Text, nullable=False),
    Column("challenge_id", UUID(as_uuid=True), nullable=False),
    Column("statement", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("signature", Text),
    Column("trouble", Text),
    Index("card_requests_waiting", "workstation_id", postgresql_where=text("state = 'waiting'")),
)
"""Statements that a session asks the card at a workstation to sign; swept once they are over."""

scan_requests = Table(
    "scan_requests",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("workstation_id", UUID(as_uuid=True), nullable=False),
    Column("operator_id", UUID(as_uuid=True), nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("medium", Text, nullable=False),
    Column("session_id", UUID(as_uuid=True), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("scanner", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("part", Double),
    Column("trouble", Text),
    Column("detail", Text),
    Column("upload_id", UUID(as_uuid=True)),
    Column("scan_sha256", Text),
    Column("held", Boolean, nullable=False),
    Index(
        "scan_requests_waiting",
        "workstation_id",
        postgresql_where=text("state in ('waiting', 'scanning')"),
    ),
    Index("scan_requests_held", "state", postgresql_where=text("held")),
)
"""Scans that a session asks of a workstation; `held` while an object may lie in the store."""
