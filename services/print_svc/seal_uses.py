"""Which ledger rows a released document causes (promise 5)."""

from datetime import datetime

from services.print_svc.documents import Ingredients
from services.print_svc.domain.jobs import PrintJob
from services.print_svc.ledger.rows import SealUse


def uses_of(job: PrintJob, ingredients: Ingredients, *, used_at: datetime) -> list[SealUse]:
    """One row for the seal and one for the signature on each part."""
    seal, signature = ingredients.stamps.seal, ingredients.stamps.signature
    stamps = [(seal.seal_id, seal.cutout.sha256)] if seal is not None else []
    stamps.append((signature.signature_id, signature.cutout.sha256))
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
        for stamp_id, sha256 in stamps
    ]
