"""Finished documents as files in the object store."""

import hashlib
from dataclasses import dataclass, field

from chassis.objects import ObjectStore
from contracts.values import ObjectRef
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.stamps import Stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedDocument:
    """A signed PDF, its sheets, the digest of what is printed on them, the stamps they bear."""

    pdf: bytes = field(repr=False)
    sheets: int
    digest: bytes
    stamps: Stamps


def store(objects: ObjectStore, job: PrintJob, pdf: bytes) -> ObjectRef:
    """Named by content, so that two renderings of one job never overwrite each other."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    key = f"prints/{job.id}/{sha256}.pdf"
    return objects.put(key, pdf, "application/pdf", owner=job.enterprise_code)


def store_sealed(objects: ObjectStore, job: PrintJob, content: bytes) -> ObjectRef:
    """What is encrypted for a workstation already; no clear copy of it is kept anywhere."""
    sha256 = hashlib.sha256(content).hexdigest()
    return objects.put(f"prints/{job.id}/{sha256}.hpke", content, owner=job.enterprise_code)
