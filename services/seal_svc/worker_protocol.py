"""The protocol between the service and its scan workers: one JSON object a line, UTF-8.

First the service tells where the store is (`store_line`), then it sends one `Job` after the other
and reads one outcome for each.
"""

import dataclasses
import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from chassis.settings import KeyRing, S3Settings
from contracts.values import ObjectRef, StampKind
from services.seal_svc.settings import Settings

Picture = Literal["scan", "cutout", "overlay", "preview"]

_RINGS: Final = ("upload_keys", "stamp_keys", "picture_keys")


@dataclasses.dataclass(frozen=True, kw_only=True)
class StoreSettings(S3Settings):
    """What a worker needs of the service's settings."""

    upload_keys: KeyRing
    stamp_keys: KeyRing
    picture_keys: KeyRing


def store_line(settings: StoreSettings | Settings) -> bytes:
    """Where a worker fetches scans and puts pictures; never on a command line."""
    names = [field.name for field in dataclasses.fields(StoreSettings)]
    store = {name: getattr(settings, name) for name in names}
    return json.dumps(store | {name: store[name].written() for name in _RINGS}).encode()


def read_store(line: bytes) -> StoreSettings:
    store = json.loads(line)
    return StoreSettings(**store | {name: KeyRing.read(store[name]) for name in _RINGS})


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Job(_Message):
    """Inspect `scan`; unless it is refused, put the pictures named in `keys` there.

    They are the `owner`'s, an enterprise's code.
    """

    kind: StampKind
    owner: str
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
