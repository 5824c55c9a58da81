"""What a webhook is sent, verified by the packages that its makers would use, before and after a new secret."""

import json
from typing import Any

import pytest

from app.infra.posting import Poster
from app.models import WebhookEvent
from app.webhooks import service as webhooks
from app.webhooks.jobs import deliver_webhook
from tests.api.clients.conftest import Printed
from tests.api.conftest import Api
from tests.webhooks.receiver import receiving

pytestmark = pytest.mark.clients


@pytest.mark.parametrize("script", ["standard_webhooks.py", "webhooks.mjs"])
async def test_standard_webhooks(printed: Printed, api: Api, settings: Any, script: str) -> None:
    async with receiving() as receiver:
        made = await webhooks.create(api.actor, receiver.url, [WebhookEvent.RUN_STARTED])
        newer = await webhooks.rotate(api.actor, made.webhook.id)
        sent = await webhooks.send_test(api.actor, made.webhook.id)
        poster = Poster()
        await deliver_webhook({"settings": settings, "poster": poster}, str(sent.id))
        await poster.close()
    (heard,) = receiver.heard
    headers = {name: value for name, value in heard.headers.items() if name.startswith("webhook-")}
    for secret in (made.secret, newer.secret):
        assert await printed(script, secret, json.dumps(headers), heard.body.decode()) == {
            "told": json.loads(heard.body),
            "refused": True,
        }
