"""From a printable certificate to PDF bytes: gathers layout, seals and keys, then renders."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventlet import tpool
from eventlet.semaphore import Semaphore
from nameko.extensions import DependencyProvider
from pypdfium2 import PdfDocument

from chassis.objects import ObjectStore
from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.layouts import Layout, StampImage
from contracts.values import AuthorizedSeal, AuthorizedSignature, ObjectRef, PrintPart
from services.print_svc.domain.keywords import document_keywords
from services.print_svc.domain.stamps import Stamps
from services.print_svc.domain.statements import (
    Statement,
    digest_printed,
    sign_statement,
    verification_address,
)
from services.print_svc.keyring import Keys
from services.print_svc.rendering import CertificateDocument, Part, RenderError, Stamp, render
from services.print_svc.signing import DocumentSigner, sign_pdf

SIGNING_REASON = "Electronic certificate of origin"
SIGNATURE_FIELD = "OriginPrint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """Everything a document is made of; `digest` is what its QR statements carry."""

    printable: Printable
    form: CertificateType
    layout: Layout
    stamps: Stamps
    enterprise_seal: Stamp | None
    declarer_signature: Stamp
    digest: bytes


def gather(printable: Printable, stamps: Stamps, objects: ObjectStore) -> Ingredients:
    """Raise Refused when an image or the layout is missing or is not what it should be."""
    layout = _layout(objects.get(printable.layout), printable)
    return Ingredients(
        printable=printable,
        form=load_certificate_types().by_id(printable.type_id),
        layout=layout,
        stamps=stamps,
        enterprise_seal=_stamp(stamps.seal, objects) if stamps.seal else None,
        declarer_signature=_stamp(stamps.signature, objects),
        digest=digest_printed(_printed_data(printable, layout)),
    )


def compose(
    ingredients: Ingredients,
    serials: dict[PrintPart, str],
    keys: Keys,
    verify_base: str,
    *,
    preview: bool = False,
) -> CertificateDocument:
    """The renderer's input; the QR code of each sheet carries a signed statement."""
    printable, layout = ingredients.printable, ingredients.layout

    def qr_content(part: Part, sheet: int, sheets: int) -> str:
        statement = Statement(
            certificate_no=printable.certificate_no,
            issue_date=printable.issue_date,
            type_code=ingredients.form.code,
            exporter=layout.data.fields.get("exporter", "").split("\n")[0],
            part=PrintPart(part),
            print_serial=serials[PrintPart(part)],
            sheet=sheet,
            sheets=sheets,
            digest=ingredients.digest,
        )
        return str(verification_address(verify_base, sign_statement(statement, keys.statement)))

    return CertificateDocument(
        form=ingredients.form,
        data=layout.data,
        parts=tuple(part.value for part in serials),
        certificate_no=printable.certificate_no,
        issue_date=printable.issue_date,
        print_serials={part.value: serial for part, serial in serials.items()},
        qr_content=qr_content,
        enterprise_seal=ingredients.enterprise_seal,
        declarer_signature=ingredients.declarer_signature,
        customs_seal=_customs_stamp(layout.customs_seal),
        officer_signature=_customs_stamp(layout.officer_signature),
        specimen=layout.specimen,
        preview=preview,
        keywords=document_keywords(printable.certificate_no, next(iter(serials.values()))),
    )


def rendered(document: CertificateDocument) -> bytes:
    """Raise Refused naming box, field and character; never a half-rendered page."""
    try:
        return render(document)
    except RenderError as error:
        details = {
            "reason": error.message,
            "render_code": error.code,
            "box": error.box,
            "field": error.field,
            "character": error.character,
        }
        raise Refused("print.not_renderable", details) from error


def finished(document: CertificateDocument, signer: DocumentSigner) -> bytes:
    """Rendered and signed (PAdES-B), so that the archived file proves itself; Refused as above."""
    pdf = rendered(document)
    return sign_pdf(pdf, signer, reason=SIGNING_REASON, field_name=SIGNATURE_FIELD)


class Renderer:
    """Works off the event loop, at most `at_once` documents at a time."""

    def __init__(self, at_once: int) -> None:
        self._working = Semaphore(at_once)

    def finish(self, document: CertificateDocument, signer: DocumentSigner) -> bytes:
        """Raise Refused as `rendered` does."""
        with self._working:
            return bytes(tpool.execute(finished, document, signer))


class Rendering(DependencyProvider):  # type: ignore[misc]
    """Injects the process's one Renderer."""

    def setup(self) -> None:
        self.renderer = Renderer(self.container.config["settings"].renders_at_once)

    def get_dependency(self, worker_ctx: Any) -> Renderer:  # noqa: ARG002
        return self.renderer


def store(objects: ObjectStore, job_id: UUID, pdf: bytes) -> ObjectRef:
    """Named by content, so that two renderings of one job never overwrite each other."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    return objects.put(f"prints/{job_id}/{sha256}.pdf", pdf, "application/pdf")


def sheets_in(pdf: bytes) -> int:
    """Each sheet has a front and a back."""
    document = PdfDocument(pdf)
    try:
        return (len(document) + 1) // 2
    finally:
        document.close()


def _layout(data: bytes, printable: Printable) -> Layout:
    try:
        layout = Layout.from_bytes(data)
    except ValueError:
        raise Refused("object.altered", {"key": printable.layout.key}) from None
    if (layout.certificate_no, layout.type_id) != (printable.certificate_no, printable.type_id):
        raise Refused("object.altered", {"key": printable.layout.key})
    return layout


def _printed_data(printable: Printable, layout: Layout) -> dict[str, Any]:
    return {
        "certificate_no": printable.certificate_no,
        "issue_date": printable.issue_date.isoformat(),
        "data": layout.data.model_dump(mode="json"),
    }


def _stamp(stamp: AuthorizedSeal | AuthorizedSignature, objects: ObjectStore) -> Stamp:
    return Stamp(objects.get(stamp.cutout), stamp.width_mm, stamp.height_mm)


def _customs_stamp(image: StampImage) -> Stamp:
    return Stamp(image.png, image.width_mm, image.height_mm)
