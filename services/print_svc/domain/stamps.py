"""The seal and the signature on a document, as cert_svc names them with each certificate (R29)."""

from dataclasses import dataclass

from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.values import AuthorizedSeal, AuthorizedSignature


@dataclass(frozen=True, slots=True)
class Stamps:
    """`seal` is None where the form takes none (R102)."""

    seal: AuthorizedSeal | None
    signature: AuthorizedSignature


def stamps_of(printable: Printable) -> Stamps:
    """Raise Refused where the original is out on paper, so that no download is made (R48)."""
    if printable.signature is None:
        raise Refused("certificate.already_printed")
    return Stamps(printable.seal, printable.signature)
