"""The webhooks of a workspace: made, changed and deleted by its admins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.config import get_settings
from app.errors import Conflict, InvalidInput, LimitReached, NotFound
from app.models import AuditAction, Webhook, WebhookDelivery, WebhookEvent, Workspace
from app.models.clock import now
from app.models.transaction import transactional
from app.webhooks import outbox
from app.webhooks.addresses import checked_url
from app.webhooks.message import new_secret
from app.workspaces import audit

MOST = 20  # of a workspace
OVERLAP = timedelta(hours=24)  # in which both secrets sign
NO_SECRET = "This webhook has no secret since it was restored: make one with `rotateWebhookSecret` first."


@dataclass(frozen=True, slots=True)
class Made:
    """`secret` is shown once."""

    webhook: Webhook
    secret: str


def visible(actor: Actor) -> QuerySet[Webhook]:
    return Webhook.filter(workspace_id=actor.workspace_id)


async def get(actor: Actor, webhook_id: UUID) -> Webhook:
    row = await visible(actor).get_or_none(id=webhook_id)
    if row is None:
        raise NotFound(f"There is no webhook {webhook_id}; list yours with the query `webhooks`.")
    return row


async def get_delivery(actor: Actor, delivery_id: UUID) -> WebhookDelivery:
    row = await WebhookDelivery.get_or_none(id=delivery_id, webhook__workspace_id=actor.workspace_id)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}.")
    return row


@transactional
async def create(actor: Actor, url: str, kinds: Iterable[WebhookEvent]) -> Made:
    """Raises InvalidInput, LimitReached."""
    url, wanted = checked_url(url, get_settings()), _checked(kinds)
    await Workspace.select_for_update().get(id=actor.workspace_id)  # orders those who count
    if await visible(actor).count() >= MOST:
        raise LimitReached(f"A workspace has at most {MOST} webhooks: delete one first.")
    secret = new_secret()
    row = await Webhook.create(workspace_id=actor.workspace_id, url=url, kinds=wanted, secret=secret)
    await audit.note(actor, AuditAction.WEBHOOK_CREATED, target=row.id)
    return Made(row, secret)


@transactional
async def update(
    actor: Actor,
    webhook_id: UUID,
    *,
    url: str | None = None,
    kinds: Iterable[WebhookEvent] | None = None,
    is_on: bool | None = None,
) -> Webhook:
    """Change what is given. Raises InvalidInput, NotFound, Conflict."""
    row = await _locked(actor, webhook_id)
    if url is not None:
        row.url = checked_url(url, get_settings())
    if kinds is not None:
        row.kinds = _checked(kinds)
    if is_on and not row.secret:
        raise Conflict(NO_SECRET)
    if is_on is not None:
        row.is_on, row.off_reason, row.failing_since = is_on, None, None
    await row.save(update_fields=["url", "kinds", "is_on", "off_reason", "failing_since"])
    await audit.note(actor, AuditAction.WEBHOOK_CHANGED, target=row.id)
    return row


@transactional
async def rotate(actor: Actor, webhook_id: UUID) -> Made:
    """A new secret; what is sent in the next 24 hours is signed with the one before as well. Raises NotFound."""
    row = await _locked(actor, webhook_id)
    row.previous_secret, row.previous_until = row.secret or None, await now() + OVERLAP
    row.secret = new_secret()
    await row.save(update_fields=["secret", "previous_secret", "previous_until"])
    await audit.note(actor, AuditAction.WEBHOOK_CHANGED, target=row.id)
    return Made(row, row.secret)


@transactional
async def delete(actor: Actor, webhook_id: UUID) -> Webhook:
    """With what waits for it. Raises NotFound."""
    row = await _locked(actor, webhook_id)
    await row.delete()
    await audit.note(actor, AuditAction.WEBHOOK_DELETED, target=row.id)
    return row


@transactional
async def send_test(actor: Actor, webhook_id: UUID) -> WebhookDelivery:
    """Raises NotFound, Conflict."""
    row = await _locked(actor, webhook_id)
    if not row.is_on:
        raise Conflict("This webhook is off: switch it on first.")
    return await outbox.send_test(row)


async def _locked(actor: Actor, webhook_id: UUID) -> Webhook:
    await get(actor, webhook_id)
    return await visible(actor).select_for_update().get(id=webhook_id)


def _checked(kinds: Iterable[WebhookEvent]) -> list[str]:
    wanted = [str(kind) for kind in dict.fromkeys(kinds)]
    if not wanted or WebhookEvent.WEBHOOK_TEST in wanted:
        raise InvalidInput("Name at least one kind of event of a run or a version.", "kinds")
    return wanted
