"""From ingredients to what the renderer draws; each sheet's QR code carries a signed statement."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.layouts import StampImage
from contracts.values import PrintPart
from services.print_svc.documents.ingredients import Ingredients
from services.print_svc.domain.keywords import document_keywords
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.statements import (
    Statement,
    sign_statement,
    verification_address,
)
from services.print_svc.rendering import CertificateDocument, Part, QrContent, Stamp


def compose(
    job: PrintJob,
    ingredients: Ingredients,
    key: Ed25519PrivateKey,
    *,
    ink_mark_key: bytes,
    verify_base: str,
) -> CertificateDocument:
    """`key` signs the statements; `verify_base` is the address under which sheets are verified."""
    printable, layout = ingredients.printable, ingredients.layout
    return CertificateDocument(
        form=ingredients.form,
        data=layout.data,
        parts=tuple(part.value for part in job.print_serials),
        certificate_no=printable.certificate_no,
        issue_date=printable.issue_date,
        print_serials={part.value: serial for part, serial in job.print_serials.items()},
        qr_content=_qr_content(job, ingredients, key, verify_base),
        ink_mark_key=ink_mark_key,
        enterprise_seal=ingredients.enterprise_seal,
        declarer_signature=ingredients.declarer_signature,
        customs_seal=_customs_stamp(layout.customs_seal),
        officer_signature=_customs_stamp(layout.officer_signature),
        specimen=layout.specimen,
        preview=job.kind == "preview",
        keywords=document_keywords(printable.certificate_no, job.print_serial),
    )


def _qr_content(
    job: PrintJob, ingredients: Ingredients, key: Ed25519PrivateKey, verify_base: str
) -> QrContent:
    printable, layout = ingredients.printable, ingredients.layout

    def qr_content(part: Part, sheet: int, sheets: int) -> str:
        statement = Statement(
            certificate_no=printable.certificate_no,
            issue_date=printable.issue_date,
            type_code=ingredients.form.code,
            exporter=layout.data.fields.get("exporter", "").split("\n")[0],
            part=PrintPart(part),
            print_serial=job.print_serials[PrintPart(part)],
            sheet=sheet,
            sheets=sheets,
            digest=ingredients.digest,
        )
        return str(verification_address(verify_base, sign_statement(statement, key)))

    return qr_content


def _customs_stamp(image: StampImage) -> Stamp:
    return Stamp(image.png, image.width_mm, image.height_mm)
