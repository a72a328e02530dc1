"""Whether a request comes from the workstation that it names (`contracts.proofs`)."""

import base64
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contracts.errors import Refused
from contracts.proofs import LONGEST_AGE_SECONDS, Proof, signed_text
from services.print_svc.domain.workstations import Workstation, check_enrolled


def check_proof(
    proof: Proof, workstation: Workstation, action: str, content_sha256: str, *, now: datetime
) -> None:
    """Raise Refused unless the workstation's own key signed this action a short time ago.

    Whether the proof was used before is not seen here.
    """
    text = signed_text(
        action,
        content_sha256,
        workstation_id=workstation.id,
        created=proof.created,
        nonce=proof.nonce,
    )
    try:
        Ed25519PublicKey.from_public_bytes(workstation.signing_key).verify(
            base64.urlsafe_b64decode(proof.signature + "=="), text
        )
    except InvalidSignature:
        raise Refused("workstation.wrong_proof") from None
    check_enrolled(workstation)
    if abs(now.timestamp() - proof.created) > LONGEST_AGE_SECONDS:
        raise Refused("workstation.proof_stale")
