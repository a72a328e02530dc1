"""Seal uses: which rows a document adds to the ledger, and how much of it one proof shows."""

from datetime import datetime

from contracts.errors import Refused
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.stamps import Stamps
from services.print_svc.ledger.rows import SealUse

LONGEST_PROOF = 20_000
"""Rows; each is a hash of 67 bytes of JSON, or about 600 bytes when shown: 12 MB at the most, for
RabbitMQ 4 carries no message beyond 16 MiB."""


def seal_uses_of(job: PrintJob, stamps: Stamps, *, used_at: datetime) -> list[SealUse]:
    """One for the seal and one for the signature on each part (promise 5)."""
    seal, signature = stamps.seal, stamps.signature
    used = [(seal.seal_id, seal.cutout.sha256)] if seal is not None else []
    used.append((signature.signature_id, signature.cutout.sha256))
    return [
        SealUse(
            certificate_no=job.certificate_no,
            print_serial=serial,
            part=part.value,
            enterprise_code=job.enterprise_code,
            operator_id=job.operator_id,
            used_at=used_at,
            seal_id=stamp_id,
            seal_sha256=sha256,
        )
        for part, serial in job.print_serials.items()
        for stamp_id, sha256 in used
    ]


def check_proof_length(rows: int) -> None:
    """Raise Refused for more rows than one message carries."""
    if rows > LONGEST_PROOF:
        raise Refused("ledger.proof_too_long", {"rows": rows, "limit": LONGEST_PROOF})
