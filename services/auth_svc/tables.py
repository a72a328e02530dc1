"""Tables of auth_svc; those of its audit trail lie in `audit_tables.py`, with the same metadata."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from chassis.hidden_columns import HiddenJSON, HiddenText
from contracts.database_roles import APPEND_ONLY
from services.auth_svc.audit_tables import metadata

enterprises = Table(
    "enterprises",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
)

operators = Table(
    "operators",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, ForeignKey("enterprises.code"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("id_number", HiddenText, nullable=False),
    Column("user_name", Text, unique=True),
    Column("password_hash", Text),
    Column("card_certificate", HiddenText),
    Column("card_fingerprint", Text, unique=True),
    Column("card_valid_from", DateTime(timezone=True)),
    Column("card_valid_to", DateTime(timezone=True)),
    Column("disabled_at", DateTime(timezone=True)),
    Column("removed_at", DateTime(timezone=True)),
    Column("user_name_skeleton", Text, unique=True),
    UniqueConstraint("enterprise_code", "id_number", name="operators_one_person"),
)
"""Two user names of one skeleton look alike."""

cards = Table(
    "cards",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column(
        "operator_id", UUID(as_uuid=True), ForeignKey("operators.id"), nullable=False, index=True
    ),
    Column("role", Text, nullable=False),
    Column("authority_fingerprint", Text),
    Column("serial_number", Text),
    Column("valid_from", DateTime(timezone=True), nullable=False),
    Column("valid_to", DateTime(timezone=True), nullable=False),
    Column("replaced_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Index("cards_of_authority", "authority_fingerprint", "serial_number"),
)
"""Every card that was ever shown. One from before cards were noted names no authority."""

revocation_lists = Table(
    "revocation_lists",
    metadata,
    Column("authority_fingerprint", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("number", Text, nullable=False),
    Column("this_update", DateTime(timezone=True), nullable=False),
    Column("next_update", DateTime(timezone=True), nullable=False),
)
"""The newest list of each authority (RFC 5280, 5), DER; `number` in decimal digits."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", LargeBinary, primary_key=True),
    Column("id", UUID(as_uuid=True), nullable=False, unique=True),
    Column(
        "operator_id",
        UUID(as_uuid=True),
        ForeignKey("operators.id"),
        nullable=False,
        index=True,
    ),
    Column("medium", Text, nullable=False),
    Column("card_fingerprint", Text, ForeignKey("cards.fingerprint"), index=True),
    Column("client_address", Text),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("last_used_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("token_sha256", LargeBinary, nullable=False, unique=True),
    Column("enterprise_code", Text, ForeignKey("enterprises.code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", JSONB, nullable=False),
    Column("made_by", UUID(as_uuid=True), ForeignKey("operators.id"), nullable=False, index=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("last_used_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Index("api_tokens_of_enterprise", "enterprise_code", "made_at"),
)
"""Of the tokens only digests are kept."""

login_failures = Table(
    "login_failures",
    metadata,
    Column("tried_sha256", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", DateTime(timezone=True)),
    Column("succeeded_at", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True), nullable=False, index=True),
)
"""Of a name tried from an address; of names that nobody has as well, so that a lock does not tell
which names exist."""

card_challenges = Table(
    "card_challenges",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("statement", Text, nullable=False),
    Column("operator_id", UUID(as_uuid=True)),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)

card_logins = Table(
    "card_logins",
    metadata,
    Column("user_code", Text, primary_key=True),
    Column("secret_sha256", LargeBinary, nullable=False, unique=True),
    Column("statement", Text, nullable=False),
    Column("client_address", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("refused", Boolean, nullable=False, server_default=text("false")),
    Column("card_certificate", Text),
    Column("signature", Text),
    Column("program_version", Text),
)
"""Logins that a browser began and a card elsewhere signs for."""

card_signatures = Table(
    "card_signatures",
    metadata,
    Column("challenge_id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False, index=True),
    Column("operator_id", UUID(as_uuid=True), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("card_fingerprint", Text, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
    info=APPEND_ONLY,
)
"""What was signed for and done, as evidence; logins are not kept."""

declarers = Table(
    "declarers",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("id_number", HiddenText, nullable=False),
    Column("name", Text, nullable=False),
    Column("filed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    UniqueConstraint("enterprise_code", "id_number", name="declarers_one_filing"),
)
"""An end that came before its filing leaves `filed_at` open."""

stamps = Table(
    "stamps",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("declarer_id_number", HiddenText),
    Column("cutout_key", Text),
    Column("cutout_sha256", Text),
    Column("width_mm", Float),
    Column("height_mm", Float),
    Column("valid_from", DateTime(timezone=True)),
    Column("valid_to", DateTime(timezone=True)),
    Column("state", Text, nullable=False),
    Column("is_default", Boolean, nullable=False, server_default=text("false")),
    Index(
        "stamps_one_default_seal",
        "enterprise_code",
        unique=True,
        postgresql_where=text("is_default and kind = 'seal'"),
    ),
    Index(
        "stamps_one_default_signature",
        "enterprise_code",
        "declarer_id_number",
        unique=True,
        postgresql_where=text("is_default and kind = 'signature'"),
    ),
)
"""Seals and signatures as seal_svc announced them; no image bytes."""

authorizations = Table(
    "authorizations",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("receipt_due_at", DateTime(timezone=True), nullable=False),
    Column("received_at", DateTime(timezone=True)),
    Column("seal", JSONB, nullable=False),
    Column("signatures", HiddenJSON, nullable=False),
    Column("items", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("result_released_at", DateTime(timezone=True)),
    Index("authorizations_latest", "enterprise_code", "requested_at"),
    Index(
        "authorizations_to_release",
        "receipt_due_at",
        postgresql_where=text("result_released_at is null and state <> 'waiting'"),
    ),
)

UNDER_WAY = "(received_at is not null and (ended_at is null or ended_at < received_at))"
applications = Table(
    "applications",
    metadata,
    Column("certificate_no", Text, primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("declarer_id_number", HiddenText),
    Column("received_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True), index=True),
    Index("applications_under_way", "enterprise_code", postgresql_where=text(UNDER_WAY)),
)
"""What customs is working on, and for a while what it no longer is (R36)."""

agent_grants = Table(
    "agent_grants",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("principal_code", Text, nullable=False),
    Column("agent_code", Text, nullable=False, index=True),
    Column("granted_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("limits", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index(
        "agent_grants_one_live",
        "principal_code",
        "agent_code",
        unique=True,
        postgresql_where=text("revoked_at is null"),
    ),
)
