"""CloudEvents 1.0 in JSON: how an event looks on the wire."""

import json
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from contracts.base import Event

CONTENT_TYPE = "application/cloudevents+json"


class Envelope(BaseModel):
    """CloudEvents 1.0 attributes; `dataschema` carries the event's version."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: str = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: AwareDatetime
    datacontenttype: str = "application/json"
    dataschema: str
    data: dict[str, Any]

    def to_bytes(self) -> bytes:
        """JSON without blanks in UTF-8."""
        fields = self.model_dump(mode="json")
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> "Envelope":
        """Raise pydantic.ValidationError for anything that is not such an envelope."""
        return cls.model_validate_json(body)


def schema_of(event: type[Event]) -> str:
    """`urn:originprint:<event>:<version>`."""
    return f"urn:originprint:{event.__name__}:{event.VERSION}"


def wrap(event: Event, *, event_id: UUID, time: AwareDatetime) -> Envelope:
    """`time` is when the fact came about, whenever it is sent."""
    return Envelope(
        id=event_id,
        source=event.SOURCE,
        type=type(event).__name__,
        subject=event.subject,
        time=time,
        dataschema=schema_of(type(event)),
        data=event.to_wire(),
    )
