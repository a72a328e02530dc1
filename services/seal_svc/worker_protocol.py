"""The protocol between the service and its scan workers: one JSON object a line, UTF-8.

First the service tells where the store is (`store_line`), then it sends one `Job` after the other
and reads one outcome for each.
"""

import base64
import dataclasses
import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from chassis.settings import ObjectStoreSettings
from contracts.values import ObjectRef, StampKind

Picture = Literal["scan", "cutout", "overlay", "preview"]

_STORE: Final = tuple(field.name for field in dataclasses.fields(ObjectStoreSettings))


def store_line(settings: ObjectStoreSettings) -> bytes:
    """Where a worker fetches scans and puts pictures; never on a command line."""
    store = {name: getattr(settings, name) for name in _STORE}
    key = base64.b64encode(store["object_key"]).decode("ascii")
    return json.dumps(store | {"object_key": key}).encode()


def read_store(line: bytes) -> ObjectStoreSettings:
    store = json.loads(line)
    return ObjectStoreSettings(**store | {"object_key": base64.b64decode(store["object_key"])})


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
