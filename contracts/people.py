"""What auth_svc says and answers about people: operators, their logins, declarers (R19-R28)."""

from typing import ClassVar, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.authorization import SOURCE
from contracts.base import CallerRequest, Command, Done, Event, Reply, ReplyT
from contracts.values import (
    UNKNOWN_ADDRESS,
    CardCertificates,
    ClientAddress,
    IdNumber,
    LoginMedium,
    Name,
    SealedText,
    UserName,
)


class SessionsEnded(Event):
    """What a person had opened by these media before that moment is over.

    The person was disabled or removed, a password or a card replaced, a card revoked, or somebody
    ended a session. No media where one session alone ended, because its person logged out;
    that one is named.
    """

    SOURCE: ClassVar[str] = SOURCE

    operator_id: UUID
    media: tuple[LoginMedium, ...]
    ended_at: AwareDatetime
    session_id: UUID | None = None


class OperatorView(Reply):
    """A person of the enterprise; the ID number only in part."""

    operator_id: UUID
    name: Name
    role: Literal["legal_person", "operator"]
    user_name: str | None = None
    id_number_masked: str
    has_card: bool
    card_valid_from: AwareDatetime | None = None
    card_valid_to: AwareDatetime | None = None
    disabled_at: AwareDatetime | None = None


class OperatorList(Reply):
    operators: tuple[OperatorView, ...]


class DeclarerView(Reply):
    """A declarer filed at customs, and the person of that ID number, if there is one (R19, R27).

    `problem` is the error code for which no signature can be made for this declarer.
    """

    declarer_id: UUID
    name: Name
    id_number_masked: str
    filed_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    operator_id: UUID | None = None
    has_card: bool = False
    problem: str | None = None


class DeclarerList(Reply):
    declarers: tuple[DeclarerView, ...]


class DeclarerIdentity(Reply):
    """For seal_svc, which binds a signature to a declarer (R19)."""

    declarer_id: UUID
    name: Name
    id_number: IdNumber


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class ListOperators(_Question[OperatorList]):
    """The enterprise's people, those who are disabled too."""


class AddOperator(_Command[OperatorView]):
    """A person without a card, or with one when `card_certificate` (PEM) is given (R20)."""

    name: Name
    id_number: IdNumber
    user_name: UserName
    password: SealedText
    card_certificate: CardCertificates | None = None


class EditOperator(_Command[OperatorView]):
    """What is None stays. A card names its holder: then only the user name can be changed."""

    operator_id: UUID
    name: Name | None = None
    id_number: IdNumber | None = None
    user_name: UserName | None = None


class DisableOperator(_Command[OperatorView]):
    """Refused operator.self for the caller, operator.last_legal_person for the only one left."""

    operator_id: UUID


class EnableOperator(_Command[OperatorView]):
    """Refused operator.self for the caller."""

    operator_id: UUID


class RemoveOperator(_Command[Done]):
    """Gone from the list, the user name free; refused as `DisableOperator`. Adding brings back."""

    operator_id: UUID


class ChangePassword(_Command[Done]):
    """The caller's own; every other session that a password opened ends.

    `session_id` is that of the session which asks. Refused operator.wrong_password, and
    session.locked after as many failures as a login allows.
    """

    session_id: UUID
    old_password: SealedText
    password: SealedText
    client_address: ClientAddress = UNKNOWN_ADDRESS


class ResetPassword(_Command[OperatorView]):
    """What was opened with the old password ends."""

    operator_id: UUID
    password: SealedText


class BindCard(_Command[OperatorView]):
    """`card_certificate` (PEM) names this person of this enterprise (R21, R28)."""

    operator_id: UUID
    card_certificate: CardCertificates


class ListDeclarers(_Question[DeclarerList]):
    """With `for_signature` only those for whom a signature can be made now (R19)."""

    for_signature: bool = False


class GetDeclarer(_Question[DeclarerIdentity]):
    """Refused with the `problem` of a declarer for whom no signature can be made (R19, R28)."""

    declarer_id: UUID
