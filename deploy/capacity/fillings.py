"""Rows as the services write them, made by PostgreSQL itself; steps that each row goes through.

Texts have the lengths of real ones; `:first` and `:last` number the rows of a part.
"""

from dataclasses import dataclass
from typing import Final

_OWNER: Final = "'91310000' || lpad((i * 7919 % 20000)::text, 9, '0') || 'N'"
_NUMBER: Final = (
    "'A26' || lpad((i * 7919 % 20000)::text, 9, '0') || lpad((i / 20000)::text, 4, '0')"
)
_SERIAL: Final = "upper(regexp_replace(left(md5('s' || i), 12), '(.{4})(.{4})', '\\1-\\2-'))"
_HASH: Final = "encode(sha256(('{}' || i)::bytea), 'hex')"
_UUID: Final = "md5('{}' || i)::uuid"
_WHEN: Final = "timestamptz '2026-01-05 01:00Z' + i * interval '3 seconds'"
_ROWS: Final = "generate_series(:first, :last) i"
_THESE: Final = f"certificate_no in (select {_NUMBER} from {_ROWS})"


@dataclass(frozen=True, slots=True)
class Filling:
    """One kind of table: where it is, and what makes rows of it, one statement after another."""

    package: str
    table: str
    steps: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.package.rpartition('.')[2]}.{self.table}"


