"""Statements that a session asks the card at a workstation to sign (R24)."""

from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.base import Done
from contracts.card_requests import (
    AnswerCardRequest,
    AskCardSignature,
    CardRequestView,
    CardSignatureAsked,
    GetCardRequest,
    ListCardRequests,
    WaitingCardRequest,
    WaitingCardRequests,
    WithdrawCardRequest,
)
from contracts.proofs import ASKING_FOR_CARD_REQUESTS, EMPTY, answering
from services.print_svc.domain.asked import check_asked_by
from services.print_svc.domain.card_requests import (
    CardRequest,
    answered,
    as_of,
    check_statement,
    sentence_of,
    withdrawn,
)
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import card_requests, workstations


class CardRequests(PrintEntrypoints):
    @answer(AskCardSignature)
    def ask_card_signature(self, tx: Transaction, request: AskCardSignature) -> CardRequestView:
        """A program that cannot answer is told of at once, in the words of R69."""
        check_statement(request.statement)
        caller, now = request.caller, self.now()
        ready = self.ready_workstation(tx.session, caller, request.workstation_id)
        asked = CardRequest(
            id=uuid4(),
            enterprise_code=caller.enterprise_code,
            workstation_id=ready.id,
            operator_id=caller.operator_id,
            operator_name=request.operator_name,
            session_id=request.session_id,
            client_address=request.client_address,
            challenge_id=request.challenge_id,
            statement=request.statement,
            asked_at=now,
            expires_at=request.expires_at,
        )
        card_requests.add(tx.session, asked)
        tx.publish(
            CardSignatureAsked(
                enterprise_code=asked.enterprise_code,
                request_id=asked.id,
                workstation_id=asked.workstation_id,
            )
        )
        return self._view(tx.session, asked)

    @answer(GetCardRequest)
    def get_card_request(self, session: Session, request: GetCardRequest) -> CardRequestView:
        return self._view(session, _asked(session, request))

    @answer(WithdrawCardRequest)
    def withdraw_card_request(
        self, tx: Transaction, request: WithdrawCardRequest
    ) -> CardRequestView:
        ended = withdrawn(_asked(tx.session, request, lock=True), now=self.now())
        card_requests.save(tx.session, ended)
        return self._view(tx.session, ended)

    @answer(ListCardRequests)
    def list_card_requests(self, tx: Transaction, request: ListCardRequests) -> WaitingCardRequests:
        at = self.proven(tx.session, request.proof, ASKING_FOR_CARD_REQUESTS, EMPTY)
        waiting = card_requests.waiting_at(tx.session, at.id, now=self.now())
        return WaitingCardRequests(
            requests=tuple(
                WaitingCardRequest(
                    request_id=one.id,
                    statement=one.statement,
                    asked_by=one.operator_name,
                    client_address=one.client_address,
                    expires_at=one.expires_at,
                )
                for one in waiting
            )
        )

    @answer(AnswerCardRequest)
    def answer_card_request(self, tx: Transaction, request: AnswerCardRequest) -> Done:
        action = answering(request.request_id)
        at = self.proven(tx.session, request.proof, action, request.content_sha256)
        found = card_requests.find(tx.session, request.request_id, lock=True)
        card_requests.save(tx.session, answered(found, at.id, request.answer, now=self.now()))
        return Done()

    def _view(self, session: Session, request: CardRequest) -> CardRequestView:
        now = self.now()
        current = as_of(request, now)
        at = workstations.find(session, current.workstation_id)
        closed = current.state == "waiting" and at.connected_until <= now
        sentence = sentence_of(current, closed=closed)
        return CardRequestView(
            request_id=current.id,
            workstation_id=current.workstation_id,
            challenge_id=current.challenge_id,
            statement=current.statement,
            state=current.state,
            closed=closed,
            message_zh=sentence.zh,
            message_en=sentence.en,
            advice_zh=sentence.advice_zh,
            advice_en=sentence.advice_en,
            expires_at=current.expires_at,
            signature=current.signature,
        )


def _asked(
    session: Session, request: GetCardRequest | WithdrawCardRequest, *, lock: bool = False
) -> CardRequest:
    """Raise Refused for what another session asked for."""
    found = card_requests.find(session, request.request_id, lock=lock)
    return check_asked_by(found, request.caller, request.session_id, unknown="card.unknown_request")
