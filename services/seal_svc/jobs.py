"""What the service and its scan workers say to each other: one JSON object a line."""

import base64
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from contracts.values import ObjectRef, StampKind

Picture = Literal["scan", "cutout", "overlay", "preview"]


@dataclass(frozen=True, slots=True)
class Store:
    """Where a worker fetches scans and puts pictures; never on a command line."""

    s3_endpoint: str
    s3_access_key: str = field(repr=False)
    s3_secret_key: str = field(repr=False)
    s3_bucket: str
    object_key: bytes = field(repr=False)

    def to_wire(self) -> list[str]:
        key = base64.b64encode(self.object_key).decode("ascii")
        return [self.s3_endpoint, self.s3_access_key, self.s3_secret_key, self.s3_bucket, key]

    @classmethod
    def from_wire(cls, fields: list[str]) -> Self:
        endpoint, access_key, secret_key, bucket, key = fields
        return cls(endpoint, access_key, secret_key, bucket, base64.b64decode(key))


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Job(_Message):
    """Inspect `scan`; unless it is refused, put the pictures named in `keys` there."""

    kind: StampKind
    scan: ObjectRef
    keys: dict[Picture, str]
    even_if_refused: bool = False
    seconds: float
    """Of computing; a scan that takes more ends its worker."""


class Inspected(_Message):
    """`images` holds what was put down; nothing of a refused scan unless the job said so."""

    outcome: Literal["inspected"] = "inspected"
    report: dict[str, Any]
    images: dict[str, ObjectRef]


class Turned(_Message):
    """The scan's object is missing or altered: an error code with its details."""

    outcome: Literal["refused"] = "refused"
    code: str
    details: dict[str, Any]


class Postponed(_Message):
    """The object store is away."""

    outcome: Literal["postponed"] = "postponed"
    reason: str


class Broken(_Message):
    """A defect, with its traceback."""

    outcome: Literal["broken"] = "broken"
    traceback: str


Outcome = Annotated[Inspected | Turned | Postponed | Broken, Field(discriminator="outcome")]
OUTCOME: TypeAdapter[Inspected | Turned | Postponed | Broken] = TypeAdapter(Outcome)
