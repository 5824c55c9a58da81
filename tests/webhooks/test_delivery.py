"""What is true is told at least once, whoever dies on the way; what was rolled back never."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.agents.erasure import AFTER, erase_deleted
from app.api.ids import encode
from app.events import doorbell
from app.models import (
    Agent,
    AgentVersion,
    DeliveryStatus,
    RunStatus,
    RunTrigger,
    TrainingRun,
    VersionStatus,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
    Workspace,
)
from app.models.clock import now
from app.models.transaction import settled, transactional
from app.processes.upkeep import reconcile
from app.runs import lease, record
from app.runs import service as runs
from app.versions import service as versions
from app.webhooks import delivery as deliveries
from app.webhooks import outbox
from app.webhooks import service as webhooks
from app.webhooks.delivery import GIVEN_UP_AFTER, TRY_WITHIN_S, WAITS_S
from app.webhooks.jobs import deliver_webhook
from tests.doorbells import Recorder
from tests.factories import make_agent, make_pairs, make_session
from tests.webhooks.receiver import Receiver

ALL = [kind for kind in WebhookEvent if kind is not WebhookEvent.WEBHOOK_TEST]
Context = dict[str, Any]


async def hook(actor: Actor, receiver: Receiver, *kinds: WebhookEvent) -> Webhook:
    return (await webhooks.create(actor, receiver.url, kinds or ALL)).webhook


async def deliver(context: Context, bells: Recorder) -> None:
    await settled()
    for row in bells.rung(doorbell.DELIVER_WEBHOOK):
        await deliver_webhook(context, str(row))
    bells.jobs.clear()


async def make_due(**conditions: object) -> None:
    await WebhookDelivery.filter(status=DeliveryStatus.WAITING, **conditions).update(
        next_at=await now() - timedelta(seconds=6)
    )


async def queued(actor: Actor) -> TrainingRun:
    agent = await make_agent(actor)
    await make_pairs(actor, await make_session(actor, agent), 8)
    return await runs.start(actor, agent.id)


def types(receiver: Receiver) -> list[str]:
    return [json.loads(one.body)["type"] for one in receiver.heard]


@pytest.mark.slow
async def test_a_run_is_told_from_its_beginning_to_its_end(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    row = await hook(actor, receiver)
    run = await queued(actor)
    assert await lease.claim(run.id, "trainer", 30) == 1
    await record.released(run.id, 1)
    assert await lease.claim(run.id, "trainer", 30) == 2  # goes on, and has begun before
    await record.failed(run.id, 2, "NO_ROOM", "There was no room.")
    await deliver(context, bells)

    assert sorted(types(receiver)) == ["run.failed", "run.started"]
    (failed,) = [one for one in receiver.heard if b"run.failed" in one.body]
    stored = await WebhookDelivery.get(kind=WebhookEvent.RUN_FAILED)
    agent = await agents.get(actor, run.agent_id)
    assert json.loads(failed.body) == {
        "type": "run.failed",
        "timestamp": stored.created_at.isoformat(),
        "data": {
            "workspaceId": encode("Workspace", actor.workspace_id),
            "agent": {"id": encode("Agent", agent.id), "slug": agent.slug, "name": agent.name},
            "run": {
                "id": encode("TrainingRun", run.id),
                "status": "FAILED",
                "trigger": "MANUAL",
                "pairCount": 8,
                "reason": "There was no room.",
                "failureCode": "NO_ROOM",
            },
        },
    }
    assert (failed.line, failed.headers["webhook-id"]) == ("POST /hook HTTP/1.1", f"msg_{stored.id.hex}")
    assert failed.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert (stored.status, stored.tries, stored.answer, stored.next_at) == ("delivered", 1, 204, None)
    assert (await Webhook.get(id=row.id)).failing_since is None


async def test_a_version_that_goes_live_and_off_is_told(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    agent = await make_agent(actor)
    made = []
    for number, status in ((1, VersionStatus.LIVE), (2, VersionStatus.RETIRED)):
        run = await TrainingRun.create(
            agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
        )
        made.append(await AgentVersion.create(agent=agent, run=run, number=number, status=status))
    await hook(actor, receiver, WebhookEvent.VERSION_LIVE, WebhookEvent.VERSION_RETIRED)
    await transactional(versions._go_live)(made[1], "Version 2 is live.")
    await versions.retire(actor, agent.id)
    await deliver(context, bells)

    told = {
        body["type"]: (body["data"]["version"], body["data"]["previousNumber"])
        for body in (json.loads(one.body) for one in receiver.heard)
    }
    version = {"id": encode("AgentVersion", made[1].id), "number": 2}
    assert told == {
        "version.live": (version | {"status": "LIVE"}, 1),
        "version.retired": (version | {"status": "RETIRED"}, 2),
    }


async def test_who_wants_to_hear_something_else_or_is_of_another_workspace_hears_nothing(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    stranger = Actor((await Workspace.create(name="Other")).id, "local")
    await hook(stranger, receiver)
    await hook(actor, receiver, WebhookEvent.RUN_SUCCEEDED)
    silent = await hook(actor, receiver)
    await webhooks.update(actor, silent.id, is_on=False)
    await runs.cancel(actor, (await queued(actor)).id)
    await deliver(context, bells)
    assert receiver.heard == []
    assert await WebhookDelivery.all().count() == 0


async def test_nothing_is_told_of_what_was_rolled_back(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    await hook(actor, receiver)
    run = await queued(actor)

    @transactional
    async def fail() -> None:
        run.status = RunStatus.FAILED
        await outbox.tell_of_run(run)
        assert await WebhookDelivery.all().count() == 1
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    await reconcile(context)
    await deliver(context, bells)
    assert receiver.heard == []
    assert await WebhookDelivery.all().count() == 0


async def test_who_dies_between_the_commit_and_the_bell_is_rung_again(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    await hook(actor, receiver, WebhookEvent.RUN_CANCELLED)
    await runs.cancel(actor, (await queued(actor)).id)
    await settled()
    bells.jobs.clear()  # the process is gone, and its bells with it

    await make_due()
    for _ in range(2):  # upkeep of two hosts
        await reconcile(context)
    rung = bells.rung(doorbell.DELIVER_WEBHOOK)
    assert len(rung) == 2
    await deliver(context, bells)
    assert types(receiver) == ["run.cancelled"]
    await reconcile(context)
    assert bells.rung(doorbell.DELIVER_WEBHOOK) == []


async def test_who_dies_between_the_answer_and_its_row_tells_it_again_with_the_same_id(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hook(actor, receiver, WebhookEvent.RUN_CANCELLED)
    await runs.cancel(actor, (await queued(actor)).id)

    async def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            await deliver(context, bells)
    bells.jobs.clear()
    await reconcile(context)
    assert bells.rung(doorbell.DELIVER_WEBHOOK) == []  # another may be at it still

    await make_due()
    await reconcile(context)
    await deliver(context, bells)
    first, second = receiver.heard
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    (row,) = await WebhookDelivery.all()
    assert (row.status, row.tries) == ("delivered", 2)


async def test_it_is_tried_again_ever_later_for_about_a_day_and_then_given_up(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    row = await hook(actor, receiver)
    sent = await webhooks.send_test(actor, row.id)
    bells.jobs.clear()
    for number, wait in enumerate(WAITS_S, 1):
        receiver.will_say(500)
        before = await now()
        await deliver_webhook(context, str(sent.id))
        after, delivery = await now(), await WebhookDelivery.get(id=sent.id)
        assert (delivery.status, delivery.tries, delivery.answer) == ("waiting", number, 500)
        assert delivery.problem == "It answered 500."
        assert delivery.next_at is not None
        assert (
            before + timedelta(seconds=wait * 0.8)
            <= delivery.next_at
            <= after + timedelta(seconds=wait * 1.2)
        )
        await deliver_webhook(context, str(sent.id))  # too early: nothing happens
        assert len(receiver.heard) == number
        await make_due()
    receiver.will_say(500)
    await deliver_webhook(context, str(sent.id))
    delivery = await WebhookDelivery.get(id=sent.id)
    assert (delivery.status, delivery.tries, delivery.next_at) == ("failed", len(WAITS_S) + 1, None)
    assert 24 * 3600 <= sum(WAITS_S) <= 30 * 3600
    assert min(WAITS_S) * 0.8 > TRY_WITHIN_S


async def test_410_ends_it(actor: Actor, receiver: Receiver, bells: Recorder, context: Context) -> None:
    row = await hook(actor, receiver)
    one, two = [await webhooks.send_test(actor, row.id) for _ in range(2)]
    receiver.will_say(410)
    await deliver_webhook(context, str(one.id))
    gone = await Webhook.get(id=row.id)
    assert (gone.is_on, gone.off_reason) == (False, "It answered 410 Gone: nothing listens there any more.")
    await deliver_webhook(context, str(two.id))
    assert len(receiver.heard) == 1
    found = {delivery.id: delivery for delivery in await WebhookDelivery.all()}
    assert [found[sent.id].status for sent in (one, two)] == ["failed", "failed"]
    assert found[two.id].problem == "The webhook was switched off."


async def test_days_of_failure_switch_it_off_and_a_success_before_does_not(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    row = await hook(actor, receiver)

    async def failing_for(time: timedelta) -> None:
        await Webhook.filter(id=row.id).update(failing_since=await now() - time)

    async def send(status: int) -> Webhook:
        receiver.will_say(status)
        await deliver_webhook(context, str((await webhooks.send_test(actor, row.id)).id))
        return await Webhook.get(id=row.id)

    await failing_for(GIVEN_UP_AFTER - timedelta(minutes=1))
    assert (await send(503)).is_on
    assert (await send(200)).failing_since is None
    assert (await send(503)).failing_since is not None
    await failing_for(GIVEN_UP_AFTER)
    off = await send(503)
    assert (off.is_on, off.off_reason) == (False, "Nothing was delivered for 4 days. Last: It answered 503.")
    on = await webhooks.update(actor, row.id, is_on=True)
    assert (on.is_on, on.off_reason, on.failing_since) == (True, None, None)


async def test_what_is_deleted_is_told_to_nobody_and_leaves_nothing(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    row = await hook(actor, receiver)
    run = await queued(actor)
    await runs.cancel(actor, run.id)
    await agents.delete(actor, run.agent_id)
    earlier = await now() - AFTER - AFTER
    await Agent.filter(id=run.agent_id).update(deleted_at=earlier)
    await TrainingRun.filter(id=run.id).update(finished_at=earlier)
    await erase_deleted(context)
    assert await WebhookDelivery.all().count() == 0
    sent = await webhooks.send_test(actor, row.id)
    await webhooks.delete(actor, row.id)
    await deliver(context, bells)
    await deliver_webhook(context, str(sent.id))
    await deliver_webhook(context, str(UUID(int=1)))
    assert receiver.heard == []


@pytest.mark.slow
async def test_old_ones_are_forgotten_but_not_those_that_wait(
    actor: Actor, receiver: Receiver, bells: Recorder, context: Context
) -> None:
    row = await hook(actor, receiver)
    over, waiting, fresh = [await webhooks.send_test(actor, row.id) for _ in range(3)]
    for sent in (over, fresh):
        await deliver_webhook(context, str(sent.id))
    old = await now() - timedelta(days=91)
    await WebhookDelivery.filter(id__in=[over.id, waiting.id]).update(created_at=old)
    assert await deliveries.forget(await now() - timedelta(days=90)) == 1
    assert {sent.id for sent in await WebhookDelivery.all()} == {waiting.id, fresh.id}
