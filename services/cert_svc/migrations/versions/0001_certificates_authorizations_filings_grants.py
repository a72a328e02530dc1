"""Certificates, authorizations, filings and grants"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "agent_grants",
        sa.Column("grant_id", sa.UUID(), nullable=False),
        sa.Column("principal_code", sa.Text(collation="C"), nullable=False),
        sa.Column("agent_code", sa.Text(collation="C"), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("grant_id"),
    )
    op.create_index(
        "agent_grants_by_agent", "agent_grants", ["agent_code", "principal_code"], unique=False
    )
    op.create_table(
        "authorizations",
        sa.Column("authorization_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(collation="C"), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("authorization_id"),
    )
    op.create_index(
        op.f("ix_authorizations_enterprise_code"),
        "authorizations",
        ["enterprise_code"],
        unique=False,
    )
    op.create_table(
        "certificates",
        sa.Column("certificate_no", sa.Text(collation="C"), nullable=False),
        sa.Column("enterprise_code", sa.Text(collation="C"), nullable=True),
        sa.Column("revision", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("type_id", sa.Text(), nullable=True),
        sa.Column("destination", sa.Text(), nullable=True),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent_code", sa.Text(collation="C"), nullable=True),
        sa.Column("declarer_id_number", sa.Text(), nullable=True),
        sa.Column("declarer_name", sa.Text(), nullable=True),
        sa.Column("issuing_office", sa.Text(), nullable=True),
        sa.Column("invoice_no", sa.Text(), nullable=True),
        sa.Column("application_kind", sa.Text(), nullable=True),
        sa.Column("claimed_at_counter", sa.Boolean(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("layout_status", sa.Text(), nullable=False),
        sa.Column("layout_key", sa.Text(), nullable=True),
        sa.Column("layout_sha256", sa.Text(), nullable=True),
        sa.Column("announced", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("early", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("originals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("print_status", sa.Text(), nullable=False),
        sa.Column("exception_count", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(layout_status = 'received') = (layout_key is not null and layout_sha256 is not null)",
            name="certificates_received_layout",
        ),
        sa.CheckConstraint(
            "(revision > 0) = (approved_at is not null and issue_date is not null and type_id is not null and enterprise_code is not null)",
            name="certificates_whole_approval",
        ),
        sa.CheckConstraint(
            "archived = (archived_at is not null)", name="certificates_archived_since"
        ),
        sa.CheckConstraint("revision > 0 or not listed", name="certificates_listed_when_approved"),
        sa.PrimaryKeyConstraint("certificate_no"),
        postgresql_with={"fillfactor": 75},
    )
    op.create_index(
        "certificates_by_approval", "certificates", ["enterprise_code", "approved_at"], unique=False
    )
    op.create_index(
        "certificates_by_declarer",
        "certificates",
        [
            "enterprise_code",
            "declarer_name",
            sa.literal_column("issue_date DESC"),
            sa.literal_column("certificate_no DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("listed"),
    )
    op.create_index(
        "certificates_by_type",
        "certificates",
        [
            "enterprise_code",
            "type_id",
            sa.literal_column("issue_date DESC"),
            sa.literal_column("certificate_no DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("listed"),
    )
    op.create_index(
        "certificates_of_agent",
        "certificates",
        [
            "agent_code",
            sa.literal_column("issue_date DESC"),
            sa.literal_column("certificate_no DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("listed AND agent_code IS NOT NULL"),
    )
    op.create_index(
        "certificates_of_enterprise",
        "certificates",
        [
            "enterprise_code",
            sa.literal_column("issue_date DESC"),
            sa.literal_column("certificate_no DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("listed"),
    )
    op.create_index(
        "certificates_open_of_enterprise",
        "certificates",
        [
            "enterprise_code",
            sa.literal_column("issue_date DESC"),
            sa.literal_column("certificate_no DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("listed AND NOT archived"),
    )
    op.create_index(
        "certificates_unlisted",
        "certificates",
        ["enterprise_code", "declarer_id_number"],
        unique=False,
        postgresql_where=sa.text("NOT listed"),
    )
    op.create_index(
        "certificates_waiting_of_enterprise",
        "certificates",
        [
            "enterprise_code",
            sa.literal_column("issue_date DESC"),
            sa.literal_column("certificate_no DESC"),
        ],
        unique=False,
        postgresql_where=sa.text("listed AND print_status = 'waiting'"),
    )
    op.create_table(
        "filed_declarers",
        sa.Column("enterprise_code", sa.Text(collation="C"), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code", "id_number"),
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
    op.drop_table("filed_declarers")
    op.drop_index(
        "certificates_waiting_of_enterprise",
        table_name="certificates",
        postgresql_where=sa.text("listed AND print_status = 'waiting'"),
    )
    op.drop_index(
        "certificates_unlisted", table_name="certificates", postgresql_where=sa.text("NOT listed")
    )
    op.drop_index(
        "certificates_open_of_enterprise",
        table_name="certificates",
        postgresql_where=sa.text("listed AND NOT archived"),
    )
    op.drop_index(
        "certificates_of_enterprise", table_name="certificates", postgresql_where=sa.text("listed")
    )
    op.drop_index(
        "certificates_of_agent",
        table_name="certificates",
        postgresql_where=sa.text("listed AND agent_code IS NOT NULL"),
    )
    op.drop_index(
        "certificates_by_type", table_name="certificates", postgresql_where=sa.text("listed")
    )
    op.drop_index(
        "certificates_by_declarer", table_name="certificates", postgresql_where=sa.text("listed")
    )
    op.drop_index("certificates_by_approval", table_name="certificates")
    op.drop_table("certificates")
    op.drop_index(op.f("ix_authorizations_enterprise_code"), table_name="authorizations")
    op.drop_table("authorizations")
    op.drop_index("agent_grants_by_agent", table_name="agent_grants")
    op.drop_table("agent_grants")
