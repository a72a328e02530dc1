"""The protocol between the service and its scan workers: one JSON object a line, UTF-8.

First the service tells where the store is (`Store`), then it sends one `Job` after the other and
reads one outcome for each.
"""

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
    """`report` is a `Report.to_dict`; `images` holds what was put down.

    Nothing is put down of a refused scan unless the job said so.
    """

    outcome: Literal["inspected"] = "inspected"
    report: dict[str, Any]
    images: dict[str, ObjectRef]


class Rejected(_Message):
    """The job cannot be done, because the scan's object is missing or altered.

    `code` is one of `contracts.errors`; the service raises it as Refused.
    """

    outcome: Literal["rejected"] = "rejected"
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


Outcome = Annotated[Inspected | Rejected | Postponed | Broken, Field(discriminator="outcome")]
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)
