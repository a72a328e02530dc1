"""Signatures that a session asks of the card at a workstation of its enterprise (R24)."""

from typing import ClassVar, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.base import CallerRequest, Command, Done, Event, Reply, ReplyT, Request
from contracts.printing import SOURCE
from contracts.proofs import Proof
from contracts.values import UNKNOWN_ADDRESS, CardSignature, ClientAddress, Name, Sha256, Value

CardRequestState = Literal["waiting", "signed", "refused", "failed", "expired", "withdrawn"]
"""Refused by the person, failed by the card, expired by time, withdrawn by who asked."""

CardTrouble = Literal["card_unreadable", "card_locked", "card_pulled_out", "card_not_valid"]
"""What kept a card from signing."""


class CardSignatureAsked(Event):
    """A statement waits at a workstation; the signature itself is no event."""

    SOURCE: ClassVar[str] = SOURCE

    request_id: UUID
    workstation_id: UUID


class CardRequestView(Reply):
    """As the session that asked sees it; `signature` (base64 DER) once there is one.

    The message says in which case it is, with what to do; `closed` that the program was shut
    down while the statement waits.
    """

    request_id: UUID
    workstation_id: UUID
    challenge_id: UUID
    statement: str
    state: CardRequestState
    closed: bool = False
    message_zh: str
    message_en: str
    advice_zh: str | None = None
    advice_en: str | None = None
    expires_at: AwareDatetime
    signature: CardSignature | None = None


class WaitingCardRequest(Value):
    """What the person at the workstation reads; the address is that of the browser that asks."""

    request_id: UUID
    statement: str
    asked_by: Name
    client_address: ClientAddress
    expires_at: AwareDatetime


class WaitingCardRequests(Reply):
    """In the order in which they were asked."""

    requests: tuple[WaitingCardRequest, ...]


class CardAnswer(Value):
    """What the workstation says, and signs as the content of its proof."""

    outcome: Literal["signed", "refused", "failed"]
    signature: CardSignature | None = None
    trouble: CardTrouble | None = None


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Proven(Request[ReplyT], Generic[ReplyT]):
    """A workstation's; refused as `ConnectWorkstation`."""

    SERVICE: ClassVar[str] = SOURCE
    CHANGES: ClassVar[bool] = True

    proof: Proof


class AskCardSignature(_Command[CardRequestView]):
    """The statement is what auth_svc has just written for this caller, never a login's.

    Refused workstation.unknown, not_running, too_old, and card.no_statement.
    """

    workstation_id: UUID
    session_id: UUID
    operator_name: Name
    client_address: ClientAddress = UNKNOWN_ADDRESS
    challenge_id: UUID
    statement: str
    expires_at: AwareDatetime


class GetCardRequest(_Question[CardRequestView]):
    """By the session that asked alone; refused card.unknown_request for every other."""

    request_id: UUID
    session_id: UUID


class WithdrawCardRequest(_Command[CardRequestView]):
    """It is shown at the workstation no more; once it is answered nothing changes."""

    request_id: UUID
    session_id: UUID


class ListCardRequests(_Proven[WaitingCardRequests]):
    """What waits at the workstation that asks."""


class AnswerCardRequest(_Proven[Done]):
    """Once; refused card.unknown_request for what waits there no more."""

    content_sha256: Sha256
    request_id: UUID
    answer: CardAnswer
