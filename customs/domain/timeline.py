"""What happened to a certificate or an enterprise, as the console shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from customs.domain.applications import Application

_NOT_KEPT = {"declarer_id_number", "id_number", "enterprise_code", "certificate_no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`way`: done at the console, sent to the services, or heard from them."""

    way: Literal["console", "sent", "heard"]
    what: str
    at: datetime
    enterprise_code: str
    certificate_no: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


def entry_of_event(
    what: str, fields: Mapping[str, Any], *, way: Literal["sent", "heard"], at: datetime
) -> Entry:
    """An event by its name and its fields on the wire, without the ID numbers it may carry."""
    details = {name: value for name, value in fields.items() if name not in _NOT_KEPT}
    if "signatures" in details:
        details["signatures"] = [
            {name: value for name, value in each.items() if name not in _NOT_KEPT}
            for each in details["signatures"]
        ]
    return Entry(
        way=way,
        what=what,
        at=at,
        enterprise_code=fields["enterprise_code"],
        certificate_no=fields.get("certificate_no"),
        details=details,
    )


def entry_of_work(what: str, application: Application, at: datetime, **details: str) -> Entry:
    """Something done at the console with an application."""
    return Entry(
        way="console",
        what=what,
        at=at,
        enterprise_code=application.form.enterprise_code,
        certificate_no=application.certificate_no,
        details={"revision": application.revision, **details},
    )
