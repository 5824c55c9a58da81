"""Share links: a conversation with one agent for whoever has the link, in a browser and without an account."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents import service as agents
from app.errors import InvalidInput, LimitReached, NotFound, Unauthorized, every_field
from app.models import Agent, AuditAction, ShareLink
from app.models.clock import now
from app.models.transaction import transactional
from app.workspaces import audit
from app.workspaces.service import USE_IS_NOTED_EVERY, checked_name, digest, is_valid, matches

DAYS = 30
MOST_DAYS = 365
MOST = 50  # of an agent that have not ended
MOST_ORIGINS = 20
SECRET = "cs_"  # what a secret begins with, so that nobody takes it for a key
NO_LONGER = "This link does not work, or no longer. Ask the person you have it from for a new one."
_PREFIX_BYTES = 8  # it finds the link's origins without the secret, so it is not to be guessed either
_PREFIX = re.compile(rf"[0-9a-f]{{{2 * _PREFIX_BYTES}}}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:]+\]")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_AN_ORIGIN = "an address of a site without a path, as https://www.example.org (http only on this machine)"


@dataclass(frozen=True, slots=True)
class NewLink:
    """`secret` is shown once; only its SHA-256 is kept."""

    row: ShareLink
    secret: str


def visible(actor: Actor, agent_id: UUID | None = None) -> QuerySet[ShareLink]:
    rows = ShareLink.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)
    return rows if agent_id is None else rows.filter(agent_id=agent_id)


async def get(actor: Actor, link_id: UUID) -> ShareLink:
    row = await visible(actor).get_or_none(id=link_id)
    if row is None:
        raise NotFound(f"There is no share link {link_id}.")
    return row


@transactional
async def create(
    actor: Actor, agent_id: UUID, name: str, days: int | None = DAYS, origins: Sequence[str] = ()
) -> NewLink:
    """`days` None: until it is revoked. `origins` empty: no site may frame it. Raises InvalidInput, NotFound,
    LimitReached."""
    agent = await agents.get(actor, agent_id)
    await Agent.select_for_update().get(id=agent.id)  # orders those who count
    with every_field() as field:
        with field():
            name = checked_name(name, "a share link")
        with field():
            if days is not None and not 1 <= days <= MOST_DAYS:
                raise InvalidInput(
                    f"A share link lasts 1 to {MOST_DAYS} days, or until it is revoked.", "days"
                )
        with field():
            sites = _checked(origins)
    moment = await now()
    lasting = Q(expires_at=None) | Q(expires_at__gt=moment)
    if await ShareLink.filter(lasting, agent_id=agent.id, revoked_at=None).count() >= MOST:
        raise LimitReached(f"An agent has at most {MOST} share links: revoke one first.")
    secret = SECRET + secrets.token_urlsafe(32)
    row = await ShareLink.create(
        agent=agent,
        name=name,
        prefix=secrets.token_hex(_PREFIX_BYTES),
        digest=digest(secret),
        origins=sites,
        created_by=actor.subject,
        expires_at=None if days is None else moment + timedelta(days=days),
    )
    await audit.note(actor, AuditAction.LINK_CREATED, agent=agent.id, target=row.id)
    return NewLink(row, secret)


@transactional
async def revoke(actor: Actor, link_id: UUID) -> ShareLink:
    """It opens nothing from now on. Repeating it changes nothing. Raises NotFound."""
    await get(actor, link_id)
    row = await ShareLink.select_for_update().get(id=link_id)
    if row.revoked_at is None:
        row.revoked_at = await now()
        await row.save(update_fields=["revoked_at"])
        await audit.note(actor, AuditAction.LINK_REVOKED, agent=row.agent_id, target=row.id)
    return row


async def opened(prefix: str, secret: str) -> tuple[ShareLink, Agent]:
    """The link and its agent. Raises Unauthorized, with the same words whatever is wrong with it."""
    row = await _found(prefix)
    same = matches(secret, row.digest if row else None)
    if row is None or not same or not is_valid(row, await now()):
        raise Unauthorized(NO_LONGER)
    return row, row.agent


async def note_use(row: ShareLink) -> None:
    """To the minute, as of keys."""
    moment = await now()
    if row.last_used_at is None or moment - row.last_used_at > USE_IS_NOTED_EVERY:
        await ShareLink.filter(id=row.id).update(last_used_at=moment)


async def origins_of(prefix: str) -> list[str]:
    """Of the sites that may frame its page. Also once it has ended, as the page says so then."""
    row = await _found(prefix)
    return row.origins if row else []


async def _found(prefix: str) -> ShareLink | None:
    """Of an agent that is not deleted."""
    if not _PREFIX.fullmatch(prefix):  # what comes in a path may be what PostgreSQL refuses
        return None
    return await ShareLink.get_or_none(prefix=prefix, agent__deleted_at=None).select_related("agent")


def _checked(origins: Sequence[str]) -> list[str]:
    if len(origins) > MOST_ORIGINS:
        raise InvalidInput(f"{len(origins)} sites are too many; {MOST_ORIGINS} is the most.", "origins")
    return list(dict.fromkeys(map(_origin, origins)))


def _origin(text: str) -> str:
    """As a browser writes it in a header. Raises InvalidInput."""
    given = text.strip()
    try:
        url = urlsplit(given)
        host, port = (url.hostname or "").encode("idna").decode(), url.port
    except ValueError as error:  # UnicodeError is one
        raise _no_origin(given) from error
    host = f"[{host}]" if ":" in host else host
    own = url.scheme == "http" and host in _LOOPBACK
    rest = url.username is not None or url.path not in ("", "/") or url.query or url.fragment
    if not (url.scheme == "https" or own) or rest or not _HOST.fullmatch(host):
        raise _no_origin(given)
    usual = {"https": 443, "http": 80}[url.scheme]
    return f"{url.scheme}://{host}" + ("" if port in (None, usual) else f":{port}")


def _no_origin(given: str) -> InvalidInput:
    return InvalidInput(f"{given[:80]!r} is not {_AN_ORIGIN}.", "origins")
