"""Which seal and which signature of an enterprise may be used now: the one rule that all ask.

The newest authorization that customs accepted counts and replaces those before it: whoever it
leaves out may not be used from then on (R30, R34). Its stamps end when they are disabled or
deleted (R26), and the seal is used within its validity only (R22).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from contracts.values import AuthorizedSeal, AuthorizedSignature

Problems = Mapping[str, Mapping[str, Any]]
"""Error codes, the first one foremost, each with the details that its sentence names."""

NOT_AUTHORIZED: Final = "certificate.seal_not_authorized"
SIGNATURE_PROBLEMS: Final = ("signature.left_out", "signature.disabled")
SEAL_PROBLEMS: Final = ("seal.disabled", "seal.not_yet_valid", "seal.expired")


@dataclass(frozen=True, slots=True)
class Authority:
    """The newest authorization that customs accepted of an enterprise.

    `ended` are those of its stamps that were disabled or deleted, whenever that was heard of.
    `seal` is None where only a part of the authorization was kept; then it has no signature either.
    """

    seal: AuthorizedSeal | None
    signatures: tuple[AuthorizedSignature, ...]
    ended: frozenset[UUID] = frozenset()

    def signature_of(self, id_number: str) -> AuthorizedSignature | None:
        """The one bound to the declarer's number (R29)."""
        own = (s for s in self.signatures if s.declarer_id_number.get_secret_value() == id_number)
        return next(own, None)


def seal_problems(authority: Authority, *, now: datetime) -> Problems:
    """What stands against using the seal now; none when it may be used."""
    seal = authority.seal
    if seal is None:
        return {}
    ended: Problems = {"seal.disabled": {}} if seal.seal_id in authority.ended else {}
    return {**ended, **validity_problems(seal.valid_from, seal.valid_to, now=now)}


def validity_problems(valid_from: datetime, valid_to: datetime, *, now: datetime) -> Problems:
    """From `valid_from` on and before `valid_to` a seal is valid (R22)."""
    if now < valid_from:
        return {"seal.not_yet_valid": {"valid_from": valid_from.date().isoformat()}}
    if valid_to <= now:
        return {"seal.expired": {"valid_to": valid_to.date().isoformat()}}
    return {}


def signature_problems(authority: Authority, id_number: str) -> Problems:
    """What stands against using the signature of the declarer with this ID number now."""
    signature = authority.signature_of(id_number)
    if signature is None:
        return {"signature.left_out": {}}
    return {"signature.disabled": {}} if signature.signature_id in authority.ended else {}


def self_print_problems(authority: Authority | None, *, now: datetime) -> Problems:
    """Why the self-print switch is off (R35); none while it is on.

    It is on while the seal and at least one signature may be used.
    """
    if authority is None:
        return {NOT_AUTHORIZED: {}}
    no_signature = all(one.signature_id in authority.ended for one in authority.signatures)
    ended: Problems = {"signature.disabled": {}} if no_signature else {}
    return {**ended, **seal_problems(authority, now=now)}
