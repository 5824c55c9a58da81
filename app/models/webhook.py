"""Webhook: an address of someone else's that is told what happens. WebhookDelivery: one thing that it is told."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.ids import new_id
from app.models.indexes import PartialIndex
from app.models.workspace import Workspace


class WebhookEvent(StrEnum):
    RUN_STARTED = "run.started"
    RUN_SUCCEEDED = "run.succeeded"
    RUN_REJECTED = "run.rejected"
    RUN_FAILED = "run.failed"
    RUN_CANCELLED = "run.cancelled"
    VERSION_LIVE = "version.live"
    VERSION_RETIRED = "version.retired"
    WEBHOOK_TEST = "webhook.test"  # sent by hand, to whatever it is that a webhook wants to hear


class DeliveryStatus(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Model):
    """Told the `kinds` of event that it wants to hear, while it is on.

    `secret` signs what is sent, so it has to be readable, and is kept as it is: a key to keep it under would lie beside
    the address of this database, in the environment of the same processes. Backups leave it out. `previous_secret`
    signs as well until `previous_until`. `off_reason` is set where it was not switched off by a person.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="webhooks", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    url = fields.CharField(max_length=2000)
    kinds: list[str] = fields.JSONField(default=list)  # of WebhookEvent
    secret = fields.CharField(max_length=100)
    previous_secret = fields.CharField(max_length=100, null=True)
    previous_until = fields.DatetimeField(null=True)
    is_on = fields.BooleanField(default=True)
    off_reason = fields.CharField(max_length=300, null=True)
    failing_since = fields.DatetimeField(null=True)  # nothing has been delivered since
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "webhook"
        indexes = (("workspace_id", "id"),)


class WebhookDelivery(Model):
    """Written in the transaction that makes it true.

    `next_at`: when it is tried (again), None once it is over; whoever takes it sets it first, so that dying on the way
    is one try. `problem` is that of the last try.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    webhook: fields.ForeignKeyRelation[Webhook] = fields.ForeignKeyField(
        "models.Webhook", related_name="deliveries", on_delete=fields.CASCADE
    )
    webhook_id: UUID
    agent_id = fields.UUIDField(
        null=True
    )  # whose event it is; no foreign key: it goes when the agent is erased
    kind = fields.CharEnumField(WebhookEvent, max_length=32)
    data: dict[str, object] = fields.JSONField(default=dict)
    status = fields.CharEnumField(DeliveryStatus, max_length=16, default=DeliveryStatus.WAITING)
    tries = fields.IntField(default=0)
    next_at = fields.DatetimeField(null=True)
    answer = fields.IntField(null=True)  # HTTP status of the last try
    problem = fields.CharField(max_length=300, null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    delivered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhook_delivery"
        indexes = (
            ("webhook_id", "id"),
            ("agent_id",),
            PartialIndex(fields=("next_at",), name="idx_webhook_delivery_due", where="status = 'waiting'"),
        )
