"""Every event and every request there is, and who listens to what."""

from typing import Any

from contracts import (
    api_tokens,
    audit,
    authorization,
    card_logins,
    card_requests,
    certificate_lists,
    certificates,
    counter_claims,
    customs,
    exceptions,
    exports,
    people,
    print_answers,
    printing,
    results,
    rights,
    scan_requests,
    seal_uses,
    seals,
    sessions,
    standing,
    unanswered_prints,
    verification,
    webhooks,
    workstations,
)
from contracts.base import Event, Request

_MODULES = (
    seals,
    authorization,
    results,
    people,
    customs,
    certificates,
    certificate_lists,
    printing,
    counter_claims,
    verification,
    exceptions,
    standing,
    print_answers,
    seal_uses,
    exports,
    sessions,
    rights,
    api_tokens,
    webhooks,
    workstations,
    unanswered_prints,
    audit,
    card_logins,
    card_requests,
    scan_requests,
)


def _public(kind: type) -> list[Any]:
    return [
        thing
        for module in _MODULES
        for name, thing in vars(module).items()
        if isinstance(thing, type)
        and issubclass(thing, kind)
        and thing.__module__ == module.__name__
        and not name.startswith("_")
        and "[" not in name
    ]


EVENTS: dict[str, type[Event]] = {event.__name__: event for event in _public(Event)}
REQUESTS: dict[str, type[Request[Any]]] = {
    request.rpc_name(): request for request in _public(Request)
}

_LISTENERS: dict[str, tuple[str, ...]] = {
    "SealMade": ("auth_svc",),
    "SealDisabled": ("auth_svc", "cert_svc"),
    "SealDeleted": ("auth_svc", "cert_svc"),
    "SignatureMade": ("auth_svc",),
    "SignatureDisabled": ("auth_svc", "cert_svc"),
    "SignatureDeleted": ("auth_svc", "cert_svc"),
    "SealAuthorizationRequested": ("customs",),
    "AuthorizationReceiptIssued": ("auth_svc",),
    "SealAuthorized": ("cert_svc",),
    "AuthorizationResultReleased": ("customs",),
    "AgentAuthorized": ("cert_svc", "print_svc", "customs"),
    "AgentRevoked": ("cert_svc", "print_svc", "customs"),
    "DeclarerFiled": ("auth_svc", "cert_svc"),
    "DeclarerFilingEnded": ("auth_svc", "cert_svc"),
    "SessionsEnded": ("print_svc",),
    "ApplicationReceived": ("auth_svc",),
    "ApplicationReturned": ("auth_svc",),
    "CertificateApproved": ("cert_svc", "auth_svc", "exception_svc"),
    "CertificateReturned": ("cert_svc", "print_svc", "auth_svc"),
    "CertificateReplaced": ("cert_svc", "print_svc", "exception_svc"),
    "CounterClaimRequested": ("print_svc",),
    "CounterClaimAccepted": ("customs",),
    "CounterClaimRefused": ("customs",),
    "CertificateClaimedAtCounter": ("cert_svc",),
    "LayoutStatusChanged": ("cert_svc",),
    "LayoutReceived": ("print_svc", "customs"),
    "LayoutRejected": ("customs",),
    "ExportRequested": ("cert_svc",),
    "PrintIssued": ("cert_svc", "exception_svc", "customs"),
    "PrintReleased": ("cert_svc", "exception_svc", "customs"),
    "PrintCompleted": ("cert_svc", "exception_svc", "customs"),
    "PrintFailed": ("cert_svc", "exception_svc", "customs"),
    "PrintCancelled": ("customs",),
    "PrintProgressed": ("exception_svc",),
    "PrintUnanswered": ("exception_svc",),
    "ReprintGranted": ("print_svc", "cert_svc", "customs"),
    "CertificateArchived": ("cert_svc", "print_svc", "exception_svc"),
    **{said.__name__: (audit.SERVICE,) for said in audit.SAID_BY.values()},
    "CardSignatureAsked": (),
    "ScanAsked": (),
}
LISTENERS: dict[str, tuple[str, ...]] = {
    event: (*services, webhooks.SERVICE) if event in set(webhooks.WebhookEvent) else services
    for event, services in _LISTENERS.items()
}
"""Who hears of each event; webhook_svc hears what endpoints may ask for."""
