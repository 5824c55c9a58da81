"""What webhooks are told, written down in the transaction that makes it true: ids, states and reasons, and no words of
customers."""

from collections.abc import Sequence
from uuid import UUID

from app.config import get_settings
from app.events.doorbell import DELIVER_WEBHOOK, ring_job_after_commit
from app.models import Agent, AgentVersion, RunStatus, TrainingRun, Webhook, WebhookDelivery, WebhookEvent
from app.models.clock import now
from app.webhooks.message import public_id

_OF_STATUS = {
    RunStatus.RUNNING: WebhookEvent.RUN_STARTED,
    RunStatus.SUCCEEDED: WebhookEvent.RUN_SUCCEEDED,
    RunStatus.REJECTED: WebhookEvent.RUN_REJECTED,
    RunStatus.FAILED: WebhookEvent.RUN_FAILED,
    RunStatus.CANCELLED: WebhookEvent.RUN_CANCELLED,
}


async def tell_of_run(run: TrainingRun, *, version: tuple[UUID, int] | None = None) -> None:
    """It has begun or ended, and its row says so. `version`: id and number of the one that it made."""
    data: dict[str, object] = {
        "run": {
            "id": public_id("TrainingRun", run.id),
            "status": run.status.upper(),
            "trigger": run.trigger.upper(),
            "pairCount": run.pair_count,
            "reason": run.reason,
            "failureCode": run.failure_code,
        }
    }
    if version is not None:
        data["version"] = {"id": public_id("AgentVersion", version[0]), "number": version[1]}
    await _tell(run.agent_id, _OF_STATUS[run.status], data)


async def tell_of_version(version: AgentVersion, kind: WebhookEvent, *, previous: int | None) -> None:
    """`previous`: number of the version that answered until now; None: the base model did."""
    await _tell(
        version.agent_id,
        kind,
        {
            "version": {
                "id": public_id("AgentVersion", version.id),
                "number": version.number,
                "status": version.status.upper(),
            },
            "previousNumber": previous,
        },
    )


async def send_test(webhook: Webhook) -> WebhookDelivery:
    """Only inside a transaction."""
    (delivery,) = await _write([webhook], None, WebhookEvent.WEBHOOK_TEST, {"message": "This is a test."})
    return delivery


async def _tell(agent_id: UUID, kind: WebhookEvent, data: dict[str, object]) -> None:
    agent = await Agent.get(id=agent_id)
    webhooks = await Webhook.filter(
        workspace_id=agent.workspace_id, is_on=True, kinds__contains=[kind]
    ).order_by("id")
    if not webhooks or agent.deleted_at is not None:
        return
    told: dict[str, object] = {
        "workspaceId": public_id("Workspace", agent.workspace_id),
        "agent": {"id": public_id("Agent", agent.id), "slug": agent.slug, "name": agent.name},
    }
    if (address := get_settings().public_url) is not None:
        told["url"] = f"{address.rstrip('/')}/agents/{public_id('Agent', agent.id)}/training"
    await _write(webhooks, agent_id, kind, told | data)


async def _write(
    webhooks: Sequence[Webhook], agent_id: UUID | None, kind: WebhookEvent, data: dict[str, object]
) -> list[WebhookDelivery]:
    moment = await now()
    rows = [
        WebhookDelivery(
            webhook=webhook, agent_id=agent_id, kind=kind, data=data, next_at=moment, created_at=moment
        )
        for webhook in webhooks
    ]
    await WebhookDelivery.bulk_create(rows)
    for row in rows:
        ring_job_after_commit(DELIVER_WEBHOOK, row.id)
    return rows
