"""What customs does when the console says so, each in one transaction with what it will say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from contracts.customs import DeclarerFiled
from customs import faultbook, filing, records, timeline
from customs.approvals import approve_all, say
from customs.database import transaction
from customs.domain import applications, plans
from customs.domain.applications import Action, Application, ApplicationForm
from customs.domain.faults import Fault
from customs.errors import ConsoleError
from customs.objects import Objects
from customs.settings import Settings
from customs.timeline import Entry


@dataclass(frozen=True, slots=True)
class Desk:
    """`now` gives aware times; `call_ids` travel on with everything said."""

    engine: Engine
    objects: Objects
    settings: Settings
    now: Callable[[], datetime]

    def file_declarer(self, declarer: DeclarerFiled, call_ids: Sequence[str]) -> None:
        """备案 (R27)."""
        with transaction(self.engine) as connection:
            records.file_declarer(connection, declarer)
            say(connection, (plans.planned(declarer, declarer.filed_at),), call_ids)

    def apply(self, form: ApplicationForm, certificate_no: str | None) -> Application:
        """One application; without a number of its own it gets the next (R97)."""
        at = self.now()
        with transaction(self.engine) as connection:
            if certificate_no is None:
                [filed] = filing.file_next(connection, form, count=1, at=at)
            else:
                filed = filing.file_numbered(connection, form, certificate_no, at=at)
            timeline.note(connection, [_done("applied", filed, at)])
        return filed

    def approve(
        self,
        certificate_no: str,
        call_ids: Sequence[str],
        *,
        step_seconds: float | None = None,
        faults: Sequence[Fault] = (),
    ) -> Application:
        """审批通过, and the layout on its way; `faults` are scripted for this approval."""
        at = self.now()
        with transaction(self.engine) as connection:
            application = _ready_for(connection, certificate_no, Action.APPROVE)
            faultbook.add_faults(connection, faults)
            [approved] = approve_all(
                connection,
                self.objects,
                [(application, at)],
                call_ids,
                step_seconds=self._step_seconds(connection, step_seconds),
            )
            timeline.note(connection, [_done("approved", approved, at)])
        return approved

    def approve_many(
        self,
        form: ApplicationForm,
        call_ids: Sequence[str],
        *,
        count: int,
        over_seconds: float = 0.0,
        step_seconds: float | None = None,
    ) -> list[Application]:
        """File and approve that many certificates, their approvals spread over a time."""
        at = self.now()
        pause = timedelta(seconds=over_seconds) / count
        with transaction(self.engine) as connection:
            filed = filing.file_next(connection, form, count=count, at=at)
            approved = approve_all(
                connection,
                self.objects,
                [(each, at + place * pause) for place, each in enumerate(filed)],
                call_ids,
                step_seconds=self._step_seconds(connection, step_seconds),
            )
            timeline.note(connection, [_done("approved", each, at) for each in approved])
        return approved

    def send_back(self, certificate_no: str, reason: str, call_ids: Sequence[str]) -> Application:
        """退回 (R104)."""
        at = self.now()
        with transaction(self.engine) as connection:
            application = _ready_for(connection, certificate_no, Action.RETURN)
            returned = applications.send_back(application)
            records.save_applications(connection, [returned])
            timeline.note(connection, [_done("returned", returned, at, reason=reason)])
            say(connection, plans.return_plan(returned, reason, at=at), call_ids)
        return returned

    def archive(self, certificate_no: str, call_ids: Sequence[str]) -> Application:
        """归档; doing it again says it again (R56)."""
        at = self.now()
        with transaction(self.engine) as connection:
            application = _ready_for(connection, certificate_no, Action.ARCHIVE)
            return self._archive(connection, application, call_ids, at)

    def archive_due(self, limit: int = 100) -> int:
        """Archive what was printed long enough ago (R75); return how many."""
        at = self.now()
        with transaction(self.engine) as connection:
            due = records.due_for_archiving(connection, at, limit)
            for application in due:
                self._archive(connection, application, (), at)
        return len(due)

    def _archive(
        self,
        connection: Connection,
        application: Application,
        call_ids: Sequence[str],
        at: datetime,
    ) -> Application:
        archived = applications.archive(application, at=at)
        records.save_applications(connection, [archived])
        timeline.note(connection, [_done("archived", archived, at)])
        say(connection, plans.archive_plan(archived, at=at), call_ids)
        return archived

    def _step_seconds(self, connection: Connection, chosen: float | None) -> float:
        if chosen is not None:
            return chosen
        return faultbook.read_delays(connection, self.settings).layout_step_seconds


def _ready_for(connection: Connection, certificate_no: str, action: Action) -> Application:
    """The application, locked, when the action is possible; ConsoleError otherwise."""
    application = records.find_application(connection, certificate_no)
    if application is None:
        raise ConsoleError("customs.unknown_application", certificate_no=certificate_no)
    try:
        applications.step(application, action)
    except applications.WrongState as error:
        raise ConsoleError(
            "customs.wrong_state",
            certificate_no=certificate_no,
            state=error.state,
            action=error.action,
        ) from error
    return application


def _done(what: str, application: Application, at: datetime, **details: str) -> Entry:
    return Entry(
        way="console",
        what=what,
        at=at,
        enterprise_code=application.form.enterprise_code,
        certificate_no=application.certificate_no,
        details={"revision": application.revision, **details},
    )
