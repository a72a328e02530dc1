"""A computer asks to be enrolled, a person enters its code (RFC 8628)."""

import base64
import secrets
from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Session
from chassis.transactions import Transaction
from contracts.errors import Refused
from contracts.user_codes import INTERVAL_SECONDS, make_user_code, shown, tidy
from contracts.values import Caller
from contracts.workstations import (
    ApprovePairing,
    BeginPairing,
    PairingBegun,
    PairingState,
    PairingView,
    PollPairing,
    ShowPairing,
    WorkstationView,
)
from services.print_svc.documents.sealing import check_public_keys
from services.print_svc.domain.pairings import Pairing, check_guesses, enrol, fingerprint
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import pairings, workstations


class Pairings(PrintEntrypoints):
    @answer(BeginPairing)
    def begin_pairing(self, tx: Transaction, request: BeginPairing) -> PairingBegun:
        now = self.now()
        pairing = Pairing(
            user_code=make_user_code(secrets.choice),
            secret_sha256=bytes.fromhex(request.secret_sha256),
            name=request.name,
            program_version=request.program_version,
            encryption_key=_raw(request.encryption_key),
            signing_key=_raw(request.signing_key),
            begun_at=now,
            expires_at=now + timedelta(seconds=self.settings.pairing_seconds),
        )
        check_public_keys(pairing.encryption_key, pairing.signing_key)
        if not pairings.add(tx.session, pairing):
            raise Refused("service.unavailable", {"seconds": 1})
        return PairingBegun(
            user_code=shown(pairing.user_code),
            fingerprint=fingerprint(pairing.encryption_key, pairing.signing_key),
            expires_at=pairing.expires_at,
            interval_seconds=INTERVAL_SECONDS,
        )

    @answer(PollPairing)
    def poll_pairing(self, session: Session, request: PollPairing) -> PairingState:
        """The same each time after the approval: an answer may have been lost."""
        digest = bytes.fromhex(request.secret_sha256)
        pairing = pairings.of_secret(session, digest, now=self.now())
        if pairing is None:
            raise Refused("workstation.unknown_pairing")
        if pairing.workstation_id is None:
            return PairingState(approved=False)
        found = workstations.find(session, pairing.workstation_id)
        return PairingState(
            approved=True,
            workstation_id=found.id,
            enterprise_code=found.enterprise_code,
            name=found.name,
        )

    @answer(ShowPairing, outside_transaction=True)
    def show_pairing(self, request: ShowPairing) -> PairingView:
        pairing = self._shown(request.caller, request.user_code)
        return PairingView(
            name=pairing.name,
            fingerprint=fingerprint(pairing.encryption_key, pairing.signing_key),
            program_version=pairing.program_version,
            begun_at=pairing.begun_at,
            expires_at=pairing.expires_at,
        )

    @answer(ApprovePairing, outside_transaction=True)
    def approve_pairing(self, request: ApprovePairing) -> WorkstationView:
        self._shown(request.caller, request.user_code)
        return self.db.conclude(request, lambda tx: self._approve(tx, request))

    def _shown(self, caller: Caller, user_code: str) -> Pairing:
        """Outside the caller's transaction, because a wrong code is counted and refused."""
        now = self.now()
        with self.db.transaction() as tx:
            check_guesses(pairings.guesses(tx.session, caller.operator_id, now=now), now=now)
            pairing = pairings.of_code(tx.session, tidy(user_code), now=now)
            if pairing is None:
                pairings.count_guess(tx.session, caller.operator_id, now=now)
        if pairing is None:
            raise Refused("workstation.unknown_code")
        return pairing

    def _approve(self, tx: Transaction, request: ApprovePairing) -> WorkstationView:
        """A code is good once: whoever locks the pairing first has it."""
        now, caller = self.now(), request.caller
        pairing = pairings.of_code(tx.session, tidy(request.user_code), now=now, lock=True)
        if pairing is None:
            raise Refused("workstation.unknown_code")
        workstation = enrol(
            pairing,
            workstation_id=uuid4(),
            enterprise_code=caller.enterprise_code,
            by=caller.operator_id,
            by_name=request.operator_name,
            name=request.name,
            now=now,
        )
        workstations.add(tx.session, workstation)
        pairings.approve(tx.session, pairing, workstation.id)
        return self.workstation_view(workstation)


def _raw(key: str) -> bytes:
    """From base64url without padding."""
    return base64.urlsafe_b64decode(key + "=")
