"""Logging in from a browser with a card that is at another program: a code joins the two (R4).

RFC 8628 turned round: the browser begins and shows a short code, the person enters it in the
program that has the card, which shows from which address the login comes, and signs. The browser
has a secret, and only that fetches the session.
"""

from typing import ClassVar, Generic, Literal

from pydantic import AwareDatetime

from contracts.authorization import SOURCE, SessionOpened
from contracts.base import Done, Reply, ReplyT, Request
from contracts.card_program import LEAST_VERSION, CardProgramVersion
from contracts.values import (
    UNKNOWN_ADDRESS,
    CardCertificates,
    CardSignature,
    ClientAddress,
    Secret,
    Sha256,
)
from contracts.workstations import UserCode


class CardLoginBegun(Reply):
    """The code is for the person; `least_program_version` as in `CardChallenge`."""

    user_code: str
    expires_at: AwareDatetime
    interval_seconds: int
    least_program_version: str = LEAST_VERSION


class CardLoginStarted(CardLoginBegun):
    """As the gateway tells it; the secret is the browser's alone, and only its digest goes on."""

    login_secret: Secret


class CardLoginShown(Reply):
    """The statement names the browser's address and the code; its UTF-8 bytes are signed."""

    statement: str
    client_address: ClientAddress
    expires_at: AwareDatetime


class CardLoginState(Reply):
    """`opened` once the card has signed."""

    state: Literal["waiting", "opened"]
    opened: SessionOpened | None = None


class _Open(Request[ReplyT], Generic[ReplyT]):
    """Before any session: the code or the secret is the key."""

    SERVICE: ClassVar[str] = SOURCE


class BeginCardLogin(_Open[CardLoginBegun]):
    CHANGES: ClassVar[bool] = True

    secret_sha256: Sha256
    client_address: ClientAddress = UNKNOWN_ADDRESS


class ShowCardLogin(_Open[CardLoginShown]):
    """Refused card.unknown_login for a code that is unknown, over or answered."""

    user_code: UserCode


class AnswerCardLogin(_Open[Done]):
    """The signature and certificate as in `OpenCardSession`, refused likewise; the first counts."""

    CHANGES: ClassVar[bool] = True

    user_code: UserCode
    card_certificate: CardCertificates
    signature: CardSignature
    program_version: CardProgramVersion | None = None


class RefuseCardLogin(_Open[Done]):
    """The person at the card does not want it; refused as `ShowCardLogin`."""

    CHANGES: ClassVar[bool] = True

    user_code: UserCode


class CompleteCardLogin(_Open[CardLoginState]):
    """Asked by the browser until it is answered; a session is opened once.

    Refused card.login_refused, card.unknown_login when it is over, and as `OpenCardSession`.
    """

    CHANGES: ClassVar[bool] = True

    secret_sha256: Sha256
    token_sha256: Sha256
    client_address: ClientAddress = UNKNOWN_ADDRESS
