"""Workstations: the program, pairing, the list, what a workstation itself asks (R67-R71)."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Path, status
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from contracts.proofs import PublicKey
from contracts.unanswered import UnansweredPrints
from contracts.unanswered_prints import ListUnansweredPrints
from contracts.values import Name, Secret
from contracts.workstation_program import (
    ProgramVersion,
    WaitingJobs,
    WorkstationConnected,
    WorkstationProgram,
    WorkstationState,
)
from contracts.workstations import (
    ApprovePairing,
    BeginPairing,
    ConnectWorkstation,
    GetWorkstation,
    GetWorkstationProgram,
    ListWaitingJobs,
    ListWorkstations,
    PairingStarted,
    PairingState,
    PairingView,
    PollPairing,
    RevokeWorkstation,
    ShowPairing,
    UserCode,
    WorkstationList,
    WorkstationView,
)
from gateway.connections import new_connection_id
from gateway.documentation import BY_CARD, LOGGED_IN, refusals
from gateway.limiting import by_address
from gateway.parameters import ContentDigest, Id, IdempotencyKey, WorkstationProof
from gateway.parts import PartsDep
from gateway.sessions import Session, Who, digest_of
from gateway.specimens import USER_CODE

router = APIRouter(tags=["workstations"])
open_router = APIRouter(tags=["workstations"], dependencies=[Depends(by_address("ticket"))])

SECRET_BYTES = 32
PROOF_CODES = (
    "workstation.unknown",
    "workstation.revoked",
    "workstation.wrong_proof",
    "workstation.proof_stale",
    "workstation.proof_replayed",
)
CODE_CODES = ("workstation.unknown_code", "workstation.too_many_guesses")

Code = Annotated[
    UserCode,
    Path(
        description="As the workstation shows it; hyphen and case are free",
        examples=[USER_CODE],
    ),
]


class NewPairing(BaseModel):
    """What a program asks to be enrolled with; the private keys never leave it."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(description="Of the computer, as people of the enterprise shall see it")
    program_version: ProgramVersion
    encryption_key: PublicKey = Field(description="X25519, 32 bytes in base64url without padding")
    signing_key: PublicKey = Field(description="Ed25519, likewise")


class Completion(BaseModel):
    """The secret that the pairing began with."""

    model_config = ConfigDict(extra="forbid")

    device_secret: Secret


class Approval(BaseModel):
    """`name` instead of the one that the program gave itself."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None


@open_router.get("/workstation-program", responses=refusals("service.too_many_requests"))
async def get_workstation_program(parts: PartsDep) -> WorkstationProgram:
    """The newest version of the program, the oldest that may print, and where it is to be had."""
    return await parts.rpc.call(GetWorkstationProgram())


@open_router.post(
    "/workstation-pairings",
    status_code=status.HTTP_201_CREATED,
    responses=refusals("service.too_many_requests", "workstation.bad_key"),
)
async def begin_pairing(body: NewPairing, parts: PartsDep) -> PairingStarted:
    """Begin to enrol a computer: it shows the code, which a person enters within ten minutes."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    begun = await parts.rpc.call(BeginPairing(secret_sha256=digest_of(secret), **body.model_dump()))
    return PairingStarted(device_secret=SecretStr(secret), **begun.model_dump())


@open_router.post(
    "/workstation-pairings/completion",
    responses=refusals("service.too_many_requests", "workstation.unknown_pairing"),
)
async def complete_pairing(body: Completion, parts: PartsDep) -> PairingState:
    """Asked by the program at the interval it was told, until a person approved."""
    secret = body.device_secret.get_secret_value()
    return await parts.rpc.call(PollPairing(secret_sha256=digest_of(secret)))


@router.get("/workstation-pairings/{code}", responses=refusals(*LOGGED_IN, *CODE_CODES))
async def show_pairing(code: Code, who: Who, parts: PartsDep) -> PairingView:
    """Which computer shows this code: compare the fingerprint before you approve."""
    return await parts.rpc.call(ShowPairing(caller=who, user_code=code))


@router.post(
    "/workstation-pairings/{code}/approval",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *CODE_CODES,
        "workstation.name_taken",
        "workstation.key_taken",
        "idempotency.key_reused",
    ),
)
async def approve_pairing(
    code: Code, body: Approval, session: Session, parts: PartsDep, key: IdempotencyKey = None
) -> WorkstationView:
    """Enrol the computer for the own enterprise; the code is used up."""
    return await parts.rpc.call(
        ApprovePairing(
            caller=session.caller,
            idempotency_key=key,
            user_code=code,
            name=body.name,
            operator_name=session.operator_name,
        )
    )


@open_router.post(
    "/workstations/presence", responses=refusals("service.too_many_requests", *PROOF_CODES)
)
async def announce_workstation(
    body: WorkstationState, proof: WorkstationProof, content: ContentDigest, parts: PartsDep
) -> WorkstationConnected:
    """A workstation without a connection counts as running for the next minute and a half."""
    return await parts.rpc.call(
        ConnectWorkstation(
            proof=proof, content_sha256=content, connection_id=new_connection_id(), state=body
        )
    )


@open_router.get(
    "/workstations/waiting-jobs", responses=refusals("service.too_many_requests", *PROOF_CODES)
)
async def list_waiting_jobs(proof: WorkstationProof, parts: PartsDep) -> WaitingJobs:
    """What was ordered on the workstation that asks and is not fetched yet, with its tickets."""
    return await parts.rpc.call(ListWaitingJobs(proof=proof))


@open_router.get(
    "/workstations/unanswered-prints", responses=refusals("service.too_many_requests", *PROOF_CODES)
)
async def list_unanswered_prints(proof: WorkstationProof, parts: PartsDep) -> UnansweredPrints:
    """Prints of the workstation that asks of which people were reminded, until they answer."""
    return await parts.rpc.call(ListUnansweredPrints(proof=proof))


@router.get("/workstations", responses=refusals(*LOGGED_IN))
async def list_workstations(who: Who, parts: PartsDep, *, revoked: bool = False) -> WorkstationList:
    """The enterprise's computers, and what a person is to be told before printing (R69)."""
    return await parts.rpc.call(ListWorkstations(caller=who, revoked=revoked))


@router.get("/workstations/{id}", responses=refusals(*LOGGED_IN, "workstation.unknown"))
async def get_workstation(id: Id, who: Who, parts: PartsDep) -> WorkstationView:
    """One computer: whether it runs, since when not, and what to do."""
    return await parts.rpc.call(GetWorkstation(caller=who, workstation_id=id))


@router.delete(
    "/workstations/{id}", responses=refusals(*LOGGED_IN, *BY_CARD, "workstation.unknown")
)
async def revoke_workstation(id: Id, who: Who, parts: PartsDep) -> WorkstationView:
    """Revoke it at once: what is queued for it is void, and it fetches no document any more."""
    revoked = await parts.rpc.call(RevokeWorkstation(caller=who, workstation_id=id))
    parts.workstations.drop([id])
    return revoked
