"""What webhook_svc answers: endpoints of programs that want to be told, and deliveries to them.

The body and the headers of a delivery are those of Standard Webhooks (standardwebhooks.com).
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Final, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue, StringConstraints

from contracts.base import CallerRequest, Command, Done, Reply, ReplyT
from contracts.values import Secret

SERVICE: Final = "webhook_svc"
TEST_EVENT: Final = "WebhookTest"
"""The type of what `SendTestEvent` sends; no service says it."""


class WebhookEvent(StrEnum):
    """Events that an endpoint may ask for; their fields are those of `contracts.visible_events`."""

    APPLICATION_RECEIVED = "ApplicationReceived"
    APPLICATION_RETURNED = "ApplicationReturned"
    CERTIFICATE_APPROVED = "CertificateApproved"
    CERTIFICATE_RETURNED = "CertificateReturned"
    CERTIFICATE_REPLACED = "CertificateReplaced"
    LAYOUT_RECEIVED = "LayoutReceived"
    PRINT_RELEASED = "PrintReleased"
    PRINT_COMPLETED = "PrintCompleted"
    PRINT_FAILED = "PrintFailed"
    PRINT_CANCELLED = "PrintCancelled"
    PRINT_UNANSWERED = "PrintUnanswered"
    REPRINT_GRANTED = "ReprintGranted"
    CERTIFICATE_ARCHIVED = "CertificateArchived"
    CERTIFICATE_CLAIMED_AT_COUNTER = "CertificateClaimedAtCounter"
    AUTHORIZATION_RESULT_RELEASED = "AuthorizationResultReleased"
    SEAL_DISABLED = "SealDisabled"
    SIGNATURE_DISABLED = "SignatureDisabled"
    AGENT_AUTHORIZED = "AgentAuthorized"
    AGENT_REVOKED = "AgentRevoked"
    CARD_SIGNATURE_ASKED = "CardSignatureAsked"
    SCAN_ASKED = "ScanAsked"


Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
EventTypes = Annotated[tuple[WebhookEvent, ...], Field(min_length=1, max_length=len(WebhookEvent))]
DeliveryState = Literal["pending", "delivered", "failed"]
DisabledBecause = Literal["asked", "gone"]
"""Somebody disabled it, or it answered 410 Gone."""


class WebhookView(Reply):
    """An endpoint; its secret is shown once and never here.

    `failing_since`: the first delivery that was given up on since the last that arrived.
    `old_secret_until`: how long deliveries are signed with the secret before this one as well.
    """

    webhook_id: UUID
    url: Url
    description: Description = ""
    event_types: tuple[WebhookEvent, ...]
    enabled: bool
    disabled_because: DisabledBecause | None = None
    failing_since: AwareDatetime | None = None
    made_at: AwareDatetime
    old_secret_until: AwareDatetime | None = None


class WebhookList(Reply):
    webhooks: tuple[WebhookView, ...]


class WebhookMade(Reply):
    """`sealed_secret` (base64) can be opened with the key that the request named, and no other."""

    webhook: WebhookView
    sealed_secret: str


class DeliveryView(Reply):
    """One event for one endpoint; `event_id` is the header `webhook-id`, the same at each try.

    `response_status` and `problem` are of the last try; `payload` is the body that is sent.
    """

    delivery_id: UUID
    event_id: UUID
    event_type: str
    state: DeliveryState
    attempts: int
    made_at: AwareDatetime
    last_attempt_at: AwareDatetime | None = None
    next_attempt_at: AwareDatetime | None = None
    response_status: int | None = None
    problem: str | None = None
    payload: dict[str, JsonValue]


class DeliveryList(Reply):
    """`next_cursor` asks for the page after this one."""

    deliveries: tuple[DeliveryView, ...]
    next_cursor: str | None = None


class Replayed(Reply):
    """How many deliveries are under way again."""

    count: int


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SERVICE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SERVICE


class ListWebhooks(_Question[WebhookList]):
    """The newest first."""


class GetWebhook(_Question[WebhookView]):
    webhook_id: UUID


class MakeWebhook(_Command[WebhookMade]):
    """Refused webhook.bad_url, webhook.too_many; `reveal_to` is a one-time X25519 key (base64)."""

    url: Url
    event_types: EventTypes
    description: Description = ""
    reveal_to: Secret


class EditWebhook(_Command[WebhookView]):
    """What is None stays. Enabling one that was gone or failing begins afresh."""

    webhook_id: UUID
    url: Url | None = None
    event_types: EventTypes | None = None
    description: Description | None = None
    enabled: bool | None = None


class DeleteWebhook(_Command[Done]):
    """Its deliveries go with it."""

    webhook_id: UUID


class RotateWebhookSecret(_Command[WebhookMade]):
    """For a day deliveries are signed with both; `reveal_to` as in MakeWebhook."""

    webhook_id: UUID
    reveal_to: Secret


class SendTestEvent(_Command[DeliveryView]):
    """One try of an event WebhookTest; Refused webhook.disabled."""

    webhook_id: UUID


class ListDeliveries(_Question[DeliveryList]):
    """The newest first."""

    webhook_id: UUID
    state: DeliveryState | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class ReplayDelivery(_Command[DeliveryView]):
    """Sent once more, with the same webhook-id, whatever became of it; Refused webhook.disabled."""

    webhook_id: UUID
    delivery_id: UUID


class ReplayDeliveries(_Command[Replayed]):
    """All that were made at or after `since`; only those given up on when `failed_only`."""

    webhook_id: UUID
    since: AwareDatetime
    failed_only: bool = False
