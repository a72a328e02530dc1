"""people cards sessions authorizations grants"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "agent_grants",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("principal_code", sa.Text(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "agent_grants_one_live",
        "agent_grants",
        ["principal_code", "agent_code"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.create_index(
        op.f("ix_agent_grants_agent_code"), "agent_grants", ["agent_code"], unique=False
    )
    op.create_table(
        "authorizations",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("signatures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "items",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "authorizations_latest", "authorizations", ["enterprise_code", "requested_at"], unique=False
    )
    op.create_table(
        "card_challenges",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_card_challenges_expires_at"), "card_challenges", ["expires_at"], unique=False
    )
    op.create_table(
        "login_failures",
        sa.Column("user_name_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_name_sha256"),
    )
    op.create_index(
        op.f("ix_login_failures_changed_at"), "login_failures", ["changed_at"], unique=False
    )
    op.create_table(
        "declarers",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("enterprise_code", "id_number", name="declarers_one_filing"),
    )
    op.create_table(
        "enterprises",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("self_print", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "stamps",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("declarer_id_number", sa.Text(), nullable=True),
        sa.Column("cutout_key", sa.Text(), nullable=True),
        sa.Column("cutout_sha256", sa.Text(), nullable=True),
        sa.Column("width_mm", sa.Float(), nullable=True),
        sa.Column("height_mm", sa.Float(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_stamps_enterprise_code"), "stamps", ["enterprise_code"], unique=False)
    op.create_index(
        "stamps_one_default_seal",
        "stamps",
        ["enterprise_code"],
        unique=True,
        postgresql_where=sa.text("is_default and kind = 'seal'"),
    )
    op.create_index(
        "stamps_one_default_signature",
        "stamps",
        ["enterprise_code", "declarer_id_number"],
        unique=True,
        postgresql_where=sa.text("is_default and kind = 'signature'"),
    )
    op.create_table(
        "operators",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("user_name", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("card_certificate", sa.Text(), nullable=True),
        sa.Column("card_fingerprint", sa.Text(), nullable=True),
        sa.Column("card_valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_code"],
            ["enterprises.code"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("card_fingerprint"),
        sa.UniqueConstraint("enterprise_code", "id_number", name="operators_one_person"),
        sa.UniqueConstraint("user_name"),
    )
    op.create_index(
        op.f("ix_operators_enterprise_code"), "operators", ["enterprise_code"], unique=False
    )
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"],
            ["operators.id"],
        ),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_sessions_operator_id"), "sessions", ["operator_id"], unique=False)
    op.create_table(
        "idempotent_replies",
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("reply", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("operation", "caller", "key"),
    )
    op.create_table(
        "inbox",
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column(
            "handled_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("handler", "event_id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("exchange", sa.Text(), nullable=False),
        sa.Column("routing_key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "not_before",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("lease_token", sa.UUID(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(lease_token is null) = (lease_until is null)", name="outbox_whole_lease"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id"),
    )
    op.create_index("outbox_by_subject", "outbox", ["subject", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("outbox_by_subject", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("idempotent_replies")
    op.drop_index(op.f("ix_sessions_operator_id"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_expires_at"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_operators_enterprise_code"), table_name="operators")
    op.drop_table("operators")
    op.drop_index(
        "stamps_one_default_signature",
        table_name="stamps",
        postgresql_where=sa.text("is_default and kind = 'signature'"),
    )
    op.drop_index(
        "stamps_one_default_seal",
        table_name="stamps",
        postgresql_where=sa.text("is_default and kind = 'seal'"),
    )
    op.drop_index(op.f("ix_stamps_enterprise_code"), table_name="stamps")
    op.drop_table("stamps")
    op.drop_table("enterprises")
    op.drop_table("declarers")
    op.drop_index(op.f("ix_card_challenges_expires_at"), table_name="card_challenges")
    op.drop_table("card_challenges")
    op.drop_index(op.f("ix_login_failures_changed_at"), table_name="login_failures")
    op.drop_table("login_failures")
    op.drop_index("authorizations_latest", table_name="authorizations")
    op.drop_table("authorizations")
    op.drop_index(op.f("ix_agent_grants_agent_code"), table_name="agent_grants")
    op.drop_index(
        "agent_grants_one_live",
        table_name="agent_grants",
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.drop_table("agent_grants")
