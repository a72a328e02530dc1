"""Makes layouts: what customs puts down for one approval, and what a fault puts down instead."""

import hashlib
from dataclasses import dataclass

from contracts.certificate_types import load_certificate_types
from contracts.layouts import Layout
from contracts.values import ObjectRef
from customs.domain.applications import Application
from customs.domain.faults import FaultKind
from customs.domain.forms import completed
from customs.stamps import specimen_seal, specimen_signature


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is announced, and what really lies there; no content means nothing does."""

    announced: ObjectRef
    content: bytes | None


def make_delivery(
    application: Application, *, attempt: int = 1, fault: FaultKind | None = None
) -> Delivery:
    """The same approval always gives the same layout; each attempt lies under its own key.

    Spread over a hundred folders, and none for each: file stores get slow where many entries lie
    in one, and at making folders.
    """
    content = make_layout(application).to_bytes()
    digest = hashlib.sha256(content).hexdigest()
    number = application.certificate_no
    key = f"layouts/{number[-2:]}/{number}-{application.revision}-{attempt}.json"
    spoiled: dict[FaultKind | None, bytes | None] = {
        FaultKind.MISSING_OBJECT: None,
        FaultKind.WRONG_DIGEST: content.replace(b"SPECIMEN", b"SPECIMEM", 1) + b" ",
    }
    return Delivery(ObjectRef(key=key, sha256=digest), spoiled.get(fault, content))


def make_layout(application: Application) -> Layout:
    """The form's data completed, with the issuing seal and the officer's signature (R59)."""
    types = load_certificate_types()
    form = application.form
    return Layout(
        certificate_no=application.certificate_no,
        type_id=form.type_id,
        revision=application.revision,
        data=completed(types, types.by_id(form.type_id), form.data, form.issuing_office),
        customs_seal=specimen_seal(form.issuing_office),
        officer_signature=specimen_signature(),
        specimen=True,
    )
