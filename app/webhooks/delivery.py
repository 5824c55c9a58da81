"""One try after another: what is due, whose turn it is, what came of it.

At least once: who dies between an answer and its row sends it again, with the same id.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise import connections

from app.models import DeliveryStatus, Webhook, WebhookDelivery
from app.models.clock import now
from app.models.transaction import transactional

TRY_WITHIN_S = 15.0  # less than the first wait: two tries are never under way at once
# Waits between tries in seconds, each a fifth more or less: a day and four hours in all.
WAITS_S = (30, 120, 600, 1800, 3600, 7200, 14400, 21600, 21600, 28800)
JITTER = 0.2
GIVEN_UP_AFTER = timedelta(days=4)  # without a single delivery
GONE = 410
GONE_REASON = "It answered 410 Gone: nothing listens there any more."
OFF = "The webhook was switched off."


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` None: none came, and `problem` says why."""

    status: int | None
    problem: str | None = None

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Try:
    webhook: Webhook
    delivery: WebhookDelivery
    at: datetime


async def due(older_than_s: float) -> list[UUID]:
    """Whose time has come for a while; a bell that was rung is answered within a second."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM webhook_delivery WHERE status = 'waiting'"
        " AND next_at < clock_timestamp() - make_interval(secs => $1) ORDER BY next_at LIMIT 500",
        [older_than_s],
    )
    return [row["id"] for row in rows]


@transactional
async def begin(delivery_id: UUID) -> Try | None:
    """Take it, and say when it is tried again should nothing be heard of this try; None where it is not its time."""
    moment = await now()
    delivery = await (
        WebhookDelivery.select_for_update(skip_locked=True)
        .filter(id=delivery_id, status=DeliveryStatus.WAITING, next_at__lte=moment)
        .first()
    )
    if delivery is None:
        return None
    webhook = await Webhook.get(id=delivery.webhook_id)
    if not webhook.is_on:
        await _end(delivery, DeliveryStatus.FAILED, OFF)
        return None
    delivery.next_at = moment + _wait(delivery.tries)
    delivery.tries += 1
    await delivery.save(update_fields=["next_at", "tries"])
    return Try(webhook, delivery, moment)


@transactional
async def finish(begun: Try, answer: Answer) -> None:
    """What has come of it. A webhook or an agent that was deleted meanwhile leaves nothing to write."""
    webhook = await Webhook.select_for_update().get_or_none(id=begun.webhook.id)
    delivery = await WebhookDelivery.select_for_update().get_or_none(
        id=begun.delivery.id, status=DeliveryStatus.WAITING
    )
    if webhook is None or delivery is None:
        return
    delivery.answer = answer.status
    if answer.is_taken:
        delivery.delivered_at = await now()
        await _end(delivery, DeliveryStatus.DELIVERED, None)
        if webhook.failing_since is not None:
            webhook.failing_since = None
            await webhook.save(update_fields=["failing_since"])
        return
    problem = answer.problem or f"It answered {answer.status}."
    if answer.status == GONE or delivery.tries > len(WAITS_S):
        await _end(delivery, DeliveryStatus.FAILED, problem)
    else:
        delivery.problem = problem[:300]
        await delivery.save(update_fields=["answer", "problem"])
    await _note_failure(webhook, begun.at, answer, problem)


async def _note_failure(webhook: Webhook, moment: datetime, answer: Answer, problem: str) -> None:
    webhook.failing_since = webhook.failing_since or moment
    if webhook.is_on and answer.status == GONE:
        webhook.is_on, webhook.off_reason = False, GONE_REASON
    elif webhook.is_on and moment - webhook.failing_since > GIVEN_UP_AFTER:
        days = GIVEN_UP_AFTER.days
        webhook.is_on, webhook.off_reason = (
            False,
            f"Nothing was delivered for {days} days. Last: {problem}"[:300],
        )
    await webhook.save(update_fields=["failing_since", "is_on", "off_reason"])


async def _end(delivery: WebhookDelivery, status: DeliveryStatus, problem: str | None) -> None:
    delivery.status, delivery.next_at = status, None
    delivery.problem = problem and problem[:300]
    await delivery.save(update_fields=["status", "next_at", "answer", "problem", "delivered_at"])


def _wait(tries: int) -> timedelta:
    seconds = WAITS_S[min(tries, len(WAITS_S) - 1)]
    return timedelta(seconds=seconds * random.uniform(1 - JITTER, 1 + JITTER))


async def forget(before: datetime) -> int:
    """Delete those that were over before; how many went."""
    return await WebhookDelivery.filter(created_at__lt=before).exclude(status=DeliveryStatus.WAITING).delete()
