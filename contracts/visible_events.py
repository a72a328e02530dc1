"""Which fields of which event leave the system, to browsers and webhooks; others stay inside.

Not listed, and so never sent: identity numbers, object keys, digests of scans; and what tells of a
receipt before its time (R32).
"""

from collections.abc import Mapping
from typing import Any

AGENT_EVENTS = frozenset({"AgentAuthorized", "AgentRevoked"})
"""Of a grant itself: its agent hears of it though the grant is over."""

SINCE = {"CertificateApproved": "approved_at", "ApplicationReceived": "received_at"}
"""Of events that come before anybody can be asked about their certificate: its moment, as in
`contracts.access.Subject`."""

_CERTIFICATE = ("certificate_no", "revision")
_PRINT = (*_CERTIFICATE, "job_id", "parts", "print_serial", "workstation_id")

VISIBLE: dict[str, tuple[str, ...]] = {
    "SealMade": ("seal_id", "name", "valid_from", "valid_to"),
    "SealDisabled": ("seal_id",),
    "SealDeleted": ("seal_id",),
    "SignatureMade": ("signature_id", "declarer_id", "declarer_name"),
    "SignatureDisabled": ("signature_id",),
    "SignatureDeleted": ("signature_id",),
    "SealAuthorizationRequested": ("authorization_id", "requested_at"),
    "AuthorizationResultReleased": ("authorization_id", "state", "received_at", "released_at"),
    "AgentAuthorized": ("grant_id", "enterprise_code", "agent_code", "granted_at"),
    "AgentRevoked": ("grant_id", "enterprise_code", "agent_code", "revoked_at"),
    "DeclarerFiled": ("name", "filed_at"),
    "ApplicationReceived": ("certificate_no", "received_at"),
    "ApplicationReturned": ("certificate_no", "reason", "returned_at"),
    "DeclarerFilingEnded": ("name", "ended_at"),
    "SessionsEnded": ("operator_id", "media", "ended_at"),
    "CertificateApproved": (
        *_CERTIFICATE,
        "type_id",
        "destination",
        "issue_date",
        "approved_at",
        "replaces",
    ),
    "CertificateReturned": (*_CERTIFICATE, "reason", "returned_at"),
    "LayoutStatusChanged": (*_CERTIFICATE, "status", "changed_at"),
    "LayoutReceived": (*_CERTIFICATE, "type_id", "issue_date", "received_at"),
    "LayoutRejected": (*_CERTIFICATE, "reason"),
    "ExportRequested": ("export_id",),
    "PrintIssued": (*_PRINT, "issued_at", "ticket_expires_at"),
    "PrintReleased": (*_PRINT, "released_at"),
    "PrintCompleted": (*_PRINT, "confirmed_at"),
    "PrintFailed": (*_PRINT, "failed_at", "device_reasons"),
    "PrintCancelled": (*_PRINT, "cancelled_at"),
    "PrintProgressed": (
        *_PRINT,
        "observed_at",
        "device_state",
        "impressions_completed",
        "state_reasons",
        "reason",
        "order_id",
        "order_place",
    ),
    "PrintUnanswered": (*_PRINT, "step", "released_at", "operator_id", "workstation"),
    "ReprintGranted": (*_CERTIFICATE, "exception_id", "reason", "operation", "count", "granted_at"),
    "CertificateArchived": (*_CERTIFICATE, "archived_at"),
    "CertificateReplaced": (*_CERTIFICATE, "replaced_by", "reason", "replaced_at"),
    "CounterClaimRequested": (*_CERTIFICATE, "requested_at"),
    "CounterClaimAccepted": (*_CERTIFICATE, "decided_at"),
    "CounterClaimRefused": (*_CERTIFICATE, "print_serial", "decided_at"),
    "CertificateClaimedAtCounter": (*_CERTIFICATE, "claimed_at"),
    "CardSignatureAsked": ("request_id", "workstation_id"),
    "ScanAsked": ("request_id", "workstation_id"),
}


def visible_fields(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What may be shown of an event's data; KeyError for an event that nobody may see."""
    return {field: data[field] for field in VISIBLE[name] if field in data}
