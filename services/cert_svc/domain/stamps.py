"""The seal and the signature that a certificate would be printed with now (R26, R29, R102)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from contracts.certificate_types import load_certificate_types
from contracts.seal_authority import Authority, Problems, seal_problems, signature_problems
from contracts.values import AuthorizedSeal, AuthorizedSignature


class Declared(Protocol):
    """What of an approval decides about its stamps."""

    @property
    def type_id(self) -> str: ...

    @property
    def declarer_id_number(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """`problems` stand against using them now; `seal` is None where the form takes none (R102).

    Both are None where nothing, or not this declarer's signature, is authorized.
    """

    seal: AuthorizedSeal | None = None
    signature: AuthorizedSignature | None = None
    takes_seal: bool = True
    problems: Problems


NO_STAMPS: Final = Stamps(problems={})
"""Where nothing is authorized, which is a condition of its own (R43)."""


def stamps_for(approval: Declared, authority: Authority | None, *, now: datetime) -> Stamps:
    """`authority` is that of the certificate's enterprise."""
    if authority is None:
        return NO_STAMPS
    takes_seal = load_certificate_types().by_id(approval.type_id).takes_enterprise_seal
    number = approval.declarer_id_number
    of_seal = seal_problems(authority, now=now) if takes_seal else {}
    return Stamps(
        seal=authority.seal if takes_seal else None,
        signature=authority.signature_of(number),
        takes_seal=takes_seal,
        problems={**signature_problems(authority, number), **of_seal},
    )
