"""Every call of the OpenAPI document, made about what one enterprise owns."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from gateway import specimens
from gateway.examples import EXAMPLES

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs/openapi.json").read_text())
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
LOG_OUT = "delete /api/v1/sessions/current"
SECONDS = 60
_FILE = ("scan.jpg", b"no scan", "image/jpeg")


@dataclass(frozen=True)
class Operation:
    """One route; `card_only` as the permissions say, by the refusal that it documents."""

    method: str
    path: str
    described: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def needs_login(self) -> bool:
        return "security" in self.described

    @property
    def card_only(self) -> bool:
        return "session.medium_not_allowed" in json.dumps(self.described["responses"])

    @property
    def body(self) -> Any:
        """The example of its schema, or None."""
        content = self.described.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        return EXAMPLES.get(schema.get("$ref", "").rpartition("/")[2])

    @property
    def takes_file(self) -> bool:
        content = self.described.get("requestBody", {}).get("content", {})
        return "multipart/form-data" in content

    def parameters(self, place: str) -> list[str]:
        return [
            each["name"] for each in self.described.get("parameters", ()) if each["in"] == place
        ]


@dataclass(frozen=True)
class Owned:
    """What one enterprise has: the values that stand in paths and bodies, by what they replace."""

    certificate_no: str
    seal_id: str
    signature_id: str
    operator_id: str
    user_name: str
    job_id: str
    export_id: str
    grant_id: str
    api_token_id: str
    webhook_id: str
    delivery_id: str
    session_id: str
    workstation_id: str
    user_code: str
    ticket: str
    serial: str
    enterprise_code: str

    def in_path(self, operation: Operation) -> dict[str, str]:
        ids = {
            "seals": self.seal_id,
            "signatures": self.signature_id,
            "operators": self.operator_id,
            "print-jobs": self.job_id,
            "certificate-exports": self.export_id,
            "agent-grants": self.grant_id,
            "api-tokens": self.api_token_id,
            "webhooks": self.webhook_id,
            "sessions": self.session_id,
            "workstations": self.workstation_id,
        }
        resource = operation.path.removeprefix("/api/v1/").partition("/")[0]
        return {
            "certificate_no": self.certificate_no,
            "ticket": self.ticket,
            "code": self.user_code if resource == "workstation-pairings" else self.serial,
            "delivery_id": self.delivery_id,
            "topic": "guide",
            "id": ids.get(resource, self.seal_id),
        }

    def in_body(self, body: Any) -> Any:
        """The example about things of this enterprise."""
        text = json.dumps(body)
        for specimen, own in {
            specimens.CERTIFICATE_NO: self.certificate_no,
            specimens.JOB_ID: self.job_id,
            specimens.SEAL_ID: self.seal_id,
            specimens.SIGNATURE_ID: self.signature_id,
            specimens.OPERATOR_ID: self.operator_id,
            specimens.WORKSTATION_ID: self.workstation_id,
        }.items():
            text = text.replace(specimen, own)
        return json.loads(text)


OPERATIONS = [
    Operation(method, path, described)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
    if method in METHODS and f"{method} {path}" != LOG_OUT
]


def ask(
    client: httpx.Client, operation: Operation, owned: Owned, **changed: Any
) -> tuple[int, str, str]:
    """Status, body and what was sent, as text; of an endless answer the beginning alone."""
    path = operation.path.format_map(owned.in_path(operation) | changed.pop("path", {}))
    options: dict[str, Any] = {"headers": {"X-Workstation": "desk"}} | changed
    if operation.takes_file:
        options.setdefault("files", {"scan": _FILE, "document": _FILE})
    elif operation.body is not None and "content" not in options:
        options["json"] = owned.in_body(operation.body)
    told = f"{path} {options.get('json')}"
    with client.stream(operation.method, path, timeout=SECONDS, **options) as answer:
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            return answer.status_code, "", told
        return answer.status_code, answer.read().decode("utf-8", "replace"), told


def altered(body: Any, value: Any) -> Iterator[Any]:
    """The body with one of its leaves replaced, once for each leaf."""
    if isinstance(body, dict):
        for key, inner in body.items():
            for changed in altered(inner, value):
                yield body | {key: changed}
    elif isinstance(body, list) and body:
        for changed in altered(body[0], value):
            yield [changed, *body[1:]]
    else:
        yield value
