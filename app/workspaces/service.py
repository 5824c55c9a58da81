"""Workspaces: the one of this machine, and the API keys of programs."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise import connections

from app.actor import Actor
from app.errors import InvalidInput, NotFound, Unauthorized
from app.models import ApiKey, Member, Role, Workspace
from app.models.clock import now
from app.models.transaction import transactional

LOCAL = "local"  # subject of whoever holds the token file of this machine
KEY = "key"  # what the subject of an API key begins with
NO_LONGER = "This API key is no longer valid; sign in with another one."
PREFIX_LENGTH = 8
NAME_LENGTH = 100
USE_IS_NOTED_EVERY = timedelta(minutes=1)
_LOCK = 0x776F726B  # any constant: pg_advisory_xact_lock's key, "work" in ASCII


@dataclass(frozen=True, slots=True)
class NewKey:
    """`text` is shown once; only its SHA-256 is kept."""

    row: ApiKey
    text: str


@transactional
async def local_actor() -> Actor:
    """The owner of the default workspace, which is made on first use, once however many ask."""
    await connections.get("default").execute_query("SELECT pg_advisory_xact_lock($1)", [_LOCK])
    member = await Member.filter(subject=LOCAL).order_by("id").first()
    if member is None:
        workspace = await Workspace.create(name="Default")
        member = await Member.create(workspace=workspace, subject=LOCAL, role=Role.OWNER)
    return Actor(member.workspace_id, LOCAL)


async def create_key(actor: Actor, name: str, lifetime: timedelta | None = None) -> NewKey:
    """An API key of the actor's workspace; `lifetime` None: until it is revoked."""
    name = name.strip()
    if not 1 <= len(name) <= NAME_LENGTH:
        raise InvalidInput(f"The name of a key has 1 to {NAME_LENGTH} characters.", "name")
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    text = f"ck_{prefix}_{secrets.token_urlsafe(32)}"
    row = await ApiKey.create(
        workspace_id=actor.workspace_id,
        name=name,
        prefix=prefix,
        digest=_digest(text),
        expires_at=await now() + lifetime if lifetime else None,
    )
    return NewKey(row, text)


async def revoke_key(actor: Actor, key_id: UUID) -> None:
    """Every request, every new operation and every further event of a subscription is refused from now on."""
    await ApiKey.filter(id=key_id, workspace_id=actor.workspace_id, revoked_at=None).update(
        revoked_at=await now()
    )


async def key_called(actor: Actor, text: str) -> ApiKey:
    """A key of the actor's workspace by itself or by its beginning. Raises NotFound."""
    prefix = text.removeprefix("ck_")[:PREFIX_LENGTH]
    row = await ApiKey.get_or_none(prefix=prefix, workspace_id=actor.workspace_id)
    if row is None:
        raise NotFound(f"There is no API key that begins with ck_{prefix}.")
    return row


async def verify_key(text: str) -> ApiKey:
    """The key's row. Raises Unauthorized, with the same words whatever is wrong with it."""
    kind, _, rest = text.partition("_")
    row = await ApiKey.get_or_none(prefix=rest[:PREFIX_LENGTH]) if kind == "ck" else None
    moment = await now()
    # Compared also when there is no such key, so that the time tells nothing.
    same = hmac.compare_digest(_digest(text), row.digest if row else _digest(""))
    if row is None or not same or not _valid(row, moment):
        raise Unauthorized("This API key is not valid; make one with `coachable token`.")
    if row.last_used_at is None or moment - row.last_used_at > USE_IS_NOTED_EVERY:
        await ApiKey.filter(id=row.id).update(last_used_at=moment)
    return row


async def key_actor(key_id: UUID) -> Actor:
    """Who a key that was verified before speaks for. Raises Unauthorized when it is no longer valid."""
    row = await ApiKey.get_or_none(id=key_id)
    if row is None or not _valid(row, await now()):
        raise Unauthorized(NO_LONGER)
    return actor_of(row)


async def ensure_valid(actor: Actor) -> None:
    """For whoever speaks longer than one request. Raises Unauthorized once the actor's key is revoked or over."""
    kind, _, prefix = actor.subject.partition(":")
    if kind == KEY:
        row = await ApiKey.get_or_none(prefix=prefix, workspace_id=actor.workspace_id)
        # The time is asked of the database only for keys that end: this runs for every event of a subscription.
        if row is None or row.revoked_at or (row.expires_at and row.expires_at <= await now()):
            raise Unauthorized(NO_LONGER)


def actor_of(key: ApiKey) -> Actor:
    return Actor(key.workspace_id, f"{KEY}:{key.prefix}")


def _valid(key: ApiKey, moment: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > moment)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
