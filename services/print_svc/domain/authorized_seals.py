"""Which authorized seal and which signature go on a certificate (R29, R30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.certificate_types import load_certificate_types
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.values import AuthorizedSeal, AuthorizedSignature


@dataclass(frozen=True, slots=True)
class Authorization:
    """What customs accepted last of one enterprise."""

    seal: AuthorizedSeal
    signatures: Sequence[AuthorizedSignature]
    disabled: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Stamps:
    """`seal` is None where the form takes none (R102)."""

    seal: AuthorizedSeal | None
    signature: AuthorizedSignature


def stamps_for(printable: Printable, given: Authorization | None, *, now: datetime) -> Stamps:
    """Raise Refused without a seal and the declarer's own signature, both in force."""
    if given is None:
        raise Refused("print.seal_missing")
    own = [s for s in given.signatures if s.declarer_id_number == printable.declarer_id_number]
    if not own:
        raise Refused("print.seal_missing")
    _check_in_use(own[0].signature_id, given)
    if not load_certificate_types().by_id(printable.type_id).takes_enterprise_seal:
        return Stamps(None, own[0])
    _check_in_use(given.seal.seal_id, given)
    if given.seal.valid_to <= now:
        raise Refused("print.seal_expired", {"valid_to": given.seal.valid_to.date().isoformat()})
    return Stamps(given.seal, own[0])


def _check_in_use(stamp_id: UUID, given: Authorization) -> None:
    """A disabled one prints on nothing from then on (R26)."""
    if stamp_id in given.disabled:
        raise Refused("print.seal_disabled")
