"""scan_requests: scans that a session asks of a workstation, and the scanners that it has"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_scan_requests"
down_revision = "0009_confirmed_prints"


def upgrade() -> None:
    op.add_column(
        "workstations",
        sa.Column(
            "scanners",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
    )
    op.create_table(
        "scan_requests",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("workstation_id", sa.UUID(), nullable=False),
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("operator_name", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("session_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scanner", sa.Text()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("part", sa.Double()),
        sa.Column("trouble", sa.Text()),
        sa.Column("detail", sa.Text()),
        sa.Column("upload_id", sa.UUID()),
        sa.Column("scan_sha256", sa.Text()),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_scan_requests_expires_at", "scan_requests", ["expires_at"])
    op.create_index("ix_scan_requests_session_id", "scan_requests", ["session_id"])
    op.create_index(
        "scan_requests_waiting",
        "scan_requests",
        ["workstation_id"],
        postgresql_where=sa.text("state in ('waiting', 'scanning')"),
    )
    op.create_index(
        "scan_requests_held", "scan_requests", ["state"], postgresql_where=sa.text("held")
    )


def downgrade() -> None:
    op.drop_table("scan_requests")
    op.drop_column("workstations", "scanners")
