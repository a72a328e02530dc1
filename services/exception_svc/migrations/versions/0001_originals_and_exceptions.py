"""Originals and exception applications"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("certificate_no", sa.Text(collation="C"), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("certificate_no"),
    )
    op.create_table(
        "exceptions",
        sa.Column("exception_id", sa.UUID(), nullable=False),
        sa.Column("certificate_no", sa.Text(collation="C"), nullable=False),
        sa.Column("print_serial", sa.Text(collation="C"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("enterprise_code", sa.Text(collation="C"), nullable=False),
        sa.Column("agent_code", sa.Text(collation="C"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by_enterprise", sa.Text(collation="C"), nullable=False),
        sa.Column("filed_by_operator", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("count > 0", name="exceptions_count_from_one"),
        sa.ForeignKeyConstraint(
            ["certificate_no"],
            ["certificates.certificate_no"],
        ),
        sa.PrimaryKeyConstraint("exception_id"),
        sa.UniqueConstraint("certificate_no", "count", name="exceptions_counted"),
        sa.UniqueConstraint(
            "certificate_no", "print_serial", name="exceptions_one_grant_per_original"
        ),
    )
    op.create_index(
        "exceptions_of_agent",
        "exceptions",
        ["agent_code", "filed_at", "exception_id"],
        unique=False,
    )
    op.create_index(
        "exceptions_of_enterprise",
        "exceptions",
        ["enterprise_code", "filed_at", "exception_id"],
        unique=False,
    )
    op.create_table(
        "originals",
        sa.Column("certificate_no", sa.Text(collation="C"), nullable=False),
        sa.Column("print_serial", sa.Text(collation="C"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("device_reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_no"],
            ["certificates.certificate_no"],
        ),
        sa.PrimaryKeyConstraint("certificate_no", "print_serial"),
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
    op.drop_index("outbox_by_subject", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("idempotent_replies")
    op.drop_table("originals")
    op.drop_index("exceptions_of_enterprise", table_name="exceptions")
    op.drop_index("exceptions_of_agent", table_name="exceptions")
    op.drop_table("exceptions")
    op.drop_table("certificates")
