"""Signatures that a session asks of the card at a workstation (R24)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.card_requests import CardAnswer, CardRequestState, CardTrouble
from contracts.card_statements import CardPurpose, purpose_of
from contracts.errors import Refused
from contracts.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRequest:
    """One statement for one card at one workstation, asked by one session."""

    id: UUID
    enterprise_code: str
    workstation_id: UUID
    operator_id: UUID
    operator_name: str
    session_id: UUID
    client_address: str
    challenge_id: UUID
    statement: str
    asked_at: datetime
    expires_at: datetime
    state: CardRequestState = "waiting"
    signature: str | None = None
    trouble: CardTrouble | None = None

    @property
    def asked_by(self) -> tuple[str, UUID, UUID]:
        """Enterprise, person and session."""
        return self.enterprise_code, self.operator_id, self.session_id


def check_statement(statement: str) -> None:
    """A login is never asked for here: that needs the code of its browser. Raise Refused."""
    if purpose_of(statement) in {None, CardPurpose.LOG_IN}:
        raise Refused("card.no_statement")


def as_of(request: CardRequest, now: datetime) -> CardRequest:
    """Expired where nobody answered in time."""
    if request.state == "waiting" and request.expires_at <= now:
        return replace(request, state="expired")
    return request


def answered(
    request: CardRequest | None, workstation_id: UUID, answer: CardAnswer, *, now: datetime
) -> CardRequest:
    """Raise Refused for what waits at another workstation, or nowhere any more."""
    if request is None or request.workstation_id != workstation_id:
        raise Refused("card.unknown_request")
    if as_of(request, now).state != "waiting":
        raise Refused("card.unknown_request")
    if answer.outcome == "signed" and not answer.signature:
        raise Refused("request.invalid", {"reason": "signed, and no signature"})
    signature = answer.signature if answer.outcome == "signed" else None
    return replace(request, state=answer.outcome, signature=signature, trouble=answer.trouble)


def withdrawn(request: CardRequest, *, now: datetime) -> CardRequest:
    """Once it is answered or over nothing changes."""
    if as_of(request, now).state != "waiting":
        return request
    return replace(request, state="withdrawn")


def sentence_of(request: CardRequest, *, closed: bool) -> Sentence:
    """Which case it is, and what to do."""
    if request.state == "failed" and request.trouble is not None:
        return _TROUBLES[request.trouble]
    return _CLOSED if closed else _STATES[request.state]


_CLOSED: Final = Sentence(
    zh="打印程序已关闭，签名声明未被签名",
    en="The workstation program was closed before the statement was signed",
    advice_zh="请启动打印程序，声明会再次显示",
    advice_en="start it: the statement is shown again",
)
_STATES: Final[Mapping[CardRequestState, Sentence]] = {
    "waiting": Sentence(
        zh="请在打印程序中核对签名声明并输入卡密码（PIN）",
        en="Read the statement in the workstation program and enter the card password (PIN) there",
    ),
    "signed": Sentence(zh="卡已签名", en="The card has signed"),
    "refused": Sentence(
        zh="持卡人拒绝签名",
        en="The person at the card refused to sign",
        advice_zh="请核对内容后重新操作",
        advice_en="check what you entered and begin again",
    ),
    "failed": Sentence(
        zh="卡未能签名",
        en="The card could not sign",
        advice_zh="请检查卡和读卡器后重试",
        advice_en="check card and reader and try again",
    ),
    "expired": Sentence(
        zh="等待签名超时",
        en="Nobody signed in time",
        advice_zh="请重新操作",
        advice_en="begin again",
    ),
    "withdrawn": Sentence(zh="签名请求已撤回", en="The request was withdrawn"),
}
_TROUBLES: Final[Mapping[CardTrouble, Sentence]] = {
    "card_unreadable": Sentence(
        zh="读不出卡",
        en="The card cannot be read",
        advice_zh="请重新插卡后重试",
        advice_en="insert it again and try again",
    ),
    "card_locked": Sentence(
        zh="卡已被锁定，卡密码（PIN）输错次数过多",
        en="The card is locked after too many wrong PINs",
        advice_zh="请到电子口岸办理点解锁",
        advice_en="have it unlocked at an E-Port office",
    ),
    "card_pulled_out": Sentence(
        zh="签名过程中卡被拔出",
        en="The card was pulled out in the middle",
        advice_zh="请重新插卡后重试",
        advice_en="insert it and try again",
    ),
    "card_not_valid": Sentence(
        zh="卡证书不在有效期内",
        en="The card's certificate is not valid today",
        advice_zh="请更新该卡或换用有效的卡",
        advice_en="have it renewed, or use one that is valid",
    ),
}
