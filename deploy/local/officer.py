"""The customs officer, at the console of the simulated customs."""

from typing import Any

from contracts.certificate_types import load_certificate_types
from contracts.specimens import specimen_data
from deploy.local.client import Client
from deploy.local.person import Person

_ANY_DESTINATION = "BR"
"""Of those without a form of their own."""


class Officer(Client):
    """The customs officer at `/customs`."""

    def __init__(self, gateway: str, console_token: str) -> None:
        super().__init__(f"{gateway}/customs", console_token)

    def file_declarer(self, person: Person) -> None:
        body = {
            "enterprise_code": person.credit_code,
            "id_number": person.id_number,
            "name": person.name,
        }
        self.call("POST", "/declarers", json=body)

    def apply(self, person: Person, type_id: str = "china_australia", **changes: Any) -> str:
        """A specimen application of this person; its certificate number."""
        body = specimen_application(person, type_id, 2) | {"invoice_no": "SPEC-2026-001"}
        applied = self.call("POST", "/applications", json=body | changes)
        return str(applied["certificate_no"])

    def approve_batch(
        self, person: Person, count: int, *, over_seconds: float, type_id: str = "china_australia"
    ) -> None:
        """So many specimen applications of this person, approved one by one over this time."""
        application = specimen_application(person, type_id, 1)
        body = {"application": application, "count": count, "over_seconds": over_seconds}
        self.call("POST", "/applications/batch-approval", json=body)

    def approve(self, certificate_no: str, **changes: Any) -> dict[str, Any]:
        approved: dict[str, Any] = self.call(
            "POST", f"/applications/{certificate_no}/approval", json=changes
        )
        return approved


def specimen_application(person: Person, type_id: str, items: int) -> dict[str, Any]:
    """What an applicant files for so many items; any destination stands for forms open to all."""
    types = load_certificate_types()
    form = types.by_id(type_id)
    return {
        "enterprise_code": person.credit_code,
        "type_id": type_id,
        "destination": form.destinations[0].replace("*", _ANY_DESTINATION),
        "declarer_id_number": person.id_number,
        "declarer_name": person.name,
        "issuing_office": "0100",
        "data": specimen_data(types, form, items).model_dump(mode="json"),
    }
