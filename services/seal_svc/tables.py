"""Tables of seal_svc."""

from sqlalchemy import Column, DateTime, Index, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = MetaData()

stamps = Table(
    "stamps",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("operator_id", UUID(as_uuid=True)),
    Column("declarer_id", UUID(as_uuid=True)),
    Column("declarer_name", Text),
    Column("valid_from", DateTime(timezone=True)),
    Column("valid_to", DateTime(timezone=True)),
    Column("challenge_id", UUID(as_uuid=True), unique=True),
    Column("card_signature", Text),
    Column("scan_sha256", Text, nullable=False),
    Column("images", JSONB, nullable=False),
    Column("report", JSONB, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("stamps_of_enterprise", "enterprise_code", "kind", "made_at"),
    Index(
        "stamps_one_seal_of_a_name",
        "enterprise_code",
        "name",
        unique=True,
        postgresql_where=text("kind = 'seal' and state <> 'deleted'"),
    ),
)
"""Seals and signatures; no two of one `challenge_id`, whose statement a card signed. `images` maps
scan, cutout, overlay and preview to object references."""

leftovers = Table(
    "leftovers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("remove_after", DateTime(timezone=True), nullable=False, index=True),
)
"""Objects without a row of their own, written down before they are stored."""
