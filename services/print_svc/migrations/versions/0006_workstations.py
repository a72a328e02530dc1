"""workstations: enrolled computers, their pairings and proofs; jobs name them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_workstations"
down_revision = "0005_no_authorizations"


def upgrade() -> None:
    op.add_column("print_jobs", sa.Column("workstation_id", sa.UUID()))
    op.create_index(
        "print_jobs_waiting",
        "print_jobs",
        ["workstation_id"],
        postgresql_where=sa.text("state in ('issued', 'released')"),
    )
    op.create_table(
        "workstations",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("encryption_key", sa.LargeBinary(), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_by", sa.UUID(), nullable=False),
        sa.Column("enrolled_by_name", sa.Text()),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by", sa.UUID()),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column(
            "printers", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")
        ),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("connected_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("connection_id", sa.UUID()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("signing_key"),
    )
    op.create_index(
        "workstations_of_enterprise",
        "workstations",
        ["enterprise_code", "name"],
        unique=True,
        postgresql_where=sa.text("revoked_at is null"),
    )
    op.create_table(
        "workstation_pairings",
        sa.Column("user_code", sa.Text(), nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column("encryption_key", sa.LargeBinary(), nullable=False),
        sa.Column("signing_key", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workstation_id", sa.UUID()),
        sa.PrimaryKeyConstraint("user_code"),
        sa.UniqueConstraint("secret_sha256"),
    )
    op.create_index(
        "ix_workstation_pairings_expires_at", "workstation_pairings", ["expires_at"]
    )
    op.create_table(
        "pairing_guesses",
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("guessed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "pairing_guesses_of_operator", "pairing_guesses", ["operator_id", "guessed_at"]
    )
    op.create_table(
        "workstation_nonces",
        sa.Column("workstation_id", sa.UUID(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workstation_id", "nonce"),
    )
    op.create_index("ix_workstation_nonces_expires_at", "workstation_nonces", ["expires_at"])


def downgrade() -> None:
    for table in (
        "workstation_nonces",
        "pairing_guesses",
        "workstation_pairings",
        "workstations",
    ):
        op.drop_table(table)
    op.drop_index("print_jobs_waiting", "print_jobs")
    op.drop_column("print_jobs", "workstation_id")
