"""Certificates by the million, made by PostgreSQL itself: rows first, then their indexes."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, text

from bench.vacuum import vacuum
from chassis.hidden_columns import keys_of, use_keys
from contracts.key_rings import KeyRing
from services.cert_svc.tables import metadata

FIRST_DAY: Final = "2023-01-01"
DAYS: Final = 1_200
DECLARER: Final = "110101199001010015"
COLUMN_KEYS: Final = KeyRing((("bench", bytes(32)),))
INSERT: Final = text(
    """
    insert into certificates (
        certificate_no, enterprise_code, revision, type_id, destination, issue_date, approved_at,
        declarer_id_number, declarer_name, issuing_office, collecting_office, invoice_no,
        application_kind, claimed_at_counter, layout_status, layout_key, layout_sha256, announced,
        early, originals, print_status, exception_count, archived_at, archived, listed)
    select
        kind.letter || '26' || lpad((owner * 100 + i / 10000)::text, 9, '0')
            || lpad((i % 10000)::text, 4, '0'),
        '91310000' || lpad(owner::text, 9, '0') || 'N', 1, kind.type_id, kind.destination,
        date :first_day + (r * :days)::int, date :first_day + (r * :days)::int + interval '9 hours'
            + i * interval '1 millisecond',
        :declarer, 'SPECIMEN ' || (i % 5),
        case when i % 20 = 3 then '2201' else '2200' end,
        case when i % 20 = 7 then '2201' else '2200' end, 'SPEC-' || i, '0', false,
        case when i % 100 = 5 then 'sending' else 'received' end,
        case when i % 100 = 5 then null else 'certificates/specimen/layout.json' end,
        case when i % 100 = 5 then null else repeat('0', 64) end, '[]', '[]', '{}',
        case when i % 50 = 5 then 'waiting' else 'printed' end, 0,
        case when i % 25 = 5 then null else timestamptz '2026-06-01' end, i % 25 <> 5, true
    from generate_series(:first_owner, :last_owner) owner,
        generate_series(0, :each - 1) i,
        lateral (select hashint8(owner::bigint * 1000003 + i) & 1073741823 as h) hashed,
        lateral (select (h & 65535) / 65536.0 as r, (h >> 16) % 100 as share) rolled,
        lateral (select * from kinds where share between kinds.first and kinds.last) kind
    """
)
KINDS: Final = text(
    """
    create temporary table kinds as select * from (values
        (0, 32, 'A', 'china_australia', 'AU'), (33, 62, 'C', 'non_preferential_co', 'US'),
        (63, 64, 'C', 'non_preferential_co', 'PE'), (65, 84, 'K', 'china_korea', 'KR'),
        (85, 92, 'RC', 'rcep', 'JP'), (93, 98, 'RC', 'rcep', 'VN'),
        (99, 99, 'I', 'china_iceland', 'IS')
    ) as kinds (first, last, letter, type_id, destination)
    """
)


@dataclass(frozen=True)
class Scale:
    """So many enterprises with `usual` certificates each, and `larges` with `large` each.

    They were issued within so many days from the first one on.
    """

    enterprises: int
    usual: int
    large: int
    larges: int
    first_day: str = FIRST_DAY
    days: int = DAYS

    @property
    def certificates(self) -> int:
        return self.enterprises * self.usual + self.larges * self.large

    def owners(self, *, large: bool) -> range:
        """The large ones come first."""
        if large:
            return range(self.larges)
        return range(self.larges, self.larges + self.enterprises)


def enterprise_code(owner: int) -> str:
    return f"91310000{owner:09}N"


def fill(engine: Engine, scale: Scale) -> None:
    """The tables of cert_svc, filled and known to the planner; the engine has their keys."""
    use_keys(engine, COLUMN_KEYS)
    declarer = keys_of(engine.dialect).hide(DECLARER)
    metadata.create_all(engine)
    certificates = metadata.tables["certificates"]
    with engine.begin() as connection:
        for index in certificates.indexes:
            index.drop(connection)
        connection.execute(KINDS)
        connection.execute(text("set local synchronous_commit = off"))
        connection.execute(text("set local maintenance_work_mem = '512MB'"))
        for large, each in ((True, scale.large), (False, scale.usual)):
            owners = scale.owners(large=large)
            places = {"first_owner": owners[0], "last_owner": owners[-1], "each": each}
            days = {"first_day": scale.first_day, "days": scale.days}
            connection.execute(INSERT, places | days | {"declarer": declarer})
        for index in certificates.indexes:
            index.create(connection)
    vacuum(engine, certificates.name)
