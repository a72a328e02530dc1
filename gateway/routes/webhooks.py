"""Webhooks: endpoints that are told what happens, and the deliveries to them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

from chassis.one_time_keys import OneTimeKey
from contracts.webhooks import (
    DeleteWebhook,
    DeliveryList,
    DeliveryState,
    DeliveryView,
    Description,
    EditWebhook,
    EventTypes,
    GetWebhook,
    ListDeliveries,
    ListWebhooks,
    MakeWebhook,
    ReplayDeliveries,
    ReplayDelivery,
    Replayed,
    RotateWebhookSecret,
    SendTestEvent,
    Url,
    WebhookList,
    WebhookMade,
    WebhookView,
)
from gateway.documentation import LOGGED_IN, refusals
from gateway.limiting import by_caller
from gateway.parameters import Cursor, Id, IdempotencyKey, PageLimit
from gateway.parts import PartsDep
from gateway.sessions import Who
from gateway.specimens import DELIVERY_ID

router = APIRouter(tags=["webhooks"])

ALLOWED = (*LOGGED_IN, "session.medium_not_allowed", "token.out_of_scope")
OF_ONE = (*ALLOWED, "webhook.unknown")
REPEATABLE = ("idempotency.key_reused",)
DeliveryId = Annotated[UUID, Path(examples=[DELIVERY_ID])]


class NewWebhook(BaseModel):
    """An https address that the Internet reaches, and the events that are posted there."""

    model_config = ConfigDict(extra="forbid")

    url: Url
    event_types: EventTypes
    description: Description = ""


class WebhookChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    url: Url | None = None
    event_types: EventTypes | None = None
    description: Description | None = None
    enabled: bool | None = None


class WebhookShown(WebhookView):
    """`secret` is shown this once, and null where an idempotency key came again."""

    secret: str | None = None


class Replay(BaseModel):
    """From which moment on, and whether only what was given up on."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime
    failed_only: bool = Field(default=False)


@router.get("/webhooks", responses=refusals(*ALLOWED))
async def list_webhooks(who: Who, parts: PartsDep) -> WebhookList:
    """The enterprise's endpoints, the newest first."""
    return await parts.rpc.call(ListWebhooks(caller=who))


@router.post(
    "/webhooks",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(*ALLOWED, "webhook.bad_url", "webhook.too_many", *REPEATABLE),
)
async def make_webhook(
    body: NewWebhook, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> WebhookShown:
    """Have events posted to an address, signed as Standard Webhooks says with the secret shown.

    By the legal person's card, or by a token with the scope `webhooks:manage`.
    """
    once = OneTimeKey()
    made = await parts.rpc.call(
        MakeWebhook(caller=who, idempotency_key=key, reveal_to=SecretStr(once.public), **dict(body))
    )
    return _shown(made, once)


@router.get("/webhooks/{id}", responses=refusals(*OF_ONE))
async def get_webhook(id: Id, who: Who, parts: PartsDep) -> WebhookView:
    """One endpoint: what it asks for, whether it is enabled, and since when it fails."""
    return await parts.rpc.call(GetWebhook(caller=who, webhook_id=id))


@router.patch("/webhooks/{id}", responses=refusals(*OF_ONE, "webhook.bad_url"))
async def edit_webhook(body: WebhookChange, id: Id, who: Who, parts: PartsDep) -> WebhookView:
    """Change an endpoint, disable it (停用), or enable it again."""
    return await parts.rpc.call(EditWebhook(caller=who, webhook_id=id, **dict(body)))


@router.delete(
    "/webhooks/{id}", status_code=status.HTTP_204_NO_CONTENT, responses=refusals(*OF_ONE)
)
async def delete_webhook(id: Id, who: Who, parts: PartsDep) -> None:
    """Delete an endpoint and all its deliveries."""
    await parts.rpc.call(DeleteWebhook(caller=who, webhook_id=id))


@router.post("/webhooks/{id}/secret", responses=refusals(*OF_ONE, *REPEATABLE))
async def rotate_webhook_secret(
    id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> WebhookShown:
    """Make a new secret; for a day deliveries bear a signature with the old one as well."""
    once = OneTimeKey()
    made = await parts.rpc.call(
        RotateWebhookSecret(
            caller=who, idempotency_key=key, webhook_id=id, reveal_to=SecretStr(once.public)
        )
    )
    return _shown(made, once)


@router.post(
    "/webhooks/{id}/test",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(by_caller("make"))],
    responses=refusals(*OF_ONE, "webhook.disabled", *REPEATABLE),
)
async def send_test_event(
    id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> DeliveryView:
    """Post an event `WebhookTest` there, once; its delivery tells what came of it."""
    return await parts.rpc.call(SendTestEvent(caller=who, idempotency_key=key, webhook_id=id))


@router.get("/webhooks/{id}/deliveries", responses=refusals(*OF_ONE))
async def list_deliveries(
    id: Id,
    who: Who,
    parts: PartsDep,
    *,
    state: Annotated[
        DeliveryState | None, Query(description="Only those under way, arrived, or given up on")
    ] = None,
    cursor: Cursor = None,
    limit: PageLimit = 50,
) -> DeliveryList:
    """What was posted or is to be, the newest first, for 30 days."""
    return await parts.rpc.call(
        ListDeliveries(caller=who, webhook_id=id, state=state, cursor=cursor, limit=limit)
    )


@router.post(
    "/webhooks/{id}/deliveries/{delivery_id}/replay",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(by_caller("make"))],
    responses=refusals(*OF_ONE, "webhook.unknown_delivery", "webhook.disabled", *REPEATABLE),
)
async def replay_delivery(
    id: Id, delivery_id: DeliveryId, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> DeliveryView:
    """Post it once more, whatever came of it, with the same `webhook-id`."""
    return await parts.rpc.call(
        ReplayDelivery(caller=who, idempotency_key=key, webhook_id=id, delivery_id=delivery_id)
    )


@router.post(
    "/webhooks/{id}/replays",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(by_caller("make"))],
    responses=refusals(*OF_ONE, "webhook.disabled", *REPEATABLE),
)
async def replay_deliveries(
    body: Replay, id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> Replayed:
    """Post all again that were made since a moment, for a receiver that lost what it had."""
    return await parts.rpc.call(
        ReplayDeliveries(caller=who, idempotency_key=key, webhook_id=id, **dict(body))
    )


def _shown(made: WebhookMade, once: OneTimeKey) -> WebhookShown:
    return WebhookShown(**dict(made.webhook), secret=once.open(made.sealed_secret))
