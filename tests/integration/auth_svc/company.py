"""Specimen enterprises as auth_svc meets them: their people, cards, declarers and stamps."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from secrets import token_hex
from typing import Any
from uuid import UUID, uuid4

from chassis.deliveries import Delivery
from chassis.testing import TEST_SEALER, Bench
from contracts.authorization import (
    AgentGrantView,
    AuthorizationDraft,
    CardChallenge,
    GetAuthorizationDraft,
    GetLatestAuthorization,
    GrantAgent,
    IssueCardChallenge,
    OpenCardSession,
    OpenSession,
    ReceiptItem,
    RequestAuthorization,
    SealAuthorizationRequested,
    SessionOpened,
    SetAuthorizationDefaults,
)
from contracts.card_statements import AgentToGrant, DefaultsToAuthorize
from contracts.customs import AuthorizationReceiptIssued, DeclarerFiled, DeclarerFilingEnded
from contracts.people import AddOperator, OperatorView
from contracts.results import AuthorizationView
from contracts.seals import SealDisabled, SealMade, SignatureMade
from contracts.sessions import IssueCardStatement
from contracts.values import Caller, ObjectRef, StampKind
from services.auth_svc.domain.revocations import read_list
from services.auth_svc.storage import revocation_lists
from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import PROGRAM_VERSION, SoftCard

PIN = "246810"
PASSWORD = "specimen password"
START = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
DIGEST = "0" * 64


@dataclass
class Clock:
    """The time as the service sees it; tests move it."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **amount: float) -> None:
        self.time += timedelta(**amount)


def with_lists(bench: Bench) -> Bench:
    """The bench once it has the revocation lists of its settings."""
    bench._instance(Delivery("auth_svc.take_revocation_lists")).take_revocation_lists()
    return bench


def with_list_of(company: "Company") -> None:
    """The authority has published another list now, and auth_svc has fetched it."""
    now, authority = company.bench.now(), company.authority
    content = authority.revocation_list(now=now, number=int(now.timestamp()))
    listed = read_list(content, [authority.certificate], now=now)
    with company.bench._instance(None).db.transaction() as tx:
        revocation_lists.put(tx.session, listed)


class Opened(SessionOpened):
    """The session, and the digest of its token."""

    token_sha256: str


