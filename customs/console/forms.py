"""Console routes with what an officer fills in from: the forms, and who is known here."""

from typing import Any

from fastapi import APIRouter

from contracts.certificate_types import CertificateType, CertificateTypes, load_certificate_types
from contracts.specimens import specimen_data
from customs.console.bodies import Body
from customs.parts import Parts
from customs.storage import declarers

EXAMPLE_ITEMS = 2


class FormView(Body):
    """`data` is complete specimen data for `POST /applications`; "*" is any destination."""

    type_id: str
    name_zh: str
    name_en: str
    destinations: tuple[str, ...]
    data: dict[str, Any]


def make_router(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["forms"])

    @router.get("/forms")
    def list_forms() -> tuple[FormView, ...]:
        """Every certificate type, with specimen data that fits its form (R94)."""
        types = load_certificate_types()
        return tuple(_view(types, kind) for kind in types.certificate_types)

    @router.get("/enterprises")
    def list_enterprises() -> tuple[str, ...]:
        """The credit codes for which a declarer is filed, in order."""
        with parts.transaction() as tx:
            return declarers.list_enterprises(tx.connection)

    return router


def _view(types: CertificateTypes, kind: CertificateType) -> FormView:
    return FormView(
        type_id=kind.id,
        name_zh=kind.name_zh,
        name_en=kind.name_en,
        destinations=kind.destinations,
        data=specimen_data(types, kind, EXAMPLE_ITEMS).model_dump(mode="json"),
    )
