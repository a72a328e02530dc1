"""jobs seal uses and certificates"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("print_serials")))
    op.create_table(
        "agent_grants",
        sa.Column("grant_id", sa.UUID(), nullable=False),
        sa.Column("principal_code", sa.Text(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("grant_id"),
    )
    op.create_table(
        "authorized_seals",
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("signatures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code"),
    )
    op.create_table(
        "certificates",
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("type_id", sa.Text(), nullable=True),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("certificate_no"),
    )
    op.create_table(
        "disabled_stamps",
        sa.Column("stamp_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("stamp_id"),
    )
    op.create_table(
        "ledger_heads",
        sa.Column("length", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("length", "signed_at"),
    )
    op.create_table(
        "print_jobs",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=True),
        sa.Column("issuer_code", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("parts", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("has_original", sa.Boolean(), nullable=False),
        sa.Column("original_serial", sa.Text(), nullable=True),
        sa.Column("copy_serial", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("workstation", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticket_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_key", sa.Text(), nullable=True),
        sa.Column("document_sha256", sa.Text(), nullable=True),
        sa.Column("printed_digest", sa.LargeBinary(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_printed", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("copy_serial"),
        sa.UniqueConstraint("original_serial"),
    )
    op.create_index(
        op.f("ix_print_jobs_certificate_no"), "print_jobs", ["certificate_no"], unique=False
    )
    op.create_index(
        "print_jobs_of_agent",
        "print_jobs",
        ["issuer_code", "issued_at", "id"],
        unique=False,
        postgresql_where=sa.text("issuer_code <> enterprise_code"),
    )
    op.create_index(
        "print_jobs_of_enterprise",
        "print_jobs",
        ["enterprise_code", "issued_at", "id"],
        unique=False,
    )
    op.create_index(
        "print_jobs_one_live_original",
        "print_jobs",
        ["certificate_no"],
        unique=True,
        postgresql_where=sa.text(
            "has_original and state in ('issued', 'released', 'printed', 'failed')"
        ),
    )
    op.create_table(
        "seal_uses",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("enterprise_row", sa.BigInteger(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("print_serial", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal_id", sa.UUID(), nullable=False),
        sa.Column("seal_sha256", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index(
        "seal_uses_of_certificate", "seal_uses", ["certificate_no", "enterprise_row"], unique=False
    )
    op.create_index(
        "seal_uses_of_enterprise", "seal_uses", ["enterprise_code", "enterprise_row"], unique=True
    )
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
    op.execute(sa.schema.DropSequence(sa.Sequence("print_serials")))
    op.drop_index("outbox_by_subject", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("idempotent_replies")
    op.drop_index("seal_uses_of_enterprise", table_name="seal_uses")
    op.drop_index("seal_uses_of_certificate", table_name="seal_uses")
    op.drop_table("seal_uses")
    op.drop_index(
        "print_jobs_one_live_original",
        table_name="print_jobs",
        postgresql_where=sa.text(
            "has_original and state in ('issued', 'released', 'printed', 'failed')"
        ),
    )
    op.drop_index("print_jobs_of_enterprise", table_name="print_jobs")
    op.drop_index(
        "print_jobs_of_agent",
        table_name="print_jobs",
        postgresql_where=sa.text("issuer_code <> enterprise_code"),
    )
    op.drop_index(op.f("ix_print_jobs_certificate_no"), table_name="print_jobs")
    op.drop_table("print_jobs")
    op.drop_table("ledger_heads")
    op.drop_table("disabled_stamps")
    op.drop_table("certificates")
    op.drop_table("authorized_seals")
    op.drop_table("agent_grants")
