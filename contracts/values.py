"""Values that several contracts share: identities, object references, kinds."""

from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    StringConstraints,
)

from contracts.identifiers import is_id_number
from contracts.scopes import Scope


def _checked_id_number(number: SecretStr) -> SecretStr:
    if not is_id_number(number.get_secret_value()):
        raise ValueError("not a valid resident identity number (GB 11643-1999)")
    return number


def _checked_text(secret: SecretStr) -> SecretStr:
    """JSON allows half a surrogate pair, which pydantic finds in plain texts only."""
    try:
        secret.get_secret_value().encode()
    except UnicodeEncodeError:
        raise ValueError("holds characters that are no text") from None
    return secret


CreditCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]
"""Unified social credit code of an enterprise (统一社会信用代码, GB 32100-2015)."""

IdNumber = Annotated[
    SecretStr,
    AfterValidator(_checked_id_number),
    PlainSerializer(lambda number: number.get_secret_value(), when_used="json"),
]
"""Resident identity number (身份证号); masked in every representation but the wire."""

Secret = Annotated[
    SecretStr,
    AfterValidator(_checked_text),
    PlainSerializer(lambda secret: secret.get_secret_value(), when_used="json"),
]
"""A password, token or ticket, which is text; masked in every representation but the wire."""

HOTLINE: Final = "95198"
HOTLINE_LONG: Final = "010-95198"
"""The hotline of the single window, alone and with its area code (R110)."""

MINIMUM_PASSWORD: Final = 10
"""Characters; a shorter password is refused as `operator.weak_password`."""

LONGEST_PASSWORD: Final = 128
"""Characters; a longer password is refused as `operator.long_password`."""

NewPassword = Annotated[
    Secret,
    Field(json_schema_extra={"minLength": MINIMUM_PASSWORD, "maxLength": LONGEST_PASSWORD}),
]
"""Told in schemas and not checked here: auth_svc refuses with a sentence."""

CertificateNo = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{1,2}[0-9]{2}[0-9A-Z]{9}[0-9]{4}$")
]
"""Certificate number (证书编号, R97)."""

PrintSerial = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$")
]
"""Print serial of one sheet (打印编号): three groups of four of Crockford's base32, the last
character a check character."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""In hexadecimal, small letters."""

Millimetres = Annotated[float, Field(gt=0, le=300)]
"""Size of an imprint on paper."""

CustomsOffice = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
"""Four-digit customs code (R103)."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
"""Of a person, an enterprise, a stamp or a computer; blanks around it are dropped."""

UserName = Annotated[str, StringConstraints(pattern=r"^\S+$", max_length=64)]
"""As it is typed; what auth_svc makes of it stands in its `domain/user_names.py`."""

CardCertificates = Annotated[str, StringConstraints(max_length=20_000)]
"""PEM: the card's own, followed by those of the authorities between it and a trusted one."""
CardSignature = Annotated[str, StringConstraints(max_length=200)]
"""Base64 of DER: ECDSA with SHA-256, by the card's key."""


class Value(BaseModel):
    """A part of contracts; frozen, and unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class LoginMedium(StrEnum):
    """Ways to log in (R1), and the token of a program that does not log in."""

    LEGAL_PERSON_CARD = "legal_person_card"
    OPERATOR_CARD = "operator_card"
    PASSWORD = "password"  # noqa: S105 - the name of a way to log in
    API_TOKEN = "api_token"  # noqa: S105 - likewise


class Caller(Value):
    """Who is calling; every query of a service is bound to `enterprise_code`.

    Of an API token `operator_id` is the token's own id, and `scopes` say what it may do.
    """

    enterprise_code: CreditCode
    operator_id: UUID
    medium: LoginMedium
    scopes: tuple[Scope, ...] = ()


ClientAddress = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""Where a call comes from, as limits count it."""
UNKNOWN_ADDRESS: Final = "unknown"


class ObjectRef(Value):
    """Where bytes lie, and the SHA-256 of their plain text."""

    key: Annotated[str, StringConstraints(min_length=8, max_length=500)]
    sha256: Sha256


class SealedText(Value):
    """A secret that only one service can open (HPKE, RFC 9180), for one purpose.

    `key_id` names its public key; `ciphertext` is base64. Sealed twice, it looks different.
    """

    key_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    ciphertext: Annotated[str, StringConstraints(max_length=8000)]


class StampKind(StrEnum):
    """What a scan holds: the enterprise's seal or a declarer's signature."""

    SEAL = "seal"
    SIGNATURE = "signature"


class AuthorizedSeal(Value):
    """The enterprise's default seal as authorized."""

    seal_id: UUID
    cutout: ObjectRef
    width_mm: Millimetres
    height_mm: Millimetres
    valid_from: AwareDatetime
    valid_to: AwareDatetime


class AuthorizedSignature(Value):
    """One declarer's default signature as authorized (R19, R29)."""

    signature_id: UUID
    declarer_id_number: IdNumber
    declarer_name: Name
    cutout: ObjectRef
    width_mm: Millimetres
    height_mm: Millimetres


class PrintPart(StrEnum):
    """正本 and 副本."""

    ORIGINAL = "original"
    COPY = "copy"
