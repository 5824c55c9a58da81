"""What is sent is what Standard Webhooks describes, with the vector of its own specification."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.api.ids import encode
from app.models import Webhook, WebhookDelivery, WebhookEvent
from app.webhooks import message

MOMENT = datetime(2026, 11, 29, 12, tzinfo=UTC)
DELIVERY = WebhookDelivery(
    id=UUID(int=7), kind=WebhookEvent.RUN_STARTED, data={"agent": {"name": "Straße"}}, created_at=MOMENT
)


def test_a_signature_is_that_of_the_specification() -> None:
    """github.com/standard-webhooks/standard-webhooks, libraries' tests."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}'
    assert message._signature(secret, signed) == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_id_is_that_of_the_api() -> None:
    for name in ("Workspace", "Agent", "TrainingRun", "AgentVersion"):
        assert message.public_id(name, UUID(int=7)) == encode(name, UUID(int=7))


def test_the_body_is_the_same_at_every_try() -> None:
    body = message.body_of(DELIVERY)
    assert body == message.body_of(DELIVERY)
    assert json.loads(body) == {
        "type": "run.started",
        "timestamp": "2026-11-29T12:00:00+00:00",
        "data": {"agent": {"name": "Straße"}},
    }


@pytest.mark.parametrize(("later", "count"), [(timedelta(hours=23), 2), (timedelta(hours=25), 1)])
def test_two_secrets_sign_for_a_while(later: timedelta, count: int) -> None:
    old, new = message.new_secret(), message.new_secret()
    webhook = Webhook(secret=new, previous_secret=old, previous_until=MOMENT + timedelta(hours=24))
    moment = MOMENT + later
    headers = message.headers_of(webhook, DELIVERY, moment)
    signed = f"msg_{UUID(int=7).hex}.{int(moment.timestamp())}.".encode() + message.body_of(DELIVERY)
    expected = [
        "v1,"
        + base64.b64encode(hmac.new(base64.b64decode(one[6:]), signed, hashlib.sha256).digest()).decode()
        for one in (new, old)[:count]
    ]
    assert headers["webhook-signature"].split(" ") == expected
    assert headers["webhook-timestamp"] == str(int(moment.timestamp()))
