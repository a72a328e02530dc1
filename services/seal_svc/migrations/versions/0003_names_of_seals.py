"""names of seals"""

import sqlalchemy as sa
from alembic import op

revision = "0003_names_of_seals"
down_revision = "0002"

NAMED = "kind = 'seal' and state <> 'deleted'"


def upgrade() -> None:
    # Of seals that share a name the oldest keeps it; the others get the beginning of their ids,
    # and auth_svc goes on showing the name under which they were announced.
    op.execute(
        f"""
        update stamps set name = left(name, 91) || ' ' || left(stamps.id::text, 8)
        from (
            select id, row_number() over (
                partition by enterprise_code, name order by made_at, id) as place
            from stamps where {NAMED}) as numbered
        where numbered.id = stamps.id and numbered.place > 1
        """
    )
    op.create_index(
        "stamps_one_seal_of_a_name",
        "stamps",
        ["enterprise_code", "name"],
        unique=True,
        postgresql_where=sa.text(NAMED),
    )


def downgrade() -> None:
    op.drop_index("stamps_one_seal_of_a_name", "stamps")
