"""Tables of cert_svc."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from chassis.hidden_columns import HiddenJSON, HiddenText

metadata = MetaData()


def _number(*, primary_key: bool = False) -> "Column[str]":
    """Compared byte by byte, so that its index serves every order and range."""
    return Column("certificate_no", Text(collation="C"), primary_key=primary_key)


certificates = Table(
    "certificates",
    metadata,
    _number(primary_key=True),
    Column("enterprise_code", Text(collation="C")),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("type_id", Text),
    Column("destination", Text),
    Column("issue_date", Date),
    Column("approved_at", DateTime(timezone=True)),
    Column("agent_code", Text(collation="C")),
    Column("declarer_id_number", HiddenText),
    Column("declarer_name", Text),
    Column("issuing_office", Text),
    Column("collecting_office", Text),
    Column("invoice_no", Text),
    Column("application_kind", Text),
    Column("claimed_at_counter", Boolean),
    Column("applied_on", Date),
    Column("replaces", Text),
    Column("replaced_by", Text),
    Column("returned_at", DateTime(timezone=True)),
    Column("layout_status", Text, nullable=False),
    Column("layout_key", Text),
    Column("layout_sha256", Text),
    Column("announced", JSONB, nullable=False),
    Column("early", JSONB, nullable=False),
    Column("originals", JSONB, nullable=False),
    Column("print_status", Text, nullable=False),
    Column("exception_count", Integer, nullable=False),
    Column("archived_at", DateTime(timezone=True)),
    Column("archived", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False),
    CheckConstraint(
        "(revision > 0) = (approved_at is not null and issue_date is not null"
        " and type_id is not null and enterprise_code is not null)",
        name="certificates_whole_approval",
    ),
    CheckConstraint("revision > 0 or not listed", name="certificates_listed_when_approved"),
    CheckConstraint(
        "(layout_status = 'received') = (layout_key is not null and layout_sha256 is not null)",
        name="certificates_received_layout",
    ),
    CheckConstraint("archived = (archived_at is not null)", name="certificates_archived_since"),
    postgresql_with={"fillfactor": 75},
)
"""`listed` is whether R43-R50 hold; the statuses beside it are what people filter by. `announced`
holds the layouts still to be examined and those refused, until one is received.

A row changes half a dozen times; the free space keeps most of that away from the indexes.
"""

_LISTED = certificates.c.listed
_OPEN = certificates.c.listed & ~certificates.c.archived
_OF_AGENT = _LISTED & certificates.c.agent_code.is_not(None)
_NEWEST = (certificates.c.issue_date.desc(), certificates.c.certificate_no.desc())
_LAST_APPROVED = (certificates.c.approved_at.desc(), certificates.c.certificate_no.desc())
_FILTERED = (
    certificates.c.type_id,
    certificates.c.destination,
    certificates.c.issuing_office,
    certificates.c.collecting_office,
)
"""They end the index of every order: what does not match is passed over there and not fetched.

