"""Two people at the public HTTP surface: an exporter with its card, an officer at the console."""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx

from contracts.certificate_types import load_certificate_types
from contracts.specimens import specimen_data
from deploy.local.specimen_scans import seal_scan, signature_scan
from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import PROGRAM_VERSION, SoftCard

FoundT = TypeVar("FoundT")
PIN = "246810"
WAIT_SECONDS = 30.0
LAYOUT_ORDER = ("generating", "sending", "received")


class ProblemError(Exception):
    """The gateway answered with a problem document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"HTTP {status} {problem.get('code')}: {problem.get('detail')}")
        self.status = status
        self.code = problem.get("code")
        self.problem = problem


@dataclass(frozen=True)
class Person:
    """A specimen enterprise's legal person, who is its filed declarer as well."""

    name: str
    enterprise_name: str
    credit_code: str
    id_number: str = field(repr=False)
    card: SoftCard = field(repr=False)

    @classmethod
    def with_card(cls, authority: SpecimenAuthority, seed: int) -> Self:
        """The same seed names the same person of the same enterprise."""
        credit_code, id_number = specimen_credit_code(seed), specimen_id_number(seed)
        name, enterprise = f"样本申报员{seed}", f"SPECIMEN TRADING NO. {seed} CO., LTD."
        holder = Holder(
            name=name,
            enterprise_name=enterprise,
            role=CardRole.LEGAL_PERSON,
            credit_code=credit_code,
            id_number=id_number,
        )
        validity = days_from(datetime.now(UTC), 365)
        card = authority.issue(holder, pin=PIN, validity=validity)
        return cls(name, enterprise, credit_code, id_number, card)


class Client:
    """HTTP with a bearer token; anything but success raises ProblemError."""

    def __init__(self, base_url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=base_url, headers=headers, timeout=60)

    def call(self, method: str, path: str, **content: Any) -> Any:
        """The JSON of the answer; None when there is none."""
        answer = self.fetch(method, path, **content)
        return answer.json() if answer.content else None

    def fetch(self, method: str, path: str, **content: Any) -> httpx.Response:
        headers = content.pop("headers", {})
        if method == "POST":
            headers = {"Idempotency-Key": uuid4().hex, **headers}
        answer = self.http.request(method, path, headers=headers, **content)
        if answer.is_error:
            raise ProblemError(answer.status_code, _problem(answer))
        return answer

    def close(self) -> None:
        self.http.close()


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem: dict[str, Any] = answer.json()
    except ValueError:
        return {"code": None, "detail": answer.text[:200]}
    return problem


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

    def log_in(self) -> dict[str, Any]:
        """With the card: it signs a nonce, the PIN stays here (R1, R4)."""
        challenge = self.call("POST", "/card-challenges")
        signature = self.person.card.sign(base64.b64decode(challenge["nonce"]), PIN)
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
            "card_signature": base64.b64encode(self.person.card.sign(scan, PIN)).decode(),
        }
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
        requested: dict[str, Any] = self.call("POST", "/authorizations")
        return requested

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

    def issue_print(self, certificate_no: str, workstation: str, parts: str = "both") -> Any:
        """One job with its ticket; ProblemError when the certificate is refused."""
        body = {"certificate_nos": [certificate_no], "parts": parts, "workstation": workstation}
        issued = self.call("POST", "/print-jobs", json=body)
        if issued["refused"]:
            raise ProblemError(409, issued["refused"][0])
        return issued["issued"][0]

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


class Officer(Client):
    """The customs officer at `/customs`."""

    def __init__(self, gateway: str, console_token: str) -> None:
        super().__init__(f"{gateway}/customs", console_token)

    def file_declarer(self, person: Person) -> None:
        body = {
            "enterprise_code": person.credit_code,
            "id_number": person.id_number,
            "name": person.name,
        }
        self.call("POST", "/declarers", json=body)

    def apply(self, person: Person, type_id: str = "china_australia", **changes: Any) -> str:
        """A specimen application of this person; its certificate number."""
        types = load_certificate_types()
        form = types.by_id(type_id)
        body = {
            "enterprise_code": person.credit_code,
            "type_id": type_id,
            "destination": form.destinations[0],
            "declarer_id_number": person.id_number,
            "declarer_name": person.name,
            "issuing_office": "0100",
            "invoice_no": "SPEC-2026-001",
            "data": specimen_data(types, form, 2).model_dump(mode="json"),
        }
        applied = self.call("POST", "/applications", json=body | changes)
        return str(applied["certificate_no"])

    def approve(self, certificate_no: str, **changes: Any) -> dict[str, Any]:
        approved: dict[str, Any] = self.call(
            "POST", f"/applications/{certificate_no}/approval", json=changes
        )
        return approved


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
