"""Sign-in links of this machine: signed with its token, valid for minutes, and opened once.

They are made without asking anybody, so that `coachable up` needs no database; that one was opened is kept in it.
"""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime

LINK = "once_"  # what the token of a link begins with
VALID_S = 15 * 60


@dataclass(frozen=True, slots=True)
class Link:
    """`digest` names it among those that were used, and opens nothing."""

    digest: str
    expires_at: datetime


def new_token(secret: str) -> str:
    body = f"{int(time.time()) + VALID_S}.{secrets.token_urlsafe(16)}"
    return f"{LINK}{body}.{_signature(secret, body)}"


def read(secret: str, token: str) -> Link | None:
    """None for what `new_token` did not make, or when its time is over."""
    body, _, signature = token.removeprefix(LINK).rpartition(".")
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _signature(secret, body).encode()):
        return None
    until = int(body.partition(".")[0])
    if until <= time.time():
        return None
    return Link(hashlib.sha256(body.encode()).hexdigest(), datetime.fromtimestamp(until, UTC))


def _signature(secret: str, body: str) -> str:
    # "link:" keeps it apart from the signatures of cookies.
    return hmac.new(secret.encode(), f"link:{body}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()
