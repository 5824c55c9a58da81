"""Webhooks, as admins make them: the secret once, addresses that may be called, everything in the audit log."""

from typing import Any

from app.api.ids import decode, encode
from app.config import get_settings
from app.events import doorbell
from app.models import AuditEntry, Webhook, WebhookDelivery
from app.models.transaction import settled
from app.webhooks import service as webhooks
from app.webhooks.message import headers_of
from tests.api.conftest import Api

CREATE = """mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { __typename
  ... on WebhookCreated { secret webhook { id url kinds isOn } } ... on Problem { code message }
  ... on InvalidInput { field } } }"""
UPDATE = """mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { __typename
  ... on WebhookUpdated { webhook { url kinds isOn offReason } } ... on Problem { code message } } }"""
ROTATE = """mutation ($id: ID!) { rotateWebhookSecret(input: {webhookId: $id}) { __typename
  ... on WebhookSecretRotated { secret webhook { id } } ... on Problem { code message } } }"""
DELETE = """mutation ($id: ID!) { deleteWebhook(input: {webhookId: $id}) { __typename
  ... on WebhookDeleted { webhookId } ... on Problem { code message } } }"""
TEST = """mutation ($id: ID!) { sendTestEvent(input: {webhookId: $id}) { __typename
  ... on TestEventSent { delivery { id kind status tries } } ... on Problem { code message } } }"""
LIST = """{ webhooks { edges { node { url kinds isOn offReason failingSince
  deliveries(first: 5) { edges { node { messageId kind status tries answer problem nextAt deliveredAt } } } } } } }"""
URL = "https://hooks.example.com/coachable"


async def done(api: Api, document: str, **variables: object) -> dict[str, Any]:
    return next(iter((await api.data(document, **variables)).values()))


async def made(api: Api, url: str = URL) -> dict[str, Any]:
    return await done(api, CREATE, input={"url": url, "kinds": ["RUN_SUCCEEDED", "VERSION_LIVE"]})


async def test_a_secret_is_shown_once(api: Api) -> None:
    created = await made(api)
    assert created["webhook"] == {
        "id": created["webhook"]["id"],
        "url": URL,
        "kinds": ["RUN_SUCCEEDED", "VERSION_LIVE"],
        "isOn": True,
    }
    (row,) = await Webhook.all()
    assert created["secret"] == row.secret
    listed = await api.graphql(LIST)
    assert row.secret not in str(listed)
    assert row.secret not in repr(row)
    fields = await api.data('{ __type(name: "Webhook") { fields { name } } }')
    assert "secret" not in str(fields).lower()


async def test_what_can_not_work_is_refused_and_writes_nothing(api: Api) -> None:
    refused = [
        ({"url": "http://hooks.example.com/", "kinds": ["RUN_FAILED"]}, "url"),
        ({"url": "https://169.254.169.254/", "kinds": ["RUN_FAILED"]}, "url"),
        ({"url": URL, "kinds": []}, "kinds"),
        ({"url": URL, "kinds": ["WEBHOOK_TEST"]}, "kinds"),
    ]
    for given, field in refused:
        answer = await done(api, CREATE, input=given)
        assert (answer["__typename"], answer["field"]) == ("InvalidInput", field)
    assert await Webhook.all().count() == await AuditEntry.all().count() == 0


async def test_a_workspace_has_at_most_twenty(api: Api) -> None:
    for number in range(webhooks.MOST):
        await made(api, f"{URL}/{number}")
    refused = await made(api)
    assert (refused["__typename"], refused["message"]) == (
        "LimitReached",
        "A workspace has at most 20 webhooks: delete one first.",
    )
    assert await Webhook.all().count() == webhooks.MOST


async def test_changing_rotating_testing_and_deleting_it(api: Api) -> None:
    created = await made(api)
    id = created["webhook"]["id"]
    changed = await done(api, UPDATE, input={"webhookId": id, "kinds": ["RUN_FAILED"], "isOn": False})
    assert changed["webhook"] == {"url": URL, "kinds": ["RUN_FAILED"], "isOn": False, "offReason": None}
    refused = await done(api, TEST, id=id)
    assert refused == {
        "__typename": "Conflict",
        "code": "CONFLICT",
        "message": "This webhook is off: switch it on first.",
    }
    await done(api, UPDATE, input={"webhookId": id, "isOn": True})

    rotated = await done(api, ROTATE, id=id)
    (row,) = await Webhook.all()
    assert (row.secret, row.previous_secret) == (rotated["secret"], created["secret"])

    sent = await done(api, TEST, id=id)
    delivery = await WebhookDelivery.get(id=decode("WebhookDelivery", sent["delivery"]["id"], "id"))
    assert sent["delivery"] == {
        "id": encode("WebhookDelivery", delivery.id),
        "kind": "WEBHOOK_TEST",
        "status": "WAITING",
        "tries": 0,
    }
    await settled()
    assert api.bells.jobs == [(doorbell.DELIVER_WEBHOOK, delivery.id)]
    assert len(headers_of(row, delivery, delivery.created_at)["webhook-signature"].split()) == 2
    (listed,) = (await api.data(LIST))["webhooks"]["edges"]
    (told,) = listed["node"]["deliveries"]["edges"]
    assert told["node"]["messageId"] == f"msg_{delivery.id.hex}"

    assert await done(api, DELETE, id=id) == {"__typename": "WebhookDeleted", "webhookId": id}
    assert await WebhookDelivery.all().count() == 0
    assert (await done(api, DELETE, id=id))["code"] == "NOT_FOUND"
    noted = await AuditEntry.all().order_by("id").values_list("action", "target_id")
    assert [action for action, _ in noted] == [
        "webhook.created",
        *["webhook.changed"] * 3,
        "webhook.deleted",
    ]
    assert {target for _, target in noted} == {row.id}


async def test_one_without_a_secret_stays_off(api: Api) -> None:
    """As a backup has it (app/processes/backup.py)."""
    id = (await made(api))["webhook"]["id"]
    await Webhook.all().update(secret="", is_on=False)
    refused = await done(api, UPDATE, input={"webhookId": id, "isOn": True})
    assert (refused["code"], refused["message"]) == ("CONFLICT", webhooks.NO_SECRET)
    await done(api, ROTATE, id=id)
    assert (await done(api, UPDATE, input={"webhookId": id, "isOn": True}))["webhook"]["isOn"] is True
    assert (await Webhook.get()).previous_secret is None


def test_nothing_is_reached_beside_public_addresses_unless_it_is_set() -> None:
    assert get_settings().webhook_networks == ()
