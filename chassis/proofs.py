"""The proof of who is calling that comes with a request, checked before it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from nameko.extensions import DependencyProvider
from nameko.rpc import Rpc

from chassis.assertions import GATEWAY, Assertion, CallerKeys, Signer, sha256_of, unproven
from contracts.asking import may_ask, may_ask_at_any_time
from contracts.errors import Refused
from contracts.topology import ASKER_HEADER, ASSERTION_HEADER

log = structlog.get_logger()

BODY_SHA256 = "originprint.body_sha256"
"""Where the digest of a message's bytes stands among what came with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came with one request: who calls, by the gateway; who asks, by that service."""

    keys: CallerKeys
    operation: str
    body_sha256: str
    assertion: str | None = None
    asker: str | None = None

    def check(self, fields: Mapping[str, Any]) -> Assertion:
        """What is signed of a request with these fields; Refused("request.unproven") otherwise.

        The gateway signs the request itself. A service signs what it asks and passes on what the
        gateway signed of the call that it answers, if there is one; `contracts.asking` says what
        may follow what.
        """
        try:
            return self._checked(fields.get("caller"))
        except Refused as refusal:
            log.warning("request_unproven", operation=self.operation, **refusal.details)
            raise

    def _checked(self, caller: Any) -> Assertion:
        if self.asker is not None:
            return self._asked(self.asker, caller)
        signed = self._by_gateway()
        self._check_binds(signed)
        if signed.caller != caller:
            raise unproven("another caller")
        return signed

    def _asked(self, asker: str, caller: Any) -> Assertion:
        asked = self.keys.verified(asker)
        self._check_binds(asked)
        if may_ask_at_any_time(asked.issuer, self.operation):
            return asked
        called = self._by_gateway()
        same_caller = called.caller == caller
        if not may_ask(asked.issuer, called.operation, self.operation, same_caller=same_caller):
            raise unproven(f"not to be asked by {asked.issuer}")
        return called

    def _by_gateway(self) -> Assertion:
        if self.assertion is None:
            raise unproven("not signed")
        signed = self.keys.verified(self.assertion)
        if signed.issuer != GATEWAY:
            raise unproven("not signed by the gateway")
        return signed

    def _check_binds(self, signed: Assertion) -> None:
        if (signed.operation, signed.body_sha256) != (self.operation, self.body_sha256):
            raise unproven("signed for another request")


class SignedRpc(Rpc):
    """nameko's RPC entrypoint; its workers know the digest of the bytes that came."""

    def unpack_message_headers(self, message: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().unpack_message_headers(message)
        return told | {BODY_SHA256: sha256_of(bytes_of(message.body))}


def bytes_of(body: Any) -> bytes:
    """kombu hands out text where the sender named an encoding."""
    return body.encode() if isinstance(body, str) else bytes(body)


class Proofs(DependencyProvider):
    """Injects the Proof of the request at hand."""

    def setup(self) -> None:
        self.keys = CallerKeys.of(self.container.config["settings"].caller_keys)

    def get_dependency(self, worker_ctx: Any) -> Proof:
        came: Mapping[str, Any] = worker_ctx.context_data
        return Proof(
            keys=self.keys,
            operation=f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}",
            body_sha256=came.get(BODY_SHA256, ""),
            assertion=came.get(ASSERTION_HEADER),
            asker=came.get(ASKER_HEADER),
        )


def signer_of(container: Any) -> Signer:
    """Of the service that runs in this container."""
    return Signer(container.service_name, container.config["settings"].signing_key)
