"""What a service records of the calls that it answers, for the audit trail (操作日志).

What is done is written into the outbox in the transaction that does it. What is refused is written
after the rollback, in a transaction of its own: the first at once, and how many alike came in the
minute after it when that is over, so that a flood of calls is no flood of rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from chassis.assertions import Assertion
from chassis.metrics import ACTIONS
from contracts.audit import SAID_BY
from contracts.audited import AUDITED
from contracts.base import Reply, Request
from contracts.recorded import DONE, NOBODYS, ActionRecorded
from contracts.values import Caller, LoginMedium

WINDOW: Final = timedelta(seconds=60)
MOST_WINDOWS: Final = 500
"""Kinds of refusals told apart at a time; those beyond are counted without an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whose call it is; of a workstation that shows a ticket only the enterprise is known."""

    enterprise_code: str
    operator_id: UUID | None = None
    medium: LoginMedium | None = None

    @classmethod
    def of(cls, caller: Caller) -> "Person":
        return cls(
            enterprise_code=caller.enterprise_code,
            operator_id=caller.operator_id,
            medium=caller.medium,
        )


@dataclass(slots=True)
class Call:
    """One request at hand, `settled` once nothing more is to be written of it.

    A method that finds out whose call it is, where no caller is named, puts it into `person`.
    """

    operation: str
    signed: Assertion
    request: Request[Any] | None = None
    person: Person | None = None
    settled: bool = False

    @property
    def is_audited(self) -> bool:
        return self.operation in AUDITED

    def done(self, reply: Reply, *, at: datetime) -> list[ActionRecorded]:
        """One for each enterprise that it concerns; none where it concerns nobody."""
        audited = AUDITED[self.operation]
        person = self._person(reply)
        owners = {code for path in audited.owners for code in self._values(path, reply)}
        own = person.enterprise_code if person else next(iter(sorted(owners)), None)
        subjects = self._subjects(audited.fields, reply)
        told = self._record(person, at=at, outcome=DONE, subjects=subjects)
        if own is None:
            return []
        others = told.model_copy(update={"address": None, "session": None})
        return [told.model_copy(update={"enterprise_code": own})] + [
            others.model_copy(update={"enterprise_code": code}) for code in sorted(owners - {own})
        ]

    def refused(self, code: str, *, at: datetime) -> ActionRecorded:
        subjects = self._subjects(AUDITED[self.operation].fields, None)
        return self._record(self._person(None), at=at, outcome=code, subjects=subjects)

    def _record(self, person: Person | None, **about: Any) -> ActionRecorded:
        said = SAID_BY[self.operation.partition(".")[0]]
        return said(
            enterprise_code=person.enterprise_code if person else NOBODYS,
            action=AUDITED[self.operation].action,
            by_enterprise=person.enterprise_code if person else None,
            operator_id=person.operator_id if person else None,
            medium=person.medium if person else None,
            session=self.signed.session,
            address=self.signed.address,
            **about,
        )

    def _person(self, reply: Reply | None) -> Person | None:
        """Named in the request, as the gateway signed it, in the reply, or found on the way."""
        if self.signed.caller is not None:
            return Person.of(Caller.model_validate(self.signed.caller))
        caller = getattr(reply, "caller", None)
        return Person.of(caller) if isinstance(caller, Caller) else self.person

    def _subjects(self, paths: Iterable[str], reply: Reply | None) -> dict[str, tuple[str, ...]]:
        found = {_name(path): tuple(self._values(path, reply)) for path in paths}
        return {name: values for name, values in found.items() if values}

    def _values(self, path: str, reply: Reply | None) -> Iterator[str]:
        place, root = path, self.request
        if path.startswith("reply."):
            place, root = path.removeprefix("reply."), reply  # type: ignore[assignment] # either
        for value in _at([root], place.split(".")):
            yield str(value)


def _name(path: str) -> str:
    """The last field of a path."""
    return [part for part in path.split(".") if part != "*"][-1]


def _at(roots: list[Any], path: list[str]) -> list[Any]:
    """What stands at the end of the path; what is None ends there."""
    for part in path:
        known = [root for root in roots if root is not None]
        if part == "*":
            roots = [value for root in known for value in _each(root)]
        else:
            roots = [getattr(root, part) for root in known if isinstance(root, BaseModel)]
    return [root for root in roots if root is not None]


def _each(many: Any) -> Iterable[Any]:
    return many.values() if isinstance(many, Mapping) else many


@dataclass(slots=True)
class _Window:
    first: ActionRecorded
    repeats: int = 0
    since: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Refusals:
    """The refusals of one process: the first of a kind is written at once, repeats once a minute.

    Of a process that is killed the repeats of its last minute are lost, and no first one.
    """

    _windows: dict[tuple[Any, ...], _Window] = field(default_factory=dict)

    def note(self, record: ActionRecorded) -> list[ActionRecorded]:
        """What is to be written now."""
        key = _kind(record)
        if key not in self._windows and len(self._windows) >= MOST_WINDOWS:
            record = record.model_copy(update=_UNTOLD)
            key = _kind(record)
        window = self._windows.get(key)
        if window is None:
            self._windows[key] = _Window(record)
            return [record]
        if record.at - window.first.at < WINDOW:
            _count(window, record)
            return []
        self._windows[key] = _Window(record)
        return [*_repeats(window), record]

    def give_back(self, records: Iterable[ActionRecorded]) -> None:
        """Count what could not be written among the repeats."""
        for record in records:
            _count(self._windows.setdefault(_kind(record), _Window(record)), record)

    def due(self, now: datetime | None = None) -> list[ActionRecorded]:
        """The repeats of minutes that are over, or of all; they are forgotten here."""
        over = [
            key
            for key, window in self._windows.items()
            if now is None or now - window.first.at >= WINDOW
        ]
        return [record for key in over for record in _repeats(self._windows.pop(key))]


_UNTOLD: Final[dict[str, Any]] = {
    "address": None,
    "session": None,
    "operator_id": None,
    "subjects": {},
}


def _kind(record: ActionRecorded) -> tuple[Any, ...]:
    return (
        record.enterprise_code,
        record.operator_id,
        record.address,
        record.action,
        record.outcome,
    )


def _count(window: _Window, record: ActionRecorded) -> None:
    window.repeats += record.count
    window.since = min(window.since or record.at, record.at)
    window.until = max(window.until or record.at, record.until or record.at)


def _repeats(window: _Window) -> list[ActionRecorded]:
    if not window.repeats:
        return []
    about: dict[str, Any] = {
        "at": window.since,
        "until": window.until,
        "count": window.repeats,
        "subjects": {},
    }
    return [window.first.model_copy(update=about)]


def count(call: Call, outcome: str) -> None:
    """For `/metrics`: each one, also of those that are written together."""
    if call.is_audited:
        ACTIONS.labels(AUDITED[call.operation].action, outcome).inc()
