"""What our signatures are made of: one that is made otherwise is not looked into further.

What pyHanko makes of a signature costs as much as its maker likes: it looks for a path through all
certificates that come with it, of which ten with one name have millions, and does so again for
time stamps among its attributes. And what a signature holds besides, nobody has signed.
"""

from collections.abc import Sequence
from typing import Final

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from contracts.public_keys import is_quick_rsa
from services.print_svc.signing.signed_data import (
    assembled,
    frame_of,
    signed_attributes,
)

MOST_CERTIFICATES: Final = 3
"""The signer's and two issuers' (`documents.CHARACTERS_RESERVED`)."""
_UNREADABLE: Final = (
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    x509.DuplicateExtension,
    x509.InvalidVersion,
)


def is_made_as_ours(
    der: bytes, signature: cms.ContentInfo, roots: Sequence[x509.Certificate]
) -> bool:
    """Whether we would have written these bytes, had the signer signed like this.

    Raises what asn1crypto does on bytes made to break it.
    """
    if signature["content_type"].native != "signed_data":
        return False
    data = signature["content"]
    sent = _quick_certificates(data["certificates"])
    if sent is None or len(data["signer_infos"]) != 1 or _pose_as_roots(sent, roots):
        return False
    info = data["signer_infos"][0]
    return any(der == _as_ours(info, own, sent) for own in sent)


def _as_ours(
    info: cms.SignerInfo, own: x509.Certificate, sent: Sequence[x509.Certificate]
) -> bytes:
    """Made anew of the digest and the signature that are told, with this one as the signer's."""
    frame = frame_of(own, sent)
    return assembled(frame, signed_attributes(_digest(info), frame), info["signature"].native)


def _quick_certificates(sent: cms.CertificateSet) -> list[x509.Certificate] | None:
    """None where there are more than we send, or one with which nothing is quickly checked."""
    if len(sent) > MOST_CERTIFICATES or any(one.name != "certificate" for one in sent):
        return None
    if any(one.chosen.serial_number <= 0 for one in sent):
        return None
    try:
        known = [x509.load_der_x509_certificate(one.chosen.dump()) for one in sent]
        quick = all(_is_quick(one.public_key()) for one in known)
        names = {one.subject for one in known}
    except _UNREADABLE:
        return None
    return known if quick and len(names) == len(known) else None


def _is_quick(key: object) -> bool:
    """Documents are signed with no other kind (`signed_data.frame_of`)."""
    if isinstance(key, rsa.RSAPublicKey):
        return is_quick_rsa(key.key_size, key.public_numbers().e)
    return isinstance(key, ec.EllipticCurvePublicKey)


def _pose_as_roots(sent: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]) -> bool:
    """The path ends at a root's name, and another of that name would be one more to try."""
    names = {root.subject for root in roots}
    return any(one.subject in names and one not in roots for one in sent)


def _digest(info: cms.SignerInfo) -> bytes:
    """Of the document as its signer says; empty where he does not."""
    values = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    told = values.get("message_digest")
    return bytes(told[0].native) if told is not None and len(told) else b""
