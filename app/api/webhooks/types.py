"""Webhook and WebhookDelivery, as admins see them."""

from datetime import datetime

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.actor import Role
from app.api.enums import DeliveryStatus, WebhookEvent
from app.api.loaders import nested
from app.api.nodes import RowNode
from app.webhooks import service as webhooks


@strawberry.type(description="Something that a webhook is told, once or again until it is taken.")
class WebhookDelivery(RowNode, Node):
    table = models.WebhookDelivery
    service_get = staticmethod(webhooks.get_delivery)
    needs = Role.ADMIN

    kind: WebhookEvent
    status: DeliveryStatus
    tries: int
    created_at: datetime
    delivered_at: datetime | None
    next_at: datetime | None = strawberry.field(description="When it is tried again; null once it is over.")
    answer: int | None = strawberry.field(description="HTTP status of the last try; null where none came.")
    problem: str | None = strawberry.field(description="Why the last try failed.")

    @strawberry.field(description="What the header `webhook-id` says, at every try.")
    def message_id(root: Parent[models.WebhookDelivery]) -> str:
        return f"msg_{root.id.hex}"


@strawberry.type(
    description="An address of yours that is told what happens to runs and versions, signed as Standard Webhooks says."
)
class Webhook(RowNode, Node):
    table = models.Webhook
    service_get = staticmethod(webhooks.get)
    needs = Role.ADMIN

    url: str
    is_on: bool
    off_reason: str | None = strawberry.field(description="Why it is off, when no person switched it off.")
    failing_since: datetime | None = strawberry.field(
        description="Nothing was delivered since; null: all is well."
    )
    created_at: datetime

    @strawberry.field(description="What it wants to hear.")
    def kinds(root: Parent[models.Webhook]) -> list[WebhookEvent]:
        return [WebhookEvent(kind) for kind in root.kinds]

    deliveries = nested(
        models.WebhookDelivery, "webhook_id", WebhookDelivery, "What it was told, or will be."
    )
