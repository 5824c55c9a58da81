"""Workspaces: the one of this machine, and the API keys of programs."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise import connections
from tortoise.queryset import QuerySet

from app.actor import Actor, Role
from app.errors import Forbidden, InvalidInput, NotFound, Unauthorized, every_field
from app.events.doorbell import ring_event_after_commit
from app.models import ApiKey, AuditAction, Member, ShareLink, UsedLink, Workspace
from app.models.clock import now
from app.models.transaction import transactional
from app.workspaces import audit

LOCAL = "local"  # the subject that holds the token file of this machine
KEY = "key"  # what the subject of an API key begins with
MEMBER = "member"  # that of a person who was invited
IDENTITY = "oidc"  # and that of one whom the sign-on provider vouches for
ACCESS_ENDED = (
    "access.ended"  # kind of the announcement about a subject that may do less, or nothing, from now on
)
NO_LONGER = "This key or membership is no longer valid; sign in with another one."
PREFIX_LENGTH = 8
NAME_LENGTH = 100
USE_IS_NOTED_EVERY = timedelta(minutes=1)
_DIGEST_OF_NOTHING = "-" * 64
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
        member = await Member.create(workspace=workspace, subject=LOCAL, role=Role.ADMIN)
    return Actor(member.workspace_id, LOCAL, Role.ADMIN)


def visible_keys(actor: Actor) -> QuerySet[ApiKey]:
    return ApiKey.filter(workspace_id=actor.workspace_id)


async def get_key(actor: Actor, key_id: UUID) -> ApiKey:
    row = await visible_keys(actor).get_or_none(id=key_id)
    if row is None:
        raise NotFound(f"There is no API key {key_id}.")
    return row


@transactional
async def create_key(
    actor: Actor, name: str, expires_at: datetime | None = None, *, role: Role | None = None
) -> NewKey:
    """An API key of the actor's workspace, with the actor's role or a smaller one; `expires_at` None: until it is
    revoked. Raises InvalidInput, Forbidden."""
    role = role or actor.role
    if not actor.role.covers(role):
        raise Forbidden(f"Your role is {actor.role}: a key of yours can't have the role {role}.")
    with every_field() as field:
        with field():
            name = checked_name(name, "a key")
        with field():
            if expires_at is not None and (expires_at.tzinfo is None or expires_at <= await now()):
                raise InvalidInput(
                    "expiresAt has to be a time in the future, with its time zone.", "expiresAt"
                )
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    text = f"ck_{prefix}_{secrets.token_urlsafe(32)}"
    row = await ApiKey.create(
        workspace_id=actor.workspace_id,
        name=name,
        role=role,
        prefix=prefix,
        digest=digest(text),
        expires_at=expires_at,
    )
    await audit.note(actor, AuditAction.KEY_CREATED, target=row.id)
    return NewKey(row, text)


@transactional
async def revoke_key(actor: Actor, key_id: UUID) -> ApiKey:
    """Every request is refused from now on, and its sockets end. Repeating it changes nothing. Raises NotFound."""
    row = await visible_keys(actor).select_for_update().get_or_none(id=key_id)
    if row is None:
        raise NotFound(f"There is no API key {key_id}.")
    if row.revoked_at is None:
        row.revoked_at = await now()
        await row.save(update_fields=["revoked_at"])
        await audit.note(actor, AuditAction.KEY_REVOKED, target=row.id)
        announce_end(row.id, actor_of(row))
    return row


def announce_end(row_id: UUID, ended: Actor) -> None:
    """Tell every API process, which ends the sockets of the subject; one that may still do something comes back."""
    payload: dict[str, object] = {"workspace": str(ended.workspace_id), "subject": ended.subject}
    ring_event_after_commit(row_id, 0, ACCESS_ENDED, payload)


async def key_called(actor: Actor, text: str) -> ApiKey:
    """A key of the actor's workspace by itself or by its beginning. Raises NotFound."""
    prefix = text.removeprefix("ck_")[:PREFIX_LENGTH]
    row = await visible_keys(actor).get_or_none(prefix=prefix)
    if row is None:
        raise NotFound(f"There is no API key that begins with ck_{prefix}.")
    return row


async def verify_key(text: str) -> ApiKey:
    """The key's row. Raises Unauthorized, with the same words whatever is wrong with it."""
    kind, _, rest = text.partition("_")
    row = await ApiKey.get_or_none(prefix=rest[:PREFIX_LENGTH]) if kind == "ck" else None
    moment = await now()
    same = matches(text, row.digest if row else None)
    if row is None or not same or not is_valid(row, moment):
        raise Unauthorized("This API key is not valid; make one with `coachable token`.")
    if row.last_used_at is None or moment - row.last_used_at > USE_IS_NOTED_EVERY:
        await ApiKey.filter(id=row.id).update(last_used_at=moment)
    return row


async def key_actor(key_id: UUID) -> Actor:
    """Who a key that was verified before speaks for. Raises Unauthorized when it is no longer valid."""
    row = await ApiKey.get_or_none(id=key_id)
    if row is None or not is_valid(row, await now()):
        raise Unauthorized(NO_LONGER)
    return actor_of(row)


async def still(actor: Actor) -> bool:
    """Whether the actor may still do what it could: for connections that outlast one request."""
    kind, _, rest = actor.subject.partition(":")
    if kind == KEY:
        row = await visible_keys(actor).get_or_none(prefix=rest)
        return row is not None and is_valid(row, await now())
    if kind in (MEMBER, IDENTITY):
        return await Member.filter(
            workspace_id=actor.workspace_id, subject=actor.subject, role=actor.role
        ).exists()
    return True


@transactional
async def note_sign_in(actor: Actor) -> None:
    """That a browser was signed in; an invitation that is accepted says so by itself."""
    await audit.note(actor, AuditAction.MEMBER_SIGNED_IN)


@transactional
async def use_link(name: str, expires_at: datetime) -> bool:
    """Whether this sign-in link is opened for the first time; from now on it counts as opened."""
    await UsedLink.filter(expires_at__lt=await now() - timedelta(days=1)).delete()
    made = await connections.get("default").execute_query_dict(
        "INSERT INTO used_link (digest, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING digest",
        [name, expires_at],
    )
    return bool(made)


def actor_of(key: ApiKey) -> Actor:
    return Actor(key.workspace_id, f"{KEY}:{key.prefix}", key.role, key.expires_at)


def checked_name(name: str, whose: str) -> str:
    name = name.strip()
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
        raise InvalidInput(f"The name of {whose} has 1 to {NAME_LENGTH} characters, in one line.", "name")
    return name


def digest(text: str) -> str:
    """Of a random secret, which needs no salt."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def matches(text: str, kept: str | None) -> bool:
    """Whether this is the digest of the secret. Compared also with None, so that the time tells nothing."""
    return hmac.compare_digest(digest(text), kept or _DIGEST_OF_NOTHING)


def is_valid(row: ApiKey | ShareLink, moment: datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > moment)
