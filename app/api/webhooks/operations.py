"""Making, changing and trying webhooks."""

from typing import Annotated, Any

import strawberry

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.enums import WebhookEvent
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.roles import mutation, restricted_list
from app.api.webhooks.types import Webhook, WebhookDelivery
from app.webhooks import service as webhooks

URL = (
    "https, and an address that is public when it is called or that COACHABLE_WEBHOOK_NETWORKS allows; at most 2,000 "
    "characters."
)


@strawberry.input
class CreateWebhookInput:
    url: str = strawberry.field(description=URL)
    kinds: list[WebhookEvent] = strawberry.field(description="What it wants to hear.")


@strawberry.input
class UpdateWebhookInput:
    webhook_id: strawberry.ID
    url: str | None = strawberry.field(default=None, description=f"{URL} null: as it is.")
    kinds: list[WebhookEvent] | None = strawberry.field(default=None, description="null: as they are.")
    is_on: bool | None = strawberry.field(default=None, description="null: as it is.")


@strawberry.input
class RotateWebhookSecretInput:
    webhook_id: strawberry.ID


@strawberry.input
class DeleteWebhookInput:
    webhook_id: strawberry.ID


@strawberry.input
class SendTestEventInput:
    webhook_id: strawberry.ID


@strawberry.type
class WebhookCreated:
    webhook: models.Webhook = strawberry.field(graphql_type=Webhook)
    secret: str = strawberry.field(description="What it is signed with. It is shown this once.")


@strawberry.type
class WebhookUpdated:
    webhook: models.Webhook = strawberry.field(graphql_type=Webhook)


@strawberry.type
class WebhookSecretRotated:
    webhook: models.Webhook = strawberry.field(graphql_type=Webhook)
    secret: str = strawberry.field(
        description="The new one. It is shown this once; for 24 hours the one before signs as well."
    )


@strawberry.type
class WebhookDeleted:
    webhook_id: strawberry.ID


@strawberry.type
class TestEventSent:
    delivery: models.WebhookDelivery = strawberry.field(graphql_type=WebhookDelivery)


CreateWebhookResult = Annotated[
    WebhookCreated | InvalidInput | LimitReached, strawberry.union("CreateWebhookResult")
]
UpdateWebhookResult = Annotated[
    WebhookUpdated | InvalidInput | NotFound | Conflict, strawberry.union("UpdateWebhookResult")
]
RotateWebhookSecretResult = Annotated[
    WebhookSecretRotated | InvalidInput | NotFound, strawberry.union("RotateWebhookSecretResult")
]
DeleteWebhookResult = Annotated[
    WebhookDeleted | InvalidInput | NotFound, strawberry.union("DeleteWebhookResult")
]
SendTestEventResult = Annotated[
    TestEventSent | InvalidInput | NotFound | Conflict, strawberry.union("SendTestEventResult")
]


@strawberry.type
class WebhookQueries:
    @restricted_list(Webhook, "The webhooks of your workspace.", needs=Role.ADMIN)
    def webhooks(self, info: Info) -> Any:
        return webhooks.visible(info.context.actor)


@strawberry.type
class WebhookMutations:
    @mutation(
        needs=Role.ADMIN,
        description="Have an address told what happens to runs and versions. A workspace has at most 20.",
    )
    async def create_webhook(self, info: Info, input: CreateWebhookInput) -> CreateWebhookResult:
        made = await webhooks.create(info.context.actor, input.url, input.kinds)
        return WebhookCreated(webhook=made.webhook, secret=made.secret)

    @mutation(needs=Role.ADMIN, description="Change a webhook, or switch it off and on.")
    async def update_webhook(self, info: Info, input: UpdateWebhookInput) -> UpdateWebhookResult:
        row = decode("Webhook", input.webhook_id, "webhookId")
        return WebhookUpdated(
            webhook=await webhooks.update(
                info.context.actor, row, url=input.url, kinds=input.kinds, is_on=input.is_on
            )
        )

    @mutation(needs=Role.ADMIN, description="Give a webhook a new secret.")
    async def rotate_webhook_secret(
        self, info: Info, input: RotateWebhookSecretInput
    ) -> RotateWebhookSecretResult:
        made = await webhooks.rotate(info.context.actor, decode("Webhook", input.webhook_id, "webhookId"))
        return WebhookSecretRotated(webhook=made.webhook, secret=made.secret)

    @mutation(needs=Role.ADMIN, description="Tell it nothing any more, also not what waits.")
    async def delete_webhook(self, info: Info, input: DeleteWebhookInput) -> DeleteWebhookResult:
        await webhooks.delete(info.context.actor, decode("Webhook", input.webhook_id, "webhookId"))
        return WebhookDeleted(webhook_id=input.webhook_id)

    @mutation(
        needs=Role.ADMIN, description="Send an event of the kind WEBHOOK_TEST, whatever it wants to hear."
    )
    async def send_test_event(self, info: Info, input: SendTestEventInput) -> SendTestEventResult:
        row = decode("Webhook", input.webhook_id, "webhookId")
        return TestEventSent(delivery=await webhooks.send_test(info.context.actor, row))
