"""identity: sessions have an id and an idle end, cards end, statements are signed, names are looked at

Whoever is logged in logs in again: which card opened a session was not written down.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007_identity"
down_revision = "0006_api_tokens"

_SKELETON = (
    "replace(replace(translate(lower(user_name), '01i._-', 'oll'), 'rn', 'm'), 'vv', 'w')"
)


def _times(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def upgrade() -> None:
    _cards()
    _card_signatures()
    _sessions()
    _user_names()


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("fingerprint", sa.Text(), primary_key=True),
        sa.Column("operator_id", sa.UUID(), sa.ForeignKey("operators.id"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("authority_fingerprint", sa.Text()),
        sa.Column("serial_number", sa.Text()),
        *_times("valid_from", "valid_to"),
        *_times("replaced_at", "revoked_at", nullable=True),
    )
    op.create_index("ix_cards_operator_id", "cards", ["operator_id"])
    op.create_index("cards_of_authority", "cards", ["authority_fingerprint", "serial_number"])
    op.execute(
        "insert into cards (fingerprint, operator_id, role, valid_from, valid_to)"
        " select card_fingerprint, id, role, card_valid_from, card_valid_to from operators"
        " where card_fingerprint is not null"
    )
    op.create_table(
        "revocation_lists",
        sa.Column("authority_fingerprint", sa.Text(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        *_times("this_update", "next_update"),
    )


def _card_signatures() -> None:
    op.execute("delete from card_challenges")
    op.add_column("card_challenges", sa.Column("purpose", sa.Text(), nullable=False))
    op.add_column("card_challenges", sa.Column("statement", sa.Text(), nullable=False))
    op.add_column("card_challenges", sa.Column("operator_id", sa.UUID()))
    op.create_table(
        "card_signatures",
        sa.Column("challenge_id", sa.UUID(), primary_key=True),
        sa.Column("enterprise_code", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("card_fingerprint", sa.Text(), nullable=False),
        *_times("signed_at"),
    )
    op.create_index("ix_card_signatures_enterprise_code", "card_signatures", ["enterprise_code"])


def _sessions() -> None:
    op.execute("delete from sessions")
    op.add_column("sessions", sa.Column("id", sa.UUID(), nullable=False))
    op.create_unique_constraint("sessions_id_key", "sessions", ["id"])
    op.add_column("sessions", sa.Column("card_fingerprint", sa.Text()))
    op.create_foreign_key(
        "sessions_card_fingerprint_fkey", "sessions", "cards", ["card_fingerprint"], ["fingerprint"]
    )
    op.create_index("ix_sessions_card_fingerprint", "sessions", ["card_fingerprint"])
    op.add_column("sessions", sa.Column("client_address", sa.Text()))
    for column in _times("opened_at", "last_used_at"):
        op.add_column("sessions", column)


def _user_names() -> None:
    """Small letters where that makes no two equal; a name that looks like another keeps no skeleton."""
    for column in _times("removed_at", nullable=True):
        op.add_column("operators", column)
    op.add_column("operators", sa.Column("user_name_skeleton", sa.Text()))
    op.create_unique_constraint(
        "operators_user_name_skeleton_key", "operators", ["user_name_skeleton"]
    )
    alone = (
        " where user_name is not null and not exists (select from operators other"
        " where other.id <> operators.id and {other} = {own})"
    )
    op.execute(
        "update operators set user_name = lower(user_name)"
        + alone.format(other="lower(other.user_name)", own="lower(operators.user_name)")
    )
    op.execute(
        f"update operators set user_name_skeleton = {_SKELETON}"
        + alone.format(
            other=_SKELETON.replace("user_name", "other.user_name"),
            own=_SKELETON.replace("user_name", "operators.user_name"),
        )
    )


def downgrade() -> None:
    """Sessions, challenges and failures start anew; who was removed is disabled."""
    op.execute("delete from sessions")
    op.execute("delete from card_challenges")
    op.drop_column("operators", "user_name_skeleton")
    op.drop_column("operators", "removed_at")
    for name in ("id", "card_fingerprint", "client_address", "opened_at", "last_used_at"):
        op.drop_column("sessions", name)
    op.drop_table("card_signatures")
    for name in ("purpose", "statement", "operator_id"):
        op.drop_column("card_challenges", name)
    op.drop_table("revocation_lists")
    op.drop_table("cards")