@dataclass(frozen=True)
class Company:
    """One enterprise; `seed` chooses its credit code and its legal person."""

    bench: Bench
    authority: SpecimenAuthority
    seed: int = 1

    @property
    def code(self) -> str:
        return specimen_credit_code(self.seed)

    def person(self, number: int = 0) -> str:
        """ID number; 0 is the legal person."""
        return specimen_id_number(100 * self.seed + number)

    def card(
        self,
        number: int = 0,
        role: CardRole = CardRole.LEGAL_PERSON,
        *,
        since: timedelta = timedelta(days=-30),
        days: int = 365,
    ) -> SoftCard:
        holder = Holder(
            name=f"样本人员{number}",
            enterprise_name=f"SPECIMEN TRADING NO. {self.seed}",
            role=role,
            credit_code=self.code,
            id_number=self.person(number),
        )
        start = START + since
        validity = (start, start + timedelta(days=days))
        return self.authority.issue(holder, pin=PIN, validity=validity)

    def log_in(self, card: SoftCard | None = None) -> Opened:
        challenge = self.bench.ask(IssueCardChallenge())
        return self._opened(self.shown(card or self.legal_card, challenge))

    @staticmethod
    def shown(card: SoftCard, challenge: CardChallenge) -> OpenCardSession:
        return OpenCardSession(
            challenge_id=challenge.challenge_id,
            card_certificate=card.certificate_pem.decode(),
            signature=signed(card, challenge.statement.encode()),
            program_version=PROGRAM_VERSION,
            token_sha256=token_hex(32),
        )

    @cached_property
    def legal_card(self) -> SoftCard:
        """The one that the legal person logs in with, and signs with."""
        return self.card()

    def legal_person(self) -> Caller:
        return self.log_in().caller

    def sign(self, caller: Caller, to_sign: Any, card: SoftCard | None = None) -> dict[str, Any]:
        """What a command takes along: a fresh statement of `to_sign`, signed."""
        challenge = self.bench.ask(IssueCardStatement(caller=caller, to_sign=to_sign))
        signature = signed(card or self.legal_card, challenge.statement.encode())
        return {"challenge_id": challenge.challenge_id, "card_signature": signature}

    def grant(self, caller: Caller, **wanted: Any) -> AgentGrantView:
        """`wanted` are `agent_code` and `limits`, and what else the command takes."""
        to_sign = AgentToGrant.model_validate(wanted)
        return self.bench.ask(
            GrantAgent(**{"caller": caller} | self.sign(caller, to_sign) | wanted)
        )

    def add_operator(self, caller: Caller, **changes: Any) -> OperatorView:
        fields = {
            "caller": caller,
            "name": "样本操作员",
            "id_number": self.person(1),
            "user_name": f"specimen-{self.seed}",
            "password": PASSWORD,
        } | changes
        sealed = TEST_SEALER.seal(fields["password"], AddOperator, fields["user_name"])
        return self.bench.ask(AddOperator(**fields | {"password": sealed}))

    def log_in_with_password(
        self, password: str = PASSWORD, name: str | None = None, address: str = "192.0.2.1"
    ) -> Any:
        user_name = name or f"specimen-{self.seed}"
        sealed = TEST_SEALER.seal(password, OpenSession, user_name)
        return self._opened(
            OpenSession(
                user_name=user_name,
                password=sealed,
                token_sha256=token_hex(32),
                client_address=address,
            )
        )

    def _opened(self, request: OpenSession | OpenCardSession) -> Opened:
        reply = self.bench.ask(request)
        return Opened(**dict(reply), token_sha256=request.token_sha256)

    def file_declarer(self, number: int = 0, **changes: Any) -> None:
        fields = {
            "enterprise_code": self.code,
            "id_number": self.person(number),
            "name": f"样本申报员{number}",
            "filed_at": START,
        }
        self.bench.deliver(DeclarerFiled(**fields | changes))

    def end_filing(self, number: int = 0, **changes: Any) -> None:
        fields = {
            "enterprise_code": self.code,
            "id_number": self.person(number),
            "name": f"样本申报员{number}",
            "ended_at": START,
        }
        self.bench.deliver(DeclarerFilingEnded(**fields | changes))

    def seal_made(self, **changes: Any) -> SealMade:
        fields = {
            "enterprise_code": self.code,
            "seal_id": uuid4(),
            "name": "中英文印章 样本",
            "operator_id": uuid4(),
            "cutout": ObjectRef(key="seals/specimen/cutout", sha256=DIGEST),
            "scan_sha256": DIGEST,
            "width_mm": 40.0,
            "height_mm": 40.0,
            "valid_from": START - timedelta(days=1),
            "valid_to": START + timedelta(days=100),
        }
        return SealMade(**fields | changes)

    def signature_made(self, number: int = 0, **changes: Any) -> SignatureMade:
        fields = {
            "enterprise_code": self.code,
            "signature_id": uuid4(),
            "declarer_id": uuid4(),
            "declarer_id_number": self.person(number),
            "declarer_name": f"样本申报员{number}",
            "cutout": ObjectRef(key="signatures/specimen/cutout", sha256=DIGEST),
            "scan_sha256": DIGEST,
            "width_mm": 29.0,
            "height_mm": 12.0,
        }
        return SignatureMade(**fields | changes)

    def make_seal(self, **changes: Any) -> UUID:
        event = self.seal_made(**changes)
        self.bench.deliver(event)
        return event.seal_id

    def make_signature(self, number: int = 0, **changes: Any) -> UUID:
        event = self.signature_made(number, **changes)
        self.bench.deliver(event)
        return event.signature_id

    def disable_seal(self, seal_id: UUID) -> None:
        self.bench.deliver(SealDisabled(enterprise_code=self.code, seal_id=seal_id))

    def set_defaults(self, caller: Caller, seal_id: UUID, *signature_ids: UUID) -> Any:
        return self.bench.ask(
            SetAuthorizationDefaults(caller=caller, seal_id=seal_id, signature_ids=signature_ids)
        )

    def request_authorization(self, caller: Caller) -> AuthorizationView:
        signed_for = self.sign(caller, DefaultsToAuthorize())
        return self.bench.ask(RequestAuthorization(caller=caller, **signed_for))

    def draft(self, caller: Caller) -> AuthorizationDraft:
        return self.bench.ask(GetAuthorizationDraft(caller=caller))

    def latest(self, caller: Caller) -> AuthorizationView:
        return self.bench.ask(GetLatestAuthorization(caller=caller))


@dataclass
class Desk:
    """An enterprise whose seal and signature are defaults, ready for 授权."""

    company: Company
    clock: Clock
    caller: Caller = field(init=False)
    seal_id: UUID = field(init=False)
    signature_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.caller = self.company.legal_person()
        self.company.file_declarer()
        self.seal_id = self.company.make_seal()
        self.signature_id = self.company.make_signature()
        self.company.set_defaults(self.caller, self.seal_id, self.signature_id)

    def request(self) -> SealAuthorizationRequested:
        """Press 授权 a second later than before; what customs is told."""
        self.clock.pass_by(seconds=1)
        self.company.request_authorization(self.caller)
        return self.company.bench.published()[-1]

    def receipt(
        self, request: SealAuthorizationRequested, *refused: UUID, **changes: Any
    ) -> AuthorizationReceiptIssued:
        """接收成功 for all that was sent but `refused`."""
        sent = [(StampKind.SEAL, request.seal.seal_id)]
        sent += [(StampKind.SIGNATURE, one.signature_id) for one in request.signatures]
        items = tuple(
            ReceiptItem(kind=kind, stamp_id=stamp_id, accepted=stamp_id not in refused)
            for kind, stamp_id in sent
        )
        fields = {
            "enterprise_code": request.enterprise_code,
            "authorization_id": request.authorization_id,
            "received_at": self.clock(),
            "items": items,
        }
        return AuthorizationReceiptIssued(**fields | changes)

    def receive(self, request: SealAuthorizationRequested, *refused: UUID, **changes: Any) -> None:
        self.company.bench.deliver(self.receipt(request, *refused, **changes))

    def result(self) -> AuthorizationView:
        """The latest one, looked at when every receipt is due."""
        self.clock.pass_by(seconds=120)
        return self.company.latest(self.caller)

    def authorize(self) -> None:
        self.receive(self.request())
        self.company.bench.published()


def signed(card: SoftCard, message: bytes) -> str:
    return base64.b64encode(card.sign(message, PIN)).decode()
