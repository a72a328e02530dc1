"""What a document is made of, gathered from the object store and checked."""

from dataclasses import dataclass
from typing import Any

from chassis.objects import ObjectStore
from contracts.certificate_types import CertificateType, load_certificate_types
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.layouts import Layout
from contracts.values import AuthorizedSeal, AuthorizedSignature
from services.print_svc.domain.stamps import Stamps
from services.print_svc.domain.statements import digest_printed
from services.print_svc.rendering import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """`digest` is of the printed data, as the QR statements carry it."""

    printable: Printable
    form: CertificateType
    layout: Layout
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
        enterprise_seal=_stamp(stamps.seal, objects) if stamps.seal else None,
        declarer_signature=_stamp(stamps.signature, objects),
        digest=digest_printed(_printed_data(printable, layout)),
    )


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
