"""computed_self_print: the switch is what the newest accepted authorization and its stamps make it"""

import sqlalchemy as sa
from alembic import op

revision = "0005_computed_self_print"
down_revision = "0004_results_and_applications"


def upgrade() -> None:
    op.drop_column("enterprises", "self_print")


def downgrade() -> None:
    """Open for everybody with an accepted authorization, as it was when it only ever opened."""
    op.add_column(
        "enterprises",
        sa.Column("self_print", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.execute(
        "update enterprises set self_print = true where exists (select from authorizations a"
        " where a.enterprise_code = enterprises.code and a.state = 'accepted')"
    )
