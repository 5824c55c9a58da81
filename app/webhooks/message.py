"""What is sent, as Standard Webhooks wants it (https://www.standardwebhooks.com): an id that stays the same over all
tries, the time of the try, and a signature of both with the body."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime
from uuid import UUID

from app.models import Webhook, WebhookDelivery

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def public_id(type_name: str, row_id: UUID | str) -> str:
    """As the API calls the row (app/api/ids.py, which is not below this room; a test compares the two)."""
    return base64.b64encode(f"{type_name}:{row_id}".encode()).decode()


def body_of(delivery: WebhookDelivery) -> bytes:
    """The same to the byte at every try."""
    content = {"type": delivery.kind, "timestamp": delivery.created_at.isoformat(), "data": delivery.data}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(webhook: Webhook, delivery: WebhookDelivery, moment: datetime) -> dict[str, str]:
    name, at = f"msg_{delivery.id.hex}", str(int(moment.timestamp()))
    signed = f"{name}.{at}.".encode() + body_of(delivery)
    keys = [webhook.secret]
    if webhook.previous_secret and webhook.previous_until and webhook.previous_until > moment:
        keys.append(webhook.previous_secret)
    return {
        "content-type": "application/json",
        "user-agent": "Coachable-Webhooks",
        "webhook-id": name,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