CERTIFICATES: Final = Filling(
    "services.cert_svc",
    "certificates",
    (
        f"""
        insert into certificates (certificate_no, enterprise_code, revision, type_id, destination,
            issue_date, approved_at, declarer_id_number, declarer_name, issuing_office,
            collecting_office, invoice_no, application_kind, claimed_at_counter, applied_on,
            layout_status, announced, early, originals, print_status, exception_count, archived,
            listed)
        select {_NUMBER}, {_OWNER}, 1, (array['china_australia', 'non_preferential_co',
            'china_korea', 'rcep'])[1 + i % 4], (array['AU', 'US', 'KR', 'JP'])[1 + i % 4],
            ({_WHEN})::date, {_WHEN}, :hidden, '样本申报员' || i % 5, '2200', '2200',
            'SPEC-2026-' || i, '0', false, ({_WHEN})::date, 'sending', '[]', '[]', '{{}}',
            'waiting', 0, false, true
        from {_ROWS}
        """,
        f"""
        update certificates set layout_status = 'received', layout_key = 'certificates/'
            || certificate_no || '/1/' || repeat('0', 64) || '.json',
            layout_sha256 = repeat('0', 64)
        where {_THESE}
        """,
        f"""
        update certificates set print_status = 'printed',
            originals = '{{"7K3M-0QXY-2ABC": [1, "released"]}}'
        where {_THESE}
        """,
        f"""
        update certificates set originals = '{{"7K3M-0QXY-2ABC": [1, "printed"]}}',
            archived = true, archived_at = approved_at + interval '1 day'
        where {_THESE}
        """,
    ),
)
PRINT_JOBS: Final = Filling(
    "services.print_svc",
    "print_jobs",
    (
        f"""
        insert into print_jobs (id, kind, certificate_no, revision, enterprise_code, issuer_code,
            operator_id, operator_name, medium, parts, has_original, original_serial, copy_serial,
            state, workstation, workstation_id, nonce, issued_at, ticket_expires_at, order_id,
            order_place)
        select {_UUID.format("j")}, 'print', {_NUMBER}, 1, {_OWNER}, {_OWNER},
            {_UUID.format("o")}, '样本操作员', 'card', array['original', 'copy'], true,
            {_SERIAL}, reverse({_SERIAL}), 'issued', '样本工作站', {_UUID.format("w")},
            substr({_HASH.format("n")}, 1, 32), {_WHEN}, {_WHEN} + interval '10 minutes',
            {_UUID.format("b")}, 0
        from {_ROWS}
        """,
        f"""
        update print_jobs set state = 'released', released_at = issued_at,
            document_key = 'prints/' || id || '/' || repeat('0', 64) || '.hpke',
            document_sha256 = repeat('0', 64), printed_digest = sha256('d'), sheets = 4,
            printer_uri = 'ipp://192.168.1.20:631/ipp/print', preflight = jsonb_build_object(
            'printer_uri', 'ipp://192.168.1.20:631/ipp/print', 'printer_name', 'SPECIMEN 4000',
            'checked_at', issued_at, 'answers', '{{"paper": "yes", "color": "yes", "scaling":
            "yes", "resolution": "yes", "sides": "yes", "toner": "not_said"}}'::jsonb)
        where {_THESE}
        """,
        f"""
        update print_jobs set evidence = jsonb_build_object('queued_at', issued_at, 'sent_at',
            issued_at, 'finished_at', issued_at, 'job_state', 'completed',
            'impressions_completed', 4, 'state_reasons', '[]'::jsonb, 'printer_name',
            'SPECIMEN 4000', 'printer_uri', printer_uri, 'bytes_sent', 283000,
            'document_sha256', document_sha256, 'came_out', null)
        where {_THESE}
        """,
        f"""
        update print_jobs set state = 'printed', confirmed_at = issued_at, confirmed_printed = true
        where {_THESE}
        """,
    ),
)
SEAL_USES: Final = Filling(
    "services.print_svc",
    "seal_uses",
    (
        f"""
        insert into seal_uses select i, i / 20000 + 1, {_NUMBER}, {_SERIAL}, 'original', {_OWNER},
            {_UUID.format("o")}, {_WHEN}, {_UUID.format("t")}, {_HASH.format("c")},
            substr({_HASH.format("t")}, 1, 32), {_HASH.format("p")}, {_HASH.format("r")}
        from {_ROWS}
        """,
    ),
)
AUDIT_RECORDS: Final = Filling(
    "services.auth_svc",
    "audit_records",
    (
        f"""
        insert into audit_records select {_OWNER}, i / 20000 + 1, {_WHEN}, 'print.released',
            'done', {_UUID.format("o")}, jsonb_build_object('at', {_WHEN}, 'action',
            'print.released', 'outcome', 'done', 'count', 1, 'by_enterprise', {_OWNER},
            'operator_id', {_UUID.format("o")}, 'operator_name', '样本操作员', 'medium', 'card',
            'card_serial', '5A3F00000000', 'session', '9f86d081884c', 'address', '203.0.113.7',
            'subjects', jsonb_build_object('job_id', array[{_UUID.format("j")}], 'certificate_no',
            array[{_NUMBER}], 'print_serials', array[{_SERIAL}, reverse({_SERIAL})],
            'workstation_id', array[{_UUID.format("w")}])),
            {_HASH.format("p")}, {_HASH.format("r")}
        from {_ROWS}
        """,
    ),
)
VERIFIED: Final = Filling(
    "services.print_svc",
    "certificates",
    (
        f"""
        insert into certificates (certificate_no, enterprise_code, revision, type_id, issue_date)
        select {_NUMBER}, {_OWNER}, 1, 'china_australia', ({_WHEN})::date from {_ROWS}
        """,
        f"update certificates set archived_at = now() where {_THESE}",
    ),
)
APPROVED: Final = Filling(
    "services.exception_svc",
    "certificates",
    (
        f"insert into certificates (certificate_no, approved) select {_NUMBER}, 1 from {_ROWS}",
        f"update certificates set archived_at = now() where {_THESE}",
    ),
)
ORIGINALS: Final = Filling(
    "services.exception_svc",
    "originals",
    (
        f"""
        insert into certificates (certificate_no, approved) select {_NUMBER}, 1 from {_ROWS}
        on conflict do nothing
        """,
        f"""
        insert into originals (certificate_no, print_serial, revision, state, device_reasons)
        select {_NUMBER}, {_SERIAL}, 1, 1, '[]' from {_ROWS}
        """,
        f"update originals set state = 3 where {_THESE}",
    ),
)
INBOX: Final = Filling(
    "services.cert_svc",
    "inbox",
    (
        f"""
        insert into inbox (handler, event_id, handled_at)
        select 'cert_svc.on_certificate_events', {_UUID.format("e")},
            now() + i * interval '1 ms' from {_ROWS}
        """,
    ),
)
FILLINGS: Final = (
    CERTIFICATES, PRINT_JOBS, SEAL_USES, AUDIT_RECORDS, VERIFIED, APPROVED, ORIGINALS, INBOX,
)  # fmt: skip