None of them changes with a status, and no status is among them: updates stay off the indexes.
"""

Index(
    "certificates_of_enterprise",
    certificates.c.enterprise_code,
    *_NEWEST,
    *_FILTERED,
    postgresql_where=_LISTED,
)
Index(
    "certificates_of_enterprise_by_approval",
    certificates.c.enterprise_code,
    *_LAST_APPROVED,
    *_FILTERED,
    postgresql_where=_LISTED,
)
Index(
    "certificates_of_enterprise_by_number",
    certificates.c.enterprise_code,
    certificates.c.certificate_no.desc(),
    *_FILTERED,
    postgresql_where=_LISTED,
)
Index(
    "certificates_open_of_enterprise",
    certificates.c.enterprise_code,
    *_NEWEST,
    postgresql_where=_OPEN,
)
Index(
    "certificates_open_of_enterprise_by_approval",
    certificates.c.enterprise_code,
    *_LAST_APPROVED,
    postgresql_where=_OPEN,
)
Index(
    "certificates_open_of_enterprise_by_number",
    certificates.c.enterprise_code,
    certificates.c.certificate_no.desc(),
    postgresql_where=_OPEN,
)
Index(
    "certificates_waiting_of_enterprise",
    certificates.c.enterprise_code,
    *_NEWEST,
    postgresql_where=_LISTED & (certificates.c.print_status == text("'waiting'")),
)
Index(
    "certificates_by_type",
    certificates.c.enterprise_code,
    certificates.c.type_id,
    *_NEWEST,
    certificates.c.destination,
    postgresql_where=_LISTED,
)
Index(
    "certificates_by_type_and_number",
    certificates.c.enterprise_code,
    certificates.c.type_id,
    certificates.c.certificate_no.desc(),
    postgresql_where=_LISTED,
)
Index(
    "certificates_by_declarer",
    certificates.c.enterprise_code,
    certificates.c.declarer_name,
    *_NEWEST,
    postgresql_where=_LISTED,
)
Index(
    "certificates_by_destination",
    certificates.c.enterprise_code,
    certificates.c.destination,
    *_NEWEST,
    postgresql_where=_LISTED,
)
Index(
    "certificates_by_invoice",
    certificates.c.enterprise_code,
    certificates.c.invoice_no,
    postgresql_where=_LISTED & certificates.c.invoice_no.is_not(None),
)
Index(
    "certificates_not_received",
    certificates.c.enterprise_code,
    *_NEWEST,
    postgresql_where=_LISTED & certificates.c.layout_key.is_(None),
)
Index(
    "certificates_of_agent",
    certificates.c.agent_code,
    *_NEWEST,
    postgresql_where=_OF_AGENT,
)
Index(
    "certificates_of_agent_by_approval",
    certificates.c.agent_code,
    *_LAST_APPROVED,
    postgresql_where=_OF_AGENT,
)
Index(
    "certificates_of_agent_by_number",
    certificates.c.agent_code,
    certificates.c.certificate_no.desc(),
    postgresql_where=_OF_AGENT,
)
Index(
    "certificates_unlisted",
    certificates.c.enterprise_code,
    certificates.c.declarer_id_number,
    postgresql_where=~certificates.c.listed,
)
Index(
    "certificates_by_approval",
    certificates.c.enterprise_code,
    certificates.c.approved_at,
)

authorizations = Table(
    "authorizations",
    metadata,
    Column("authorization_id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text(collation="C"), nullable=False),
    Column("requested_at", DateTime(timezone=True)),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("signers", HiddenJSON, nullable=False),
    Column("seal", JSONB),
    Column("signatures", HiddenJSON),
)
"""`signers` maps the ID numbers of the declarers whose signatures were authorized to names. What
was heard of before `requested_at`, `seal` and `signatures` were kept has none of them: it decides
whether certificates are listed, and no document can be made by it.
"""

NEWEST_FIRST = (
    func.coalesce(authorizations.c.requested_at, authorizations.c.received_at).desc(),
    authorizations.c.received_at.desc(),
)
Index("authorizations_newest", authorizations.c.enterprise_code, *NEWEST_FIRST)

ended_stamps = Table(
    "ended_stamps",
    metadata,
    Column("stamp_id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text(collation="C"), nullable=False, index=True),
)
"""Seals and signatures that were disabled or deleted (R26)."""

filed_declarers = Table(
    "filed_declarers",
    metadata,
    Column("enterprise_code", Text(collation="C"), primary_key=True),
    Column("id_number", HiddenText, primary_key=True),
    Column("name", Text, nullable=False),
    Column("filed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
)
"""An end that came before its filing leaves `filed_at` open."""

agent_grants = Table(
    "agent_grants",
    metadata,
    Column("grant_id", UUID(as_uuid=True), primary_key=True),
    Column("principal_code", Text(collation="C"), nullable=False),
    Column("agent_code", Text(collation="C"), nullable=False),
    Column("granted_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Index("agent_grants_by_agent", "agent_code", "principal_code"),
)
"""A revocation that came before its grant leaves `granted_at` open."""

agent_originals = Table(
    "agent_originals",
    metadata,
    Column("principal_code", Text(collation="C"), primary_key=True),
    Column("agent_code", Text(collation="C"), primary_key=True),
    Column("certificate_no", Text(collation="C"), primary_key=True),
    Column("heard", BigInteger, Identity(always=True), nullable=False),
    Column("held_to", DateTime(timezone=True)),
    Column("printed_at", DateTime(timezone=True)),
)
"""Originals that agents printed or have queued, in the order in which they were heard of.

`held_to` is when the last ticket ends, `printed_at` when an original last went out.
"""

exports = Table(
    "exports",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("enterprise_code", Text(collation="C"), nullable=False),
    Column("asked", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("rows_written", Integer, nullable=False, server_default=text("0")),
    Column("rows_total", Integer),
    Column("file_key", Text),
    Column("file_sha256", Text),
    Column("grants", ARRAY(UUID(as_uuid=True)), nullable=False, server_default=text("'{}'")),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)
"""`asked` is the request as it came; a file is removed with its row. `grants` are those by
which certificates of principals are in it."""
