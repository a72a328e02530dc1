"""Workstations: pairing after RFC 8628, presence and what waits for each (R67-R71)."""

from typing import Annotated, ClassVar, Generic
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from contracts.base import CallerRequest, Command, Reply, ReplyT, Request
from contracts.printing import SOURCE
from contracts.proofs import Proof, PublicKey
from contracts.scanners import WorkstationScanner
from contracts.values import CreditCode, Name, Secret, Sha256, Value
from contracts.workstation_program import (
    Presence,
    ProgramVersion,
    WaitingJobs,
    WorkstationConnected,
    WorkstationPrinter,
    WorkstationProgram,
    WorkstationState,
)

UserCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=20)]
"""As a person typed it: in small letters, without the hyphen or with blanks it is the same."""


class WorkstationView(Reply):
    """One enrolled computer; the public keys show as their fingerprint."""

    workstation_id: UUID
    name: Name
    fingerprint: str
    enrolled_by: UUID
    enrolled_by_name: Name | None = None
    enrolled_at: AwareDatetime
    revoked_at: AwareDatetime | None = None
    program_version: ProgramVersion
    last_seen_at: AwareDatetime
    printers: tuple[WorkstationPrinter, ...] = ()
    scanners: tuple[WorkstationScanner, ...] = ()
    presence: Presence


class WorkstationList(Reply):
    """By name; `presence` is what a person of the enterprise is to be told before printing.

    That is the best of all workstations, and that nothing is installed where there is none.
    """

    presence: Presence
    workstations: tuple[WorkstationView, ...]


class PairingBegun(Reply):
    """The code is for people."""

    user_code: str
    fingerprint: str
    expires_at: AwareDatetime
    interval_seconds: int


class PairingStarted(PairingBegun):
    """As the gateway tells it; the secret is the program's alone, and only its digest goes on."""

    device_secret: Secret


class PairingView(Reply):
    """What a person compares with the screen of the workstation before it approves."""

    name: Name
    fingerprint: str
    program_version: ProgramVersion
    begun_at: AwareDatetime
    expires_at: AwareDatetime


class PairingState(Reply):
    """The rest is known once a person approved."""

    approved: bool
    workstation_id: UUID | None = None
    enterprise_code: CreditCode | None = None
    name: Name | None = None


class Connection(Value):
    """A workstation that is there, by one of its connections; the newest one counts."""

    workstation_id: UUID
    connection_id: UUID


class Reminded(Value):
    """Of so many prints of a workstation people were reminded, of the last of them at `told_at`."""

    workstation_id: UUID
    count: int
    told_at: AwareDatetime


class PresenceKept(Reply):
    """Of the workstations named: who is enrolled no more, and for whom jobs wait."""

    gone: tuple[UUID, ...] = ()
    waiting: tuple[UUID, ...] = ()
    asked: tuple[UUID, ...] = ()
    """At whose card statements wait."""
    reminded: tuple[Reminded, ...] = ()
    """From which prints came that nobody has answered for; those without are not named."""
    scans_asked: tuple[UUID, ...] = ()
    """Where something is to be scanned."""


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Open(Request[ReplyT], Generic[ReplyT]):
    """Without a session: a secret or a proof is the key, or nothing is to be kept from anybody."""

    SERVICE: ClassVar[str] = SOURCE


class GetWorkstationProgram(_Open[WorkstationProgram]):
    """For whoever has none yet."""


class BeginPairing(_Open[PairingBegun]):
    """Refused workstation.bad_key."""

    CHANGES: ClassVar[bool] = True

    name: Name
    program_version: ProgramVersion
    secret_sha256: Sha256
    encryption_key: PublicKey
    """X25519, for documents."""
    signing_key: PublicKey
    """Ed25519, for proofs."""


class PollPairing(_Open[PairingState]):
    """Refused workstation.unknown_pairing, also when its time is over."""

    secret_sha256: Sha256


class ShowPairing(_Question[PairingView]):
    """Refused workstation.unknown_code, workstation.too_many_guesses. Wrong codes are counted."""

    CHANGES: ClassVar[bool] = True

    user_code: UserCode


class ApprovePairing(_Command[WorkstationView]):
    """Refused as ShowPairing, and workstation.name_taken, workstation.key_taken.

    `name` is used instead of the one that the program gave itself.
    """

    user_code: UserCode
    name: Name | None = None
    operator_name: Name | None = None


class ListWorkstations(_Question[WorkstationList]):
    """Those that may print, and with `revoked` those that were revoked too."""

    revoked: bool = False


class GetWorkstation(_Question[WorkstationView]):
    """Refused workstation.unknown."""

    workstation_id: UUID


class RevokeWorkstation(_Command[WorkstationView]):
    """At once: what is queued for it is void, and no document goes there. Once more is the same."""

    workstation_id: UUID


class ConnectWorkstation(_Open[WorkstationConnected]):
    """With a challenge over a connection, without one for the next minute and a half.

    Refused workstation.unknown, revoked, wrong_proof, proof_stale or proof_replayed.
    """

    CHANGES: ClassVar[bool] = True

    proof: Proof
    content_sha256: Sha256
    challenge: str | None = None
    connection_id: UUID
    state: WorkstationState


class ListWaitingJobs(_Open[WaitingJobs]):
    """What a workstation is to print; refused as ConnectWorkstation."""

    CHANGES: ClassVar[bool] = True

    proof: Proof


class KeepPresence(_Open[PresenceKept]):
    """A gateway tells of all its connections at once, and of those that it lost."""

    CHANGES: ClassVar[bool] = True

    connected: tuple[Connection, ...] = Field(default=(), max_length=5_000)
    lost: tuple[Connection, ...] = Field(default=(), max_length=5_000)
