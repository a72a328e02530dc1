"""What a printer says about itself and its jobs, as plain values (RFC 8011, 5.3 and 5.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Self, TypeVar

from workstation.ipp.errors import MalformedAnswer
from workstation.ipp.values import Attributes, Group, GroupTag, Localized, Message

_Known = TypeVar("_Known", bound=IntEnum)
_SEVERITIES = ("-error", "-warning", "-report")


class JobState(IntEnum):
    """RFC 8011, 5.3.7."""

    PENDING = 3
    PENDING_HELD = 4
    PROCESSING = 5
    PROCESSING_STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9

    @property
    def keyword(self) -> str:
        """As the RFC spells it: `processing-stopped`."""
        return self.name.lower().replace("_", "-")

    @property
    def is_final(self) -> bool:
        return self >= JobState.CANCELED


class PrinterState(IntEnum):
    """RFC 8011, 5.4.11."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """A job as the device sees it; `impressions_completed` is None where it does not count."""

    job_id: int
    job_uri: str | None
    name: str | None
    state: JobState
    reasons: tuple[str, ...]
    impressions_completed: int | None

    @classmethod
    def of(cls, group: Group) -> Self:
        said = Said(group.attributes)
        state, job_id = said.known("job-state", JobState), said.integer("job-id")
        if state is None or job_id is None:
            raise MalformedAnswer("the printer names no job-id and job-state")
        return cls(
            job_id=job_id,
            job_uri=said.text("job-uri"),
            name=said.text("job-name"),
            state=state,
            reasons=plain_reasons(said.texts("job-state-reasons")),
            impressions_completed=said.integer("job-impressions-completed"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterDescription:
    """What the printer says of itself; an empty set or None where it says nothing."""

    uri: str
    name: str | None
    make_and_model: str | None
    device_id: str | None
    device_uri: str | None
    state: PrinterState | None
    reasons: tuple[str, ...]
    accepting_jobs: bool | None
    color_supported: bool | None
    sides: frozenset[str]
    media: frozenset[str]
    formats: frozenset[str]
    supplies: tuple[str, ...]
    scalings: frozenset[str] = frozenset()
    deliveries: frozenset[str] = frozenset()

    @classmethod
    def of(cls, uri: str, group: Group) -> Self:
        said = Said(group.attributes)
        return cls(
            uri=uri,
            name=said.text("printer-name"),
            make_and_model=said.text("printer-make-and-model"),
            device_id=said.text("printer-device-id"),
            device_uri=said.text("device-uri"),
            state=said.known("printer-state", PrinterState),
            reasons=plain_reasons(said.texts("printer-state-reasons")),
            accepting_jobs=said.boolean("printer-is-accepting-jobs"),
            color_supported=said.boolean("color-supported"),
            sides=frozenset(said.texts("sides-supported")),
            media=frozenset(said.texts("media-supported")),
            formats=frozenset(said.texts("document-format-supported")),
            supplies=said.texts("marker-types") + said.texts("printer-supply"),
            scalings=frozenset(said.texts("print-scaling-supported")),
            deliveries=frozenset(said.texts("page-delivery-supported")),
        )


class Said:
    """Attributes read by the type that is expected; a value of another type was not said."""

    def __init__(self, attributes: Attributes) -> None:
        self._attributes = attributes

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(filter(None, map(_as_text, self._data(name))))

    def text(self, name: str) -> str | None:
        return next(iter(self.texts(name)), None)

    def integer(self, name: str) -> int | None:
        return next((data for data in self._data(name) if type(data) is int), None)

    def boolean(self, name: str) -> bool | None:
        return next((data for data in self._data(name) if isinstance(data, bool)), None)

    def known(self, name: str, kind: type[_Known]) -> _Known | None:
        number = self.integer(name)
        return kind(number) if number in {member.value for member in kind} else None

    def _data(self, name: str) -> Iterable[object]:
        return (value.data for value in self._attributes.get(name, ()))


def _as_text(data: object) -> str | None:
    match data:
        case Localized():
            return data.text
        case bytes():
            return data.decode("utf-8", "replace")
        case str():
            return data
        case _:
            return None


def plain_reasons(keywords: Iterable[str]) -> tuple[str, ...]:
    """Reasons without their severity, which printers and simulators set as they like."""
    return tuple(_without_severity(keyword) for keyword in keywords if keyword != "none")


def _without_severity(keyword: str) -> str:
    for severity in _SEVERITIES:
        keyword = keyword.removesuffix(severity)
    return keyword


def groups(message: Message, tag: GroupTag) -> list[Group]:
    return [group for group in message.groups if group.tag == tag]


def only_group(message: Message, tag: GroupTag) -> Group:
    found = groups(message, tag)
    if not found:
        raise MalformedAnswer(f"the answer has no {tag.name.lower()} attributes")
    return found[0]
