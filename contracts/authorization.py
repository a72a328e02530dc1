"""What auth_svc says and answers: cards, sessions, authorizations, agents (R1-R42)."""

from typing import ClassVar, Generic
from uuid import UUID

from pydantic import AwareDatetime

from contracts.agents import UNLIMITED, AgentLimits
from contracts.base import CallerRequest, Command, Done, Event, Reply, ReplyT, Request
from contracts.card_program import LEAST_VERSION, CardProgramVersion
from contracts.card_statements import SealToMake
from contracts.cautions import Caution
from contracts.results import AuthorizationView
from contracts.values import (
    UNKNOWN_ADDRESS,
    AuthorizedSeal,
    AuthorizedSignature,
    Caller,
    CardCertificates,
    CardSignature,
    ClientAddress,
    CreditCode,
    Name,
    SealedText,
    Sha256,
    StampKind,
    Value,
)

SOURCE = "auth_svc"


class SealAuthorizationRequested(Event):
    """授权 was pressed: default seal and default signatures go to customs (R30)."""

    SOURCE: ClassVar[str] = SOURCE

    authorization_id: UUID
    requested_at: AwareDatetime
    seal: AuthorizedSeal
    signatures: tuple[AuthorizedSignature, ...]


class SealAuthorized(Event):
    """Seal and signatures all read 接收成功, whatever became of them since (R34).

    `requested_at` orders the authorizations of an enterprise; absent, `received_at` does.
    """

    SOURCE: ClassVar[str] = SOURCE

    authorization_id: UUID
    received_at: AwareDatetime
    seal: AuthorizedSeal
    signatures: tuple[AuthorizedSignature, ...]
    requested_at: AwareDatetime | None = None


class AgentAuthorized(Event):
    """The principal lets an agent print what is approved from now on (R37-R39)."""

    SOURCE: ClassVar[str] = SOURCE

    grant_id: UUID
    agent_code: CreditCode
    granted_at: AwareDatetime
    limits: AgentLimits = UNLIMITED


class AgentRevoked(Event):
    """The principal took the grant back."""

    SOURCE: ClassVar[str] = SOURCE

    grant_id: UUID
    agent_code: CreditCode
    revoked_at: AwareDatetime


class SessionOpened(Reply):
    """The gateway made the token, shows it once, and told only its digest."""

    expires_at: AwareDatetime
    caller: Caller


class SessionView(Reply):
    """`self_print_problem` is the error code of why the switch is off (R35).

    Of an API token `operator_name` is the token's, and `expires_at` is None where it has no end.
    """

    caller: Caller
    operator_name: Name
    enterprise_name: Name
    self_print: bool
    self_print_problem: str | None = None
    expires_at: AwareDatetime | None
    session_id: UUID | None


class CardChallenge(Reply):
    """`statement` is shown to the person; its UTF-8 bytes are what the card signs, once.

    `least_program_version` is that of the card program which the login asks for (R4).
    """

    challenge_id: UUID
    statement: str
    expires_at: AwareDatetime
    least_program_version: str = LEAST_VERSION


class CardFacts(Reply):
    """The operator's card, and that the signature is good and was not used before (R22, R24)."""

    operator_id: UUID
    valid_from: AwareDatetime
    valid_to: AwareDatetime


class StampChoice(Value):
    """A seal or signature that may be made the default (R30)."""

    kind: StampKind
    stamp_id: UUID
    name: Name
    is_default: bool
    declarer_name: Name | None = None


class AuthorizationDraft(Reply):
    """What 授权 would send now; `problems` are error codes that stop it.

    `self_print_problem` is the error code of why the switch is off (R35); `warnings` are those
    that 授权 would answer with now (R36).
    """

    choices: tuple[StampChoice, ...]
    problems: tuple[str, ...]
    self_print: bool
    self_print_problem: str | None = None
    warnings: tuple[Caution, ...] = ()


