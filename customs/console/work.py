"""Console routes for an officer's work: declarers, applications, approvals, authorizations."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import AwareDatetime
from sqlalchemy import Row

from contracts.customs import DeclarerFiled
from contracts.values import CreditCode
from customs import records, timeline
from customs.console.bodies import (
    ApplicationDetail,
    ApplicationList,
    ApplicationView,
    Approvals,
    AuthorizationView,
    DeclarerView,
    Happening,
    NewApplication,
    NewApprovals,
    NewDeclarer,
    NewReturn,
    example_application,
)
from customs.console.calls import CallIds
from customs.console.script_bodies import NewApproval
from customs.database import transaction
from customs.desk import Desk
from customs.domain.applications import ApplicationForm, State
from customs.errors import ConsoleError

Limit = Annotated[int, Query(ge=1, le=200)]


def make_router(desk: Desk) -> APIRouter:
    router = APIRouter()
    _add_declarers(router, desk)
    _add_filing(router, desk)
    _add_decisions(router, desk)
    _add_lists(router, desk)
    return router


def _add_declarers(router: APIRouter, desk: Desk) -> None:
    @router.post("/declarers", status_code=201, tags=["declarers"])
    def file_declarer(body: NewDeclarer, call_ids: CallIds) -> DeclarerView:
        """备案: the enterprise's declarer is filed (R27); `DeclarerFiled` is said."""
        at = desk.now()
        desk.file_declarer(DeclarerFiled(**dict(body), filed_at=at), call_ids)
        number = body.id_number.get_secret_value()
        return DeclarerView(name=body.name, id_number_masked=_masked(number), filed_at=at)

    @router.get("/declarers", tags=["declarers"])
    def list_declarers(enterprise_code: CreditCode) -> list[DeclarerView]:
        """The filed declarers of one enterprise."""
        with transaction(desk.engine) as connection:
            rows = records.list_declarers(connection, enterprise_code)
        return [
            DeclarerView(
                name=row.name, id_number_masked=_masked(row.id_number), filed_at=row.filed_at
            )
            for row in rows
        ]


def _add_filing(router: APIRouter, desk: Desk) -> None:
    @router.post("/applications", status_code=201, tags=["applications"])
    def apply(
        body: Annotated[NewApplication, Body(examples=[example_application()])],
    ) -> ApplicationView:
        """File an application; one that was sent back may come again under its number (R104)."""
        form = ApplicationForm.model_validate(body.model_dump(exclude={"certificate_no"}))
        return ApplicationView.of(desk.apply(form, body.certificate_no))

    @router.post("/applications/batch-approval", status_code=201, tags=["applications"])
    def approve_many(
        body: Annotated[
            NewApprovals, Body(examples=[{"application": example_application(), "count": 100}])
        ],
        call_ids: CallIds,
    ) -> Approvals:
        """File and approve many at once; either all of them or none."""
        approved = desk.approve_many(
            body.application,
            call_ids,
            count=body.count,
            over_seconds=body.over_seconds,
            step_seconds=body.layout_step_seconds,
        )
        return Approvals(certificate_nos=tuple(each.certificate_no for each in approved))


def _add_decisions(router: APIRouter, desk: Desk) -> None:
    @router.post("/applications/{certificate_no}/approval", tags=["applications"])
    def approve(
        certificate_no: str,
        call_ids: CallIds,
        body: Annotated[NewApproval | None, Body(examples=[{"layout_step_seconds": 0}])] = None,
    ) -> ApplicationView:
        """审批通过: `CertificateApproved`, then the layout made, sent and put down (R55, R59)."""
        chosen = body or NewApproval()
        faults = [fault.bound_to(certificate_no) for fault in chosen.faults]
        approved = desk.approve(
            certificate_no, call_ids, step_seconds=chosen.layout_step_seconds, faults=faults
        )
        return ApplicationView.of(approved)

    @router.post("/applications/{certificate_no}/return", tags=["applications"])
    def send_back(certificate_no: str, body: NewReturn, call_ids: CallIds) -> ApplicationView:
        """退回: `CertificateReturned` unless it was never approved (R104)."""
        return ApplicationView.of(desk.send_back(certificate_no, body.reason, call_ids))

    @router.post("/applications/{certificate_no}/archiving", tags=["applications"])
    def archive(certificate_no: str, call_ids: CallIds) -> ApplicationView:
        """归档: final; archiving again says `CertificateArchived` again (R56)."""
        return ApplicationView.of(desk.archive(certificate_no, call_ids))


def _add_lists(router: APIRouter, desk: Desk) -> None:
    @router.get("/applications", tags=["applications"])
    def list_applications(
        enterprise_code: CreditCode | None = None,
        state: State | None = None,
        before: AwareDatetime | None = None,
        limit: Limit = 50,
    ) -> ApplicationList:
        """Newest first; pass the last `applied_at` as `before` to go on."""
        with transaction(desk.engine) as connection:
            found = records.list_applications(
                connection,
                enterprise_code=enterprise_code,
                state=state,
                before=before,
                limit=limit,
            )
        return ApplicationList(applications=tuple(map(ApplicationView.of, found)))

    @router.get("/applications/{certificate_no}", tags=["applications"])
    def get_application(certificate_no: str) -> ApplicationDetail:
        """One application and all that happened to it, print results and exceptions included."""
        with transaction(desk.engine) as connection:
            found = records.find_application(connection, certificate_no)
            rows = timeline.of_certificate(connection, certificate_no)
        if found is None:
            raise ConsoleError("customs.unknown_application", certificate_no=certificate_no)
        return ApplicationDetail.with_timeline(found, _happenings(rows))

    @router.get("/authorizations", tags=["authorizations"])
    def list_authorizations(
        enterprise_code: CreditCode | None = None, limit: Limit = 50
    ) -> list[AuthorizationView]:
        """授权 as customs received them, newest first, with what their receipts say."""
        with transaction(desk.engine) as connection:
            rows = records.list_authorizations(connection, enterprise_code, limit)
        return [AuthorizationView.model_validate(row, from_attributes=True) for row in rows]

    @router.get("/enterprises/{enterprise_code}/timeline", tags=["authorizations"])
    def get_enterprise_timeline(
        enterprise_code: CreditCode, limit: Limit = 50
    ) -> tuple[Happening, ...]:
        """Everything about one enterprise, agent grants included, newest first."""
        with transaction(desk.engine) as connection:
            return _happenings(timeline.of_enterprise(connection, enterprise_code, limit))


def _happenings(rows: Sequence[Row[Any]]) -> tuple[Happening, ...]:
    return tuple(
        Happening(way=row.way, what=row.what, at=row.at, details=row.details) for row in rows
    )


def _masked(id_number: str) -> str:
    return f"{id_number[:3]}{'*' * 11}{id_number[-4:]}"
