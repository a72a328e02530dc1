"""An exporter with its card at the public HTTP surface."""

import base64
import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar
from uuid import uuid4

from contracts.workstations import PairingStarted
from deploy.local.client import Client, ProblemError
from deploy.local.officer import Officer
from deploy.local.person import PIN, Person
from deploy.local.specimen_scans import seal_scan, signature_scan
from workstation.cards import PROGRAM_VERSION
from workstation.pairing import pair
from workstation.tickets import TicketClient

FoundT = TypeVar("FoundT")
WAIT_SECONDS = 30.0
LAYOUT_ORDER = ("generating", "sending", "received")


def wait_for(
    found: Callable[[], FoundT | None], what: str, seconds: float = WAIT_SECONDS
) -> FoundT:
    """Ask again until there is an answer; raise TimeoutError naming what did not come."""
    deadline = time.monotonic() + seconds
    while (result := found()) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.1)
    return result


class Exporter(Client):
    """One enterprise's legal person at `/api/v1`."""

    def __init__(self, gateway: str, person: Person) -> None:
        super().__init__(f"{gateway}/api/v1")
        self.person = person
        self._gateway = gateway

    def log_in(self) -> dict[str, Any]:
        """With the card: it signs a statement, the PIN stays here (R1, R4)."""
        challenge = self.call("POST", "/card-challenges")
        signature = self.person.card.sign(challenge["statement"].encode(), PIN)
        opened: dict[str, Any] = self.call(
            "POST",
            "/card-sessions",
            json={
                "challenge_id": challenge["challenge_id"],
                "card_certificate": self.person.card.certificate_pem.decode(),
                "signature": base64.b64encode(signature).decode(),
                "program_version": PROGRAM_VERSION,
            },
        )
        self.http.headers["Authorization"] = f"Bearer {opened['token']}"
        caller: dict[str, Any] = opened["caller"]
        return caller

    def signed(self, to_sign: dict[str, Any]) -> dict[str, str]:
        """A statement of what is wanted, signed with the card after a look at it (R24)."""
        challenge = self.call("POST", "/card-statements", json={"to_sign": to_sign})
        signature = self.person.card.sign(challenge["statement"].encode(), PIN)
        return {
            "challenge_id": challenge["challenge_id"],
            "card_signature": base64.b64encode(signature).decode(),
        }

    def make_seal(self, scan: bytes | None = None) -> dict[str, Any]:
        scan = scan or seal_scan(
            name=self.person.enterprise_name, credit_code=self.person.credit_code
        )
        caller = self.call("GET", "/sessions/current")["caller"]
        now = datetime.now(UTC)
        form = {
            "name": f"中英文印章 样本 {uuid4().hex[:6]}",
            "operator_id": caller["operator_id"],
            "valid_from": now.isoformat(),
            "valid_to": (now + timedelta(days=200)).isoformat(),
        }
        digest = hashlib.sha256(scan).hexdigest()
        form |= self.signed({"purpose": "make_seal", "scan_sha256": digest, **form})
        made: dict[str, Any] = self.call("POST", "/seals", data=form, files={"scan": scan})
        return made

    def make_signature(self, scan: bytes | None = None) -> dict[str, Any]:
        """For the person itself, once customs has filed it as a declarer (R19, R27)."""
        declarer = wait_for(self._declarer, "the filed declarer")
        scan = scan or _signature()
        form = {"declarer_id": declarer["declarer_id"]}
        made: dict[str, Any] = self.call("POST", "/signatures", data=form, files={"scan": scan})
        return made

    def authorize(self, seal: dict[str, Any], signature: dict[str, Any]) -> dict[str, Any]:
        """Set the defaults, once they are known, and press 授权 (R30)."""
        defaults = {"seal_id": seal["stamp_id"], "signature_ids": [signature["stamp_id"]]}
        wait_for(lambda: self._chosen(defaults), "seal and signature at the authorization page")
        signed = self.signed({"purpose": "authorize"})
        requested: dict[str, Any] = self.call("POST", "/authorizations", json=signed)
        return requested

    def grant(self, agent_code: str, **limits: Any) -> dict[str, Any]:
        """Let an agent print what is approved from now on (R37)."""
        wanted = {"agent_code": agent_code, "limits": limits}
        signed = self.signed({"purpose": "grant_agent", **wanted})
        granted: dict[str, Any] = self.call("POST", "/agent-grants", json=wanted | signed)
        return granted

    def receipt(self, seconds: float = 150) -> dict[str, Any]:
        """The receipt of the latest authorization (R33)."""
        return wait_for(self._receipt, "the authorization receipt", seconds)

    def certificate(self, certificate_no: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.call("GET", f"/certificates/{certificate_no}")
        except ProblemError as error:
            if error.code == "certificate.unknown":
                return None
            raise
        return found

    def wait_until(self, certificate_no: str, seconds: float = WAIT_SECONDS, **facts: Any) -> Any:
        """The certificate once it has these values."""

        def found() -> dict[str, Any] | None:
            seen = self.certificate(certificate_no)
            return seen if seen and all(seen[name] == facts[name] for name in facts) else None

        return wait_for(found, f"certificate {certificate_no} with {facts}", seconds)

    def wait_until_layout(self, certificate_no: str, status: str) -> Any:
        """The certificate once its layout is that far or further (R55)."""
        reached = LAYOUT_ORDER[LAYOUT_ORDER.index(status) :]

        def found() -> dict[str, Any] | None:
            seen = self.certificate(certificate_no)
            return seen if seen and seen["layout_status"] in reached else None

        return wait_for(found, f"layout {status} of {certificate_no}")

    @cached_property
    def desk(self) -> TicketClient:
        """A workstation of the exporter's own, paired when it is first needed."""
        return TicketClient(pair(self._gateway, f"desk-{uuid4().hex[:6]}", show=self._approve))

    def close(self) -> None:
        if "desk" in self.__dict__:  # what a cached property leaves when it was asked for
            self.desk.close()
        super().close()

    def issue_print(self, certificate_no: str, parts: str = "both") -> Any:
        """One job for the exporter's desk, with its ticket.

        ProblemError when the certificate is refused.
        """
        at = self.desk.announce().workstation_id
        return self.order_print(certificate_no, parts, str(at))

    def order_print(self, certificate_no: str, parts: str, workstation_id: str | None) -> Any:
        """As `issue_print`, on any workstation; None where only one is enrolled."""
        return self.order_prints([certificate_no], parts, workstation_id)[0]

    def order_prints(
        self, certificate_nos: list[str], parts: str, workstation_id: str | None = None
    ) -> Any:
        """A batch in one order, each with its ticket; the first refusal is raised."""
        body = {"certificate_nos": certificate_nos, "parts": parts}
        issued = self.call("POST", "/print-jobs", json=body | {"workstation_id": workstation_id})
        if issued["refused"]:
            raise ProblemError(409, issued["refused"][0])
        return issued["issued"]

    def confirm(self, job_id: str, *, printed: bool) -> dict[str, Any]:
        answered: dict[str, Any] = self.call(
            "POST", f"/print-jobs/{job_id}/confirmation", json={"printed": printed}
        )
        return answered

    def file_exception(
        self, certificate_no: str, reason: str, operation: str = "reprint_both"
    ) -> dict[str, Any]:
        """Retried while exception_svc has not yet heard what print_svc already knows."""
        body = {"certificate_no": certificate_no, "reason": reason, "operation": operation}

        def filed() -> dict[str, Any] | None:
            try:
                application: dict[str, Any] = self.call("POST", "/exceptions", json=body)
            except ProblemError as error:
                if error.code == "service.unavailable":
                    return None
                raise
            return application

        return wait_for(filed, "the exception application")

    def _approve(self, begun: PairingStarted) -> None:
        self.call("POST", f"/workstation-pairings/{begun.user_code}/approval", json={})

    def _declarer(self) -> dict[str, Any] | None:
        found = self.call("GET", "/declarers")["declarers"]
        return found[0] if found else None

    def _chosen(self, defaults: dict[str, Any]) -> dict[str, Any] | None:
        try:
            draft: dict[str, Any] = self.call("PUT", "/authorization/defaults", json=defaults)
        except ProblemError as error:
            if error.code == "authorization.unknown_stamp":
                return None
            raise
        return draft

    def _receipt(self) -> dict[str, Any] | None:
        latest: dict[str, Any] = self.call("GET", "/authorizations/latest")
        return None if latest["state"] == "waiting" else latest


def authorized_exporter(
    gateway: str, officer: Officer, person: Person, seal: bytes | None = None
) -> Exporter:
    """Logged in, filed, with seal and signature made and accepted: ready for certificates.

    `seal` is a scan that shall do for the enterprise's own.
    """
    exporter = Exporter(gateway, person)
    exporter.log_in()
    officer.file_declarer(person)
    exporter.authorize(exporter.make_seal(seal), exporter.make_signature())
    receipt = exporter.receipt()
    if receipt["state"] != "accepted":
        raise RuntimeError(f"customs did not accept: {receipt['items']}")
    return exporter


@cache
def _signature() -> bytes:
    """One for all, drawn once: it says Specimen, whoever signs."""
    return signature_scan(name="Specimen")
