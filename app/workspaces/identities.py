"""People whom a sign-on provider vouches for: their groups decide which workspaces they belong to, and as what.

A membership is made, changed and ended when a token of the person is seen. Tokens may come in any order, so one that
was issued before the last change can't undo it; that change is in the audit log, which keeps 30 days at least, longer
than any token lasts.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from tortoise import connections

from app.actor import Identity, Role
from app.errors import Conflict, Misconfigured, NotFound, Unauthorized
from app.models import AuditAction, Member, Workspace
from app.models.ids import new_id
from app.models.transaction import transactional
from app.workspaces import audit
from app.workspaces.members import actor_of, workspace_called
from app.workspaces.service import IDENTITY, announce_end, local_actor

OLDER = "Your membership has changed since this sign-on: sign in again."
A_SECOND = timedelta(seconds=1)  # by which tokens are dated

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Grant:
    """`workspace`: by its name; None: the one of this machine."""

    group: str
    workspace: str | None
    role: Role


class Grants:
    """What groups may do. A role that there is not raises Misconfigured."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._grants = [_grant(group, what) for group, what in roles.items()]
        self._ids: dict[str | None, UUID] = {}  # of those that were found; a workspace keeps its name

    def __bool__(self) -> bool:
        return bool(self._grants)

    async def of(self, groups: frozenset[str]) -> dict[UUID, Role]:
        """The highest role in each workspace, in the order of the setting."""
        roles: dict[UUID, Role] = {}
        for grant in self._grants:
            if grant.group in groups and (found := await self._workspace(grant.workspace)) is not None:
                before = roles.get(found, grant.role)
                roles[found] = before if before.covers(grant.role) else grant.role
        return roles

    async def _workspace(self, name: str | None) -> UUID | None:
        if name not in self._ids:
            try:
                actor = await (local_actor() if name is None else workspace_called(name))
            except (NotFound, Conflict) as error:  # missing, or not the only one of this name
                log.warning("oidc_roles", problem=error.message)
                return None
            self._ids[name] = actor.workspace_id
        return self._ids[name]


async def member_of(identity: Identity, grants: Grants, wanted: str | None = None) -> Member:
    """The membership in the workspace that is `wanted` by its name, or else that of the first grant that fits; those in
    others are brought up to date as well. Raises Unauthorized."""
    roles = await grants.of(identity.groups or frozenset())
    found = await Member.filter(subject=subject_of(identity))
    # A token that does not speak of groups, as many access tokens, gives nothing and takes nothing.
    if identity.groups is not None and {row.workspace_id: row.role for row in found} != roles:
        found = await _follow(identity, roles)
    if not roles:
        raise Unauthorized(
            f"{identity.name}: none of your groups may use Coachable. Ask an admin of your team."
        )
    chosen = next(iter(roles))
    if wanted is not None:
        workspace = await Workspace.filter(id__in=list(roles), name=wanted).order_by("id").first()
        if workspace is None:
            raise Unauthorized(f"{identity.name}: none of your groups may use the workspace {wanted!r}.")
        chosen = workspace.id
    return next(row for row in found if row.workspace_id == chosen)


def subject_of(identity: Identity) -> str:
    """Of one length, whatever the provider calls people; it takes both parts to say who it is."""
    parts = f"{identity.issuer}\n{identity.subject}".encode("utf-8", "surrogatepass")
    return f"{IDENTITY}:{hashlib.sha256(parts).hexdigest()}"


@transactional
async def _follow(identity: Identity, roles: Mapping[UUID, Role]) -> list[Member]:
    subject = subject_of(identity)
    # One after the other: a page sends several requests at once, and each would make the membership.
    lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
    await connections.get("default").execute_query(lock, [subject])
    rows = {row.workspace_id: row for row in await Member.filter(subject=subject)}
    for workspace_id in {**rows, **roles}:
        row, role = rows.get(workspace_id), roles.get(workspace_id)
        if row is not None and row.role is role:
            continue
        last = await audit.last_change_of_member(workspace_id, subject)
        if last is not None and identity.issued_at + A_SECOND <= last:
            raise Unauthorized(OLDER)
        if row is None:
            assert role is not None
            rows[workspace_id] = await _join(identity, workspace_id, role)
        elif role is None:
            await _leave(rows.pop(workspace_id))
        else:
            await _change(row, role)
    return list(rows.values())


async def _join(identity: Identity, workspace_id: UUID, role: Role) -> Member:
    member = await Member.create(
        id=new_id(), workspace_id=workspace_id, subject=subject_of(identity), name=identity.name, role=role
    )
    await audit.note(actor_of(member), AuditAction.MEMBER_JOINED, target=member.id)
    return member


async def _change(member: Member, role: Role) -> None:
    before = actor_of(member)
    member.role = role
    await member.save(update_fields=["role"])
    await audit.note(actor_of(member), AuditAction.MEMBER_CHANGED, target=member.id)
    announce_end(member.id, before)


async def _leave(member: Member) -> None:
    await Member.filter(id=member.id).delete()
    await audit.note(actor_of(member), AuditAction.MEMBER_REMOVED, target=member.id)
    announce_end(member.id, actor_of(member))


def _grant(group: str, what: str) -> Grant:
    workspace, _, role = what.rpartition("/")
    if role not in list(Role):
        raise Misconfigured(f"COACHABLE_OIDC_ROLES: {what!r} of {group!r} ends in none of {', '.join(Role)}.")
    return Grant(group, workspace or None, Role(role))
