"""Signatures of the card at a workstation, asked for from the browser (R24)."""

from fastapi import APIRouter, Depends, Request, status
from pydantic import BaseModel, ConfigDict

from contracts.card_requests import (
    AnswerCardRequest,
    AskCardSignature,
    CardAnswer,
    CardRequestView,
    GetCardRequest,
    ListCardRequests,
    WaitingCardRequests,
    WithdrawCardRequest,
)
from contracts.card_statements import ToSign
from contracts.errors import Refused
from contracts.sessions import IssueCardStatement
from gateway.addresses import address_of
from gateway.connections import Notice
from gateway.documentation import BY_CARD, LOGGED_IN, refusals
from gateway.limiting import by_address
from gateway.parameters import ContentDigest, Id, WorkstationProof
from gateway.parts import PartsDep
from gateway.routes.workstations import PROOF_CODES
from gateway.sessions import Session

router = APIRouter(tags=["workstations"])
open_router = APIRouter(tags=["workstations"], dependencies=[Depends(by_address("ticket"))])


class WantedSignature(BaseModel):
    """As `WantedStatement`: what the card is to sign for."""

    model_config = ConfigDict(extra="forbid")

    to_sign: ToSign


@router.post(
    "/workstations/{id}/card-requests",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        *BY_CARD,
        "workstation.unknown",
        "workstation.not_installed",
        "workstation.not_running",
        "workstation.too_old",
        "card.no_statement",
        "operator.unknown",
        "operator.disabled",
        "authorization.nothing_to_send",
        "authorization.signature_mismatch",
        "seal.not_yet_valid",
        "seal.expired",
    ),
)
async def ask_card_signature(
    id: Id, body: WantedSignature, session: Session, request: Request, parts: PartsDep
) -> CardRequestView:
    """Have the card at this workstation sign for what you want to do.

    The person there reads the statement and enters the PIN. Ask for the answer by `GET`, and send
    `challenge_id` and `signature` with what is to be done, as after `POST /card-statements`.
    """
    who = session.caller
    challenge = await parts.rpc.call(IssueCardStatement(caller=who, to_sign=body.to_sign))
    asked = await parts.rpc.call(
        AskCardSignature(
            caller=who,
            workstation_id=id,
            session_id=session_id_of(session),
            operator_name=session.operator_name,
            client_address=address_of(request),
            challenge_id=challenge.challenge_id,
            statement=challenge.statement,
            expires_at=challenge.expires_at,
        )
    )
    parts.workstations.notify([id], Notice.CARD_REQUESTS)
    return asked


@router.get("/card-requests/{id}", responses=refusals(*LOGGED_IN, *BY_CARD, "card.unknown_request"))
async def get_card_request(id: Id, session: Session, parts: PartsDep) -> CardRequestView:
    """What became of it; only the session that asked sees it."""
    return await parts.rpc.call(
        GetCardRequest(caller=session.caller, request_id=id, session_id=session_id_of(session))
    )


@router.delete(
    "/card-requests/{id}", responses=refusals(*LOGGED_IN, *BY_CARD, "card.unknown_request")
)
async def withdraw_card_request(id: Id, session: Session, parts: PartsDep) -> CardRequestView:
    """It is not shown at the workstation any more; what was signed already stays so."""
    return await parts.rpc.call(
        WithdrawCardRequest(caller=session.caller, request_id=id, session_id=session_id_of(session))
    )


@open_router.get(
    "/workstations/card-requests", responses=refusals("service.too_many_requests", *PROOF_CODES)
)
async def list_card_requests(proof: WorkstationProof, parts: PartsDep) -> WaitingCardRequests:
    """What waits to be signed at the workstation that asks."""
    return await parts.rpc.call(ListCardRequests(proof=proof))


@open_router.post(
    "/workstations/card-requests/{id}/answer",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=refusals("service.too_many_requests", *PROOF_CODES, "card.unknown_request"),
)
async def answer_card_request(
    id: Id, body: CardAnswer, proof: WorkstationProof, content: ContentDigest, parts: PartsDep
) -> None:
    """Signed, refused by the person, or failed by the card; no PIN travels."""
    await parts.rpc.call(
        AnswerCardRequest(proof=proof, content_sha256=content, request_id=id, answer=body)
    )


def session_id_of(session: Session) -> Id:
    """A program of the enterprise has none, and may not ask for signatures anyhow."""
    if session.session_id is None:
        raise Refused("token.not_for_programs")
    return session.session_id
