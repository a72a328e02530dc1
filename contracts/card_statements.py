"""What a card signs: a text that says what for, shown to the person before the PIN is entered.

One line a fact, in Chinese and English, lines ended by LF, UTF-8. The last line is a nonce that is
good once. Names stand in quotation marks, and what is no printable character in them is escaped,
so that no name can add a line or turn one around. The card signs these bytes and no others
(ECDSA on P-256 with SHA-256, R4, R24).
"""

import base64
import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.agents import UNLIMITED, AgentLimits
from contracts.china_time import CHINA_TIME
from contracts.values import CreditCode, Name, Sha256, Value

HEADING: Final = "原产地证书自助打印 卡签名声明 / OriginPrint card statement"


class CardPurpose(StrEnum):
    """What a person may sign for with a card."""

    LOG_IN = "log_in"
    MAKE_SEAL = "make_seal"
    AUTHORIZE = "authorize"
    GRANT_AGENT = "grant_agent"


class SealToMake(Value):
    """All that makes the seal what it is (R21-R24)."""

    purpose: Literal[CardPurpose.MAKE_SEAL] = CardPurpose.MAKE_SEAL
    scan_sha256: Sha256
    name: Name
    operator_id: UUID
    valid_from: AwareDatetime
    valid_to: AwareDatetime


class DefaultsToAuthorize(Value):
    """The default seal and signatures, as they are when the statement is made (R30)."""

    purpose: Literal[CardPurpose.AUTHORIZE] = CardPurpose.AUTHORIZE


class AgentToGrant(Value):
    """The agent, and what it may print (R37)."""

    purpose: Literal[CardPurpose.GRANT_AGENT] = CardPurpose.GRANT_AGENT
    agent_code: CreditCode
    limits: AgentLimits = UNLIMITED


ToSign = Annotated[SealToMake | DefaultsToAuthorize | AgentToGrant, Field(discriminator="purpose")]
"""What a person who is logged in wants to sign for."""

Fact = tuple[str, str]
"""A label of LABELS, and a value of one line."""

LABELS: Final[dict[str, str]] = {
    "purpose": "用途 Purpose",
    "address": "浏览器地址 Browser's address",
    "code": "核对码 Code",
    "enterprise": "企业 Enterprise",
    "signer": "签名人 Signer",
    "seal": "印章 Seal",
    "seal_kind": "印章种类 Kind of seal",
    "seal_sha256": "印章图像 Seal image SHA-256",
    "scan_sha256": "扫描件 Scan SHA-256",
    "operator": "印章操作员 Seal operator",
    "valid_from": "有效期自 Valid from",
    "valid_to": "有效期至 Valid to",
    "signature": "申报员签名 Declarer's signature",
    "signature_sha256": "签名图像 Signature image SHA-256",
    "agent": "代理企业 Agent",
    "types": "证书类型 Certificate types",
    "originals": "正本份数 Originals",
    "nonce": "一次性编号 Nonce",
}
PURPOSES: Final[dict[CardPurpose, str]] = {
    CardPurpose.LOG_IN: "登录 log in",
    CardPurpose.MAKE_SEAL: "制作印章 make a seal",
    CardPurpose.AUTHORIZE: "印章签名授权 authorize seal and signatures",
    CardPurpose.GRANT_AGENT: "代理打印授权 let an agent print",
}
ANY: Final = "不限 any"
CHINESE_ENGLISH_SEAL: Final = (
    "企业中英文印章 the enterprise's seal with its Chinese and its English name"
)


def statement(purpose: CardPurpose, facts: Iterable[Fact], nonce: bytes) -> str:
    """The text that is shown and signed; equal for equal facts and nonce only."""
    lines = [
        ("purpose", PURPOSES[purpose]),
        *facts,
        ("nonce", base64.b64encode(nonce).decode()),
    ]
    said = [f"{LABELS[label]}: {value}" for label, value in lines]
    return "\n".join([HEADING, *said, ""])


def is_statement(text: str) -> bool:
    """Whether a card program may show it and sign it: headed so, and nothing in it is hidden."""
    lines = text.split("\n")
    return lines[0] == HEADING and lines[-1] == "" and all(map(str.isprintable, lines))


def purpose_of(text: str) -> CardPurpose | None:
    """What a statement is for; None for what is no statement, or more or less than one.

    Its purpose is the first fact, its nonce the last, and every line is a fact of LABELS.
    """
    said = [line.partition(": ")[0] for line in text.split("\n")[1:-1]]
    known = len(said) >= 2 and set(said) <= set(LABELS.values())
    if not (is_statement(text) and known and said[-1] == LABELS["nonce"]):
        return None
    if said.count(LABELS["purpose"]) != 1 or said.count(LABELS["nonce"]) != 1:
        return None
    first = text.split("\n")[1]
    lines = {f"{LABELS['purpose']}: {words}": purpose for purpose, words in PURPOSES.items()}
    return lines.get(first)


def fact_of(text: str, label: str) -> str | None:
    """What a statement says under this label of LABELS; None where it says nothing or twice."""
    start = f"{LABELS[label]}: "
    found = [line.removeprefix(start) for line in text.split("\n") if line.startswith(start)]
    return found[0] if len(found) == 1 else None


def log_in_facts(address: str, user_code: str) -> list[Fact]:
    """Which browser logs in, for the person at the card to compare."""
    return [("address", address), ("code", user_code)]


def quoted(text: str) -> str:
    """A name as it stands in a statement: in quotation marks, of printable characters only."""
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in shown
    )


def moment(at: datetime | None) -> str:
    """In China's time, to the microsecond where there are any."""
    return ANY if at is None else at.astimezone(CHINA_TIME).isoformat(sep=" ")


def limit_facts(limits: AgentLimits) -> list[Fact]:
    """What a grant is limited to, and what it is not."""
    return [
        ("types", ", ".join(map(quoted, limits.type_ids)) or ANY),
        ("valid_from", moment(limits.valid_from)),
        ("valid_to", moment(limits.valid_to)),
        ("originals", ANY if limits.originals is None else str(limits.originals)),
    ]
