"""Job `webhook.deliver`: one try to tell a webhook something."""

from functools import partial
from typing import Any
from uuid import UUID

from app.webhooks import addresses, delivery
from app.webhooks.delivery import Answer
from app.webhooks.message import body_of, headers_of


async def deliver_webhook(ctx: dict[str, Any], delivery_id: str) -> None:
    begun = await delivery.begin(UUID(delivery_id))
    if begun is None:
        return
    status, problem = await ctx["poster"].post(
        begun.webhook.url,
        headers_of(begun.webhook, begun.delivery, begun.at),
        body_of(begun.delivery),
        refusal=partial(addresses.refusal, settings=ctx["settings"]),
        within_s=delivery.TRY_WITHIN_S,
    )
    await delivery.finish(begun, Answer(status, problem))