class ReceiptItem(Value):
    """接收成功 or 接收失败 for one seal or signature, as customs says it (R33, R34).

    `reason` is Chinese; customs does not always say it in English too.
    """

    kind: StampKind
    stamp_id: UUID
    accepted: bool
    reason: str | None = None
    reason_en: str | None = None


class AgentGrantView(Reply):
    """Names are None of enterprises that never logged in here."""

    grant_id: UUID
    principal_code: CreditCode
    principal_name: Name | None = None
    agent_code: CreditCode
    agent_name: Name | None = None
    granted_at: AwareDatetime
    limits: AgentLimits = UNLIMITED
    revoked_at: AwareDatetime | None = None


class AgentGrantList(Reply):
    grants: tuple[AgentGrantView, ...]


class _Open(Request[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class OpenSession(_Open[SessionOpened]):
    """The gateway made the token, and saw the address; a caller says neither."""

    CHANGES: ClassVar[bool] = True

    user_name: str
    password: SealedText
    token_sha256: Sha256
    client_address: ClientAddress = UNKNOWN_ADDRESS


class IssueCardChallenge(_Open[CardChallenge]):
    """A fresh statement for a card to sign for a login."""

    CHANGES: ClassVar[bool] = True


class OpenCardSession(_Open[SessionOpened]):
    """`signature`: base64 DER ECDSA-SHA256 over the statement; the PIN stays with the card.

    `card_certificate` (PEM) is followed by those of the authorities between it and a trusted one.
    Refused card.program_missing without `program_version`, card.program_too_old with an old one.
    """

    CHANGES: ClassVar[bool] = True

    challenge_id: UUID
    card_certificate: CardCertificates
    signature: CardSignature
    program_version: CardProgramVersion | None = None
    token_sha256: Sha256
    client_address: ClientAddress = UNKNOWN_ADDRESS


class GetSession(_Open[SessionView]):
    """`in_use` puts the idle end off. Refused session.required, session.expired.

    Refused card.revocations_stale while nobody knows whether the card that opened it was revoked.
    """

    token_sha256: Sha256
    in_use: bool = True


class CloseSession(_Open[Done]):
    CHANGES: ClassVar[bool] = True

    token_sha256: Sha256


class CheckCardSignature(_Command[CardFacts]):
    """That the caller's legal-person card signed for this seal (R24); uses the challenge up.

    Refused card.unknown_challenge, card.statement_differs or card.wrong_signature.
    """

    seal: SealToMake
    challenge_id: UUID
    card_signature: CardSignature


class GetAuthorizationDraft(_Question[AuthorizationDraft]):
    pass


class SetAuthorizationDefaults(_Command[AuthorizationDraft]):
    """One active seal, and at most one active signature of each declarer (R30, R31)."""

    seal_id: UUID
    signature_ids: tuple[UUID, ...]


class RequestAuthorization(_Command[AuthorizationView]):
    """授权 (R30), which the card signed for: see `CheckCardSignature`.

    Refused authorization.nothing_to_send or .signature_mismatch, seal.not_yet_valid or .expired.
    """

    challenge_id: UUID
    card_signature: CardSignature


class GetLatestAuthorization(_Question[AuthorizationView]):
    """查看结果 (R32, R33); Refused authorization.none before the first."""


class ListAgentGrants(_Question[AgentGrantList]):
    """Grants that the caller's enterprise gave; `agent` is a part of the agent's code or name."""

    agent: str | None = None
    live: bool | None = None


class GrantAgent(_Command[AgentGrantView]):
    """Refused agent.self, agent.wrong_code or agent.seal_not_authorized (R37, R38).

    Refused agent.granted_otherwise while a grant with other limits is live, and as
    `CheckCardSignature`.
    """

    agent_code: CreditCode
    limits: AgentLimits = UNLIMITED
    challenge_id: UUID
    card_signature: CardSignature


class RevokeAgent(_Command[AgentGrantView]):
    grant_id: UUID


class ListPrincipals(_Question[AgentGrantList]):
    """委托企业列表: live grants given to the caller's enterprise (R40)."""
