"""Console routes for applications: filing, decisions, lists."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import AwareDatetime

from contracts.values import CreditCode
from customs.console.bodies import (
    ApplicationAnswer,
    ApplicationDetail,
    ApplicationList,
    ApplicationView,
    Approvals,
    Happening,
    Limit,
    NewApplication,
    NewApprovals,
    NewReturn,
    example_application,
)
from customs.console.call_ids import CallIds
from customs.console.simulation_bodies import NewApproval
from customs.domain.applications import ApplicationForm, State
from customs.entrypoints import applications, approvals, archiving, claims
from customs.parts import Parts
from customs.storage import timeline
from customs.storage.applications import list_applications as listed


def make_router(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["applications"])
    _add_filing(router, parts)
    _add_decisions(router, parts)
    _add_claims(router, parts)
    _add_lists(router, parts)
    return router


def _add_filing(router: APIRouter, parts: Parts) -> None:
    @router.post("/applications", status_code=201)
    def apply(
        body: Annotated[NewApplication, Body(examples=[example_application()])],
        call_ids: CallIds,
    ) -> ApplicationAnswer:
        """File an application; one that was sent back may come again under its number (R104).

        `ApplicationReceived` is said; `warnings` tell when to approve it (R36).
        """
        form = ApplicationForm.model_validate(body.model_dump(exclude={"certificate_no"}))
        return ApplicationAnswer.with_warnings(
            *applications.apply(parts, form, body.certificate_no, call_ids)
        )

    @router.post("/applications/batch-approval", status_code=201)
    def approve_many(
        body: Annotated[
            NewApprovals, Body(examples=[{"application": example_application(), "count": 100}])
        ],
        call_ids: CallIds,
    ) -> Approvals:
        """File and approve many at once; either all of them or none."""
        approved = approvals.approve_many(
            parts,
            body.application,
            call_ids,
            count=body.count,
            over_seconds=body.over_seconds,
            step_seconds=body.layout_step_seconds,
        )
        return Approvals(certificate_nos=tuple(each.certificate_no for each in approved))


def _add_decisions(router: APIRouter, parts: Parts) -> None:
    @router.post("/applications/{certificate_no}/approval")
    def approve(
        certificate_no: str,
        call_ids: CallIds,
        body: Annotated[NewApproval | None, Body(examples=[{"layout_step_seconds": 0}])] = None,
    ) -> ApplicationAnswer:
        """审批通过: `CertificateApproved`, then the layout made, sent and put down (R55, R59).

        `warnings` say that it came too early for self-printing (R36).
        """
        chosen = body or NewApproval()
        approved, warnings = approvals.approve(
            parts,
            certificate_no,
            call_ids,
            step_seconds=chosen.layout_step_seconds,
            faults=[fault.bound_to(certificate_no) for fault in chosen.faults],
        )
        return ApplicationAnswer.with_warnings(approved, warnings)

    @router.post("/applications/{certificate_no}/return")
    def send_back(certificate_no: str, body: NewReturn, call_ids: CallIds) -> ApplicationView:
        """退回: `CertificateReturned`, `ApplicationReturned` before the first approval (R104)."""
        returned = applications.send_back(parts, certificate_no, body.reason, call_ids)
        return ApplicationView.of(returned)

    @router.post("/applications/{certificate_no}/archiving")
    def archive(certificate_no: str, call_ids: CallIds) -> ApplicationView:
        """归档: final; archiving again says `CertificateArchived` again (R56)."""
        return ApplicationView.of(archiving.archive(parts, certificate_no, call_ids))


def _add_claims(router: APIRouter, parts: Parts) -> None:
    @router.post("/applications/{certificate_no}/counter-claim", status_code=202)
    def claim(certificate_no: str, call_ids: CallIds) -> ApplicationView:
        """领取空白证书: `counter_claim` turns from claiming to claimed or refused (R48)."""
        return ApplicationView.of(claims.claim(parts, certificate_no, call_ids))


def _add_lists(router: APIRouter, parts: Parts) -> None:
    @router.get("/applications")
    def list_applications(
        enterprise_code: CreditCode | None = None,
        state: State | None = None,
        before: AwareDatetime | None = None,
        limit: Limit = 50,
    ) -> ApplicationList:
        """Newest first; pass the last `applied_at` as `before` to go on."""
        with parts.transaction() as tx:
            found = listed(
                tx.connection,
                enterprise_code=enterprise_code,
                state=state,
                before=before,
                limit=limit,
            )
        return ApplicationList(applications=tuple(map(ApplicationView.of, found)))

    @router.get("/applications/{certificate_no}")
    def get_application(certificate_no: str) -> ApplicationDetail:
        """One application and all that happened to it, print results and exceptions included."""
        with parts.transaction() as tx:
            found = applications.the_application(tx, certificate_no)
            entries = timeline.of_certificate(tx.connection, certificate_no)
        return ApplicationDetail.with_timeline(found, tuple(map(Happening.of, entries)))
