"""No enterprise sees or moves what another one prints (promise 4)."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.base import CallerRequest
from contracts.card_requests import AskCardSignature, GetCardRequest, WithdrawCardRequest
from contracts.card_statements import CardPurpose, statement
from contracts.catalogue import REQUESTS
from contracts.errors import Refused
from contracts.print_answers import CancelPrintJob, ConfirmPrints
from contracts.printing import (
    ConfirmPrint,
    GetCopy,
    GetLiveOriginal,
    GetPrintJob,
    IssuePrintJobs,
    ListPrintJobs,
    MakeCopy,
    MakeDownload,
)
from contracts.scan_requests import (
    AskScan,
    FinishScanRequest,
    GetScanRequest,
    TakeScan,
    WithdrawScanRequest,
)
from contracts.seal_uses import GetSealUseProof, ListSealUses
from contracts.workstations import (
    ApprovePairing,
    GetWorkstation,
    ListWorkstations,
    RevokeWorkstation,
    ShowPairing,
)
from tests.integration.print_svc.office import DESK
from tests.unit.cert_svc.events import AGENT, STRANGER, caller


def _of_scan(request: Any, who: Any, job: Any) -> CallerRequest:
    return request(caller=who, request_id=job.job_id, session_id=UUID(int=9))


REQUESTS_OF: dict[type[CallerRequest], Callable[..., CallerRequest]] = {
    IssuePrintJobs: lambda who, job: IssuePrintJobs(
        caller=who, certificate_nos=(job.certificate_no,), parts="copy"
    ),
    ListPrintJobs: lambda who, job: ListPrintJobs(caller=who),
    GetPrintJob: lambda who, job: GetPrintJob(caller=who, job_id=job.job_id),
    GetLiveOriginal: lambda who, job: GetLiveOriginal(
        caller=who, certificate_no=job.certificate_no
    ),
    ConfirmPrint: lambda who, job: ConfirmPrint(caller=who, job_id=job.job_id, printed=True),
    ConfirmPrints: lambda who, job: ConfirmPrints(caller=who, job_ids=(job.job_id,), printed=True),
    CancelPrintJob: lambda who, job: CancelPrintJob(caller=who, job_id=job.job_id),
    GetCopy: lambda who, job: GetCopy(caller=who, certificate_no=job.certificate_no),
    MakeCopy: lambda who, job: MakeCopy(caller=who, certificate_no=job.certificate_no),
    MakeDownload: lambda who, job: MakeDownload(caller=who, certificate_no=job.certificate_no),
    ListSealUses: lambda who, job: ListSealUses(caller=who),
    GetSealUseProof: lambda who, job: GetSealUseProof(caller=who),
    ListWorkstations: lambda who, job: ListWorkstations(caller=who, revoked=True),
    GetWorkstation: lambda who, job: GetWorkstation(caller=who, workstation_id=job.workstation_id),
    RevokeWorkstation: lambda who, job: RevokeWorkstation(
        caller=who, workstation_id=job.workstation_id
    ),
    ShowPairing: lambda who, job: ShowPairing(caller=who, user_code="BCDF-GHJK"),
    AskCardSignature: lambda who, job: AskCardSignature(
        caller=who,
        workstation_id=job.workstation_id,
        session_id=UUID(int=9),
        operator_name="SPECIMEN",
        challenge_id=UUID(int=9),
        statement=statement(CardPurpose.GRANT_AGENT, [("agent", AGENT)], b"nonce"),
        expires_at=datetime(2036, 1, 1, tzinfo=UTC),
    ),
    GetCardRequest: lambda who, job: GetCardRequest(
        caller=who, request_id=job.job_id, session_id=UUID(int=9)
    ),
    WithdrawCardRequest: lambda who, job: WithdrawCardRequest(
        caller=who, request_id=job.job_id, session_id=UUID(int=9)
    ),
    AskScan: lambda who, job: AskScan(
        caller=who,
        workstation_id=job.workstation_id,
        session_id=UUID(int=9),
        operator_name="SPECIMEN",
        kind="seal",
    ),
    **{
        request: partial(_of_scan, request)
        for request in (GetScanRequest, WithdrawScanRequest, TakeScan, FinishScanRequest)
    },
    ApprovePairing: lambda who, job: ApprovePairing(caller=who, user_code="BCDF-GHJK"),
}


def answer(office, request):
    """What the caller gets to read, as text; refusals by their code."""
    try:
        return office.bench.ask(request).model_dump_json()
    except Refused as refusal:
        return refusal.code


def test_every_request_on_behalf_of_a_person_is_tested_here():
    own = {
        r for r in REQUESTS.values() if r.SERVICE == "print_svc" and issubclass(r, CallerRequest)
    }

    assert set(REQUESTS_OF) == own


@pytest.mark.parametrize("request_type", REQUESTS_OF, ids=lambda kind: kind.__name__)
def test_a_stranger_learns_and_changes_nothing(office, request_type):
    job = office.print_out(office.approve()).job
    office.desks.named(DESK, STRANGER)
    before = office.ledger(), office.bench.published()
    request = REQUESTS_OF[request_type](caller(STRANGER), job)

    text = answer(office, request).replace(f'"{STRANGER}"', "")
    owners = office.bench.ask(ListWorkstations(caller=caller(), revoked=True)).workstations

    told = request.model_dump_json()
    secrets = {
        job.certificate_no,
        str(job.job_id),
        job.enterprise_code,
        str(job.workstation_id),
        *job.print_serials.values(),
    }
    assert [secret for secret in secrets if secret in text and secret not in told] == []
    assert "%PDF" not in text
    assert [one.revoked_at for one in owners] == [None]
    assert (office.ledger(), office.bench.published()) == (before[0], [])


@pytest.mark.parametrize("request_type", [GetPrintJob, ConfirmPrint, CancelPrintJob])
def test_a_strangers_job_reads_like_one_that_does_not_exist(office, request_type):
    job = office.print_out(office.approve()).job
    missing = job.model_copy(update={"job_id": uuid4()})

    answers = {
        answer(office, REQUESTS_OF[request_type](caller(STRANGER), each)) for each in (job, missing)
    }

    assert answers == {"print.unknown_job"}


def test_an_agent_sees_what_it_printed_and_no_other_job_of_its_principal(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2)]
    own = office.print_out(numbers[0], caller=caller(AGENT))
    office.print_out(numbers[1])

    listed = office.bench.ask(ListPrintJobs(caller=caller(AGENT))).jobs

    assert [job.job_id for job in listed] == [own.job.job_id]


def test_the_owner_sees_what_its_agent_printed_by_whom_and_on_which_workstation(office):
    issued = office.print_out(
        office.approve(), caller=caller(AGENT), operator_name="SPECIMEN AGENT"
    )

    seen = office.job(issued)
    assert (seen.state, seen.issuer_code, seen.workstation) == ("released", AGENT, DESK)
    assert (seen.operator_id, seen.operator_name) == (caller(AGENT).operator_id, "SPECIMEN AGENT")
    assert len(office.bench.ask(ListSealUses(caller=caller())).uses) == 4
    assert office.bench.ask(ListSealUses(caller=caller(AGENT))).uses == ()
