"""exports know the grants they were written by; limits of grants are auth_svc's"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_rights_are_asked_for"
down_revision = "0008_more_list_indexes"


def upgrade() -> None:
    op.add_column(
        "exports",
        sa.Column(
            "grants",
            postgresql.ARRAY(sa.UUID()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.drop_column("agent_grants", "limits")


def downgrade() -> None:
    op.add_column(
        "agent_grants",
        sa.Column(
            "limits",
            postgresql.JSONB(),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.drop_column("exports", "grants")
