"""Cards in a reader, and USB keys, through the maker's PKCS#11 module (OASIS PKCS#11 3.0).

The module is loaded when a card is used and not before. Its keys sign a digest (CKM_ECDSA), which
every module knows; the signature comes as r and s and is made DER here.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from workstation import words
from workstation.cards import (
    CardError,
    CardLocked,
    CardPulledOut,
    CardUnreadable,
    WrongPin,
    holder_of,
)

_ONE_AT_A_TIME: Final = threading.Lock()
"""A process may be logged in to a token once."""


@dataclass(frozen=True, slots=True)
class TokenCard:
    """One certificate of one token, and the key of the same id."""

    token: Any = field(repr=False)
    certificate_pem: bytes
    key_id: bytes

    def sign(self, data: bytes, pin: str) -> bytes:
        import pkcs11  # noqa: PLC0415 - only who has such a card needs it

        with _ONE_AT_A_TIME, _translated(self.token):
            with self.token.open(user_pin=pin) as session:
                key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, id=self.key_id)
                digest = hashlib.sha256(data).digest()
                raw = bytes(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
            half = len(raw) // 2
            return encode_dss_signature(
                int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
            )


def cards_in(module: str) -> list[TokenCard]:
    """Every certificate of every token that is there now. Raises CardUnreadable."""
    import pkcs11  # noqa: PLC0415 - only who has such a card needs it

    try:
        library = pkcs11.lib(module)
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise CardUnreadable(
            f"{module}: {error}", words.card("no_module", reason=f"{module}: {error}")
        ) from error
    with _ONE_AT_A_TIME, _translated(None):
        tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
        return [card for token in tokens if _is_ready(token) for card in _cards_of(token)]


def chosen(cards: list[TokenCard], fingerprint: str | None) -> TokenCard:
    """The one whose certificate's SHA-256 begins so; without one the only one there is.

    Raises CardError where there is none, or a choice is needed.
    """
    shown = {card: holder_of(card.certificate_pem) for card in _unique(cards)}
    fits = [card for card, who in shown.items() if who.fingerprint.startswith(fingerprint or "")]
    if not fits:
        raise CardError("no card was found", words.card("no_card"))
    if len(fits) > 1:
        choices = "; ".join(who.shown() for card, who in shown.items() if card in fits)
        raise CardError("several certificates", words.card("several", choices=choices))
    return fits[0]


def _unique(cards: list[TokenCard]) -> list[TokenCard]:
    return list({card.certificate_pem: card for card in cards}.values())


def _is_ready(token: Any) -> bool:
    import pkcs11  # noqa: PLC0415 - as above

    return bool(token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED)


def _cards_of(token: Any) -> Iterator[TokenCard]:
    """Certificates are public objects: no PIN."""
    import pkcs11  # noqa: PLC0415 - as above

    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    with token.open() as session:
        for found in session.get_objects(wanted):
            der, key_id = found[pkcs11.Attribute.VALUE], found[pkcs11.Attribute.ID]
            pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
            yield TokenCard(token, pem, bytes(key_id))


@contextmanager
def _translated(token: Any) -> Iterator[None]:
    """What a module says, as a card says it."""
    from pkcs11 import exceptions as said  # noqa: PLC0415 - as above

    gone = (
        said.TokenNotPresent,
        said.TokenNotRecognised,
        said.DeviceRemoved,
        said.DeviceError,
        said.SessionClosed,
        said.SessionHandleInvalid,
        said.NoSuchToken,
        said.NoSuchKey,
        said.ObjectHandleInvalid,
        said.KeyHandleInvalid,
        said.GeneralError,
    )
    try:
        yield
    except said.PinLocked:
        raise CardLocked from None
    except (said.PinIncorrect, said.PinInvalid, said.PinLenRange):
        raise _wrong_pin(token) from None
    except gone as error:
        raise CardPulledOut from error
    except said.PKCS11Error as error:
        raise CardUnreadable(f"the card's module says {type(error).__name__}") from error


def _wrong_pin(token: Any) -> WrongPin | CardLocked:
    """PKCS#11 has no number of tries, three flags only; they are read anew after the try."""
    import pkcs11  # noqa: PLC0415 - as above

    flags = token.slot.get_token().flags
    if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        return CardLocked()
    key = "wrong_pin_uncounted"
    if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        key = "wrong_pin_last"
    elif flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW:
        key = "wrong_pin_low"
    return WrongPin("the PIN is wrong", words.card(key))
