"""Card logins by a code, and signatures asked of the card at a workstation."""

from typing import Final

from pydantic import BaseModel

from contracts.agents import UNLIMITED
from contracts.authorization import SessionOpened
from contracts.card_logins import CardLoginShown, CardLoginStarted
from contracts.card_program import LEAST_VERSION
from contracts.card_requests import (
    CardAnswer,
    CardRequestView,
    WaitingCardRequest,
    WaitingCardRequests,
)
from contracts.card_statements import (
    AgentToGrant,
    CardPurpose,
    limit_facts,
    log_in_facts,
    statement,
)
from gateway.examples.making import example
from gateway.examples.people import CALLER, CARD_PEM
from gateway.routes.card_logins import (
    CardLoginCompletion,
    CardLoginSignature,
    CompletedCardLogin,
)
from gateway.routes.card_requests import WantedSignature
from gateway.routes.sessions import OpenedSession
from gateway.specimens import (
    AGENT,
    EVENING,
    JOB_ID,
    LATER,
    OPERATOR_NAME,
    OTHER_JOB_ID,
    TOKEN,
    USER_CODE,
    WORKSTATION_ID,
)

ADDRESS: Final = "192.0.2.1"
NONCE: Final = bytes(range(32))
SIGNATURE: Final = "MEUCIQDSpecimen…"
GRANT: Final = statement(
    CardPurpose.GRANT_AGENT, [("agent", AGENT), *limit_facts(UNLIMITED)], NONCE
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(
        CardLoginStarted,
        user_code=USER_CODE,
        login_secret=TOKEN,
        expires_at=LATER,
        interval_seconds=2,
        least_program_version=LEAST_VERSION,
    ),
    example(
        CardLoginShown,
        statement=statement(CardPurpose.LOG_IN, log_in_facts(ADDRESS, USER_CODE), NONCE),
        client_address=ADDRESS,
        expires_at=LATER,
    ),
    example(
        CardLoginSignature,
        card_certificate=CARD_PEM,
        signature=SIGNATURE,
        program_version=LEAST_VERSION,
    ),
    example(CardLoginCompletion, login_secret=TOKEN),
    example(
        CompletedCardLogin,
        state="opened",
        session=example(
            OpenedSession,
            token=TOKEN,
            **dict(example(SessionOpened, expires_at=EVENING, caller=CALLER)),
        ),
    ),
    example(
        WantedSignature, to_sign=example(AgentToGrant, purpose="grant_agent", agent_code=AGENT)
    ),
    example(
        CardRequestView,
        request_id=OTHER_JOB_ID,
        workstation_id=WORKSTATION_ID,
        challenge_id=JOB_ID,
        statement=GRANT,
        state="signed",
        message_zh="卡已签名",
        message_en="The card has signed",
        expires_at=LATER,
        signature=SIGNATURE,
    ),
    example(
        WaitingCardRequests,
        requests=(
            example(
                WaitingCardRequest,
                request_id=OTHER_JOB_ID,
                statement=GRANT,
                asked_by=OPERATOR_NAME,
                client_address=ADDRESS,
                expires_at=LATER,
            ),
        ),
    ),
    example(CardAnswer, outcome="signed", signature=SIGNATURE),
)
