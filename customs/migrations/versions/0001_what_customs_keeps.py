"""What customs keeps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("call_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.UUID(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("agenda_by_due_time", "agenda", ["due_at", "id"], unique=False)
    op.create_index(
        "agenda_leased",
        "agenda",
        ["subject", "lease_until"],
        unique=False,
        postgresql_where=sa.text("lease_until is not null"),
    )
    op.create_table(
        "applications",
        sa.Column("certificate_no", sa.Text(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archive_serial", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state in ('applied', 'approved', 'returned', 'archived')", name="applications_state"
        ),
        sa.PrimaryKeyConstraint("certificate_no"),
    )
    op.create_index(
        "applications_newest",
        "applications",
        [sa.literal_column("applied_at desc"), "certificate_no"],
        unique=False,
    )
    op.create_index(
        "applications_of_enterprise",
        "applications",
        ["enterprise_code", sa.literal_column("applied_at desc")],
        unique=False,
    )
    op.create_index(
        "applications_to_archive",
        "applications",
        ["archive_due_at"],
        unique=False,
        postgresql_where=sa.text("archive_due_at is not null"),
    )
    op.create_table(
        "authorizations",
        sa.Column("authorization_id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("authorization_id"),
    )
    op.create_table(
        "declarers",
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code", "id_number"),
    )
    op.create_table(
        "delays",
        sa.Column("only_row", sa.Boolean(), nullable=False),
        sa.Column("receipt_delay_seconds", sa.Double(), nullable=True),
        sa.Column("layout_step_seconds", sa.Double(), nullable=True),
        sa.Column("archive_delay_seconds", sa.Double(), nullable=True),
        sa.CheckConstraint("only_row", name="delays_only_row"),
        sa.PrimaryKeyConstraint("only_row"),
    )
    op.create_table(
        "faults",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("fault_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("times_left", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("layout_status", sa.Text(), nullable=True),
        sa.Column("certificate_no", sa.Text(), nullable=True),
        sa.Column("enterprise_code", sa.Text(), nullable=True),
        sa.Column("stamp_kind", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("times_left >= 0", name="faults_times_left"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("fault_id"),
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
        "serials",
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("type_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code", "type_code", "year"),
    )
    op.create_table(
        "timeline",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("certificate_no", sa.Text(), nullable=True),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("way in ('console', 'sent', 'heard')", name="timeline_way"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("timeline_of_certificate", "timeline", ["certificate_no", "id"], unique=False)
    op.create_index("timeline_of_enterprise", "timeline", ["enterprise_code", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("timeline_of_enterprise", table_name="timeline")
    op.drop_index("timeline_of_certificate", table_name="timeline")
    op.drop_table("timeline")
    op.drop_table("serials")
    op.drop_table("inbox")
    op.drop_table("faults")
    op.drop_table("delays")
    op.drop_table("declarers")
    op.drop_table("authorizations")
    op.drop_index(
        "applications_to_archive",
        table_name="applications",
        postgresql_where=sa.text("archive_due_at is not null"),
    )
    op.drop_index("applications_of_enterprise", table_name="applications")
    op.drop_index("applications_newest", table_name="applications")
    op.drop_table("applications")
    op.drop_index(
        "agenda_leased", table_name="agenda", postgresql_where=sa.text("lease_until is not null")
    )
    op.drop_index("agenda_by_due_time", table_name="agenda")
    op.drop_table("agenda")
