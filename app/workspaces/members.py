"""People of a workspace: invited by a link that works once, with a role that an admin may change."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from app.actor import Actor, Role
from app.errors import Conflict, Forbidden, NotFound, Unauthorized
from app.models import AuditAction, Invitation, Member, Workspace
from app.models.clock import now
from app.models.ids import new_id
from app.models.transaction import transactional
from app.workspaces import audit
from app.workspaces.service import IDENTITY, LOCAL, MEMBER, NO_LONGER, announce_end, checked_name, digest

INVITATION = "inv_"  # what the token of an invitation begins with
INVITED_FOR = timedelta(hours=72)  # over a weekend
WRONG_INVITATION = "This invitation was used already or is over: ask for a new one."


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """`token` is shown once; only its SHA-256 is kept."""

    row: Invitation
    token: str


def visible(actor: Actor) -> QuerySet[Member]:
    return Member.filter(workspace_id=actor.workspace_id)


@transactional
async def invite(actor: Actor, name: str, role: Role) -> NewInvitation:
    """`name`: a person's name or address, by which lists show them. Raises InvalidInput, Forbidden."""
    if not actor.role.covers(role):
        raise Forbidden(f"Your role is {actor.role}: you can't make someone {role}.")
    token = INVITATION + secrets.token_urlsafe(32)
    row = await Invitation.create(
        workspace_id=actor.workspace_id,
        name=checked_name(name, "a member"),
        role=role,
        digest=digest(token),
        expires_at=await now() + INVITED_FOR,
    )
    await audit.note(actor, AuditAction.MEMBER_INVITED, target=row.id)
    return NewInvitation(row, token)


@transactional
async def accept(token: str) -> Member:
    """The member that the invitation makes, once. Raises Unauthorized, with the same words whatever is wrong."""
    row = await Invitation.select_for_update().get_or_none(digest=digest(token))
    moment = await now()
    if row is None or row.accepted_at or row.withdrawn_at or row.expires_at <= moment:
        raise Unauthorized(WRONG_INVITATION)
    member_id = new_id()
    row.accepted_at, row.member_id = moment, member_id
    await row.save(update_fields=["accepted_at", "member_id"])
    member = await Member.create(
        id=member_id,
        workspace_id=row.workspace_id,
        subject=f"{MEMBER}:{member_id}",
        name=row.name,
        role=row.role,
    )
    await audit.note(actor_of(member), AuditAction.MEMBER_JOINED, target=member.id)
    return member


@transactional
async def change(actor: Actor, member_id: UUID, role: Role) -> Member:
    """Give another role; the person's sockets end and come back with it. Raises NotFound, Forbidden, Conflict."""
    member = await _changeable(actor, member_id, still_admin=role is Role.ADMIN)
    if member.subject.startswith(f"{IDENTITY}:"):
        raise Conflict(
            "This person signs on with groups, which decide on the role: change it at the provider."
        )
    if not actor.role.covers(role):
        raise Forbidden(f"Your role is {actor.role}: you can't make someone {role}.")
    if member.role is not role:
        before = actor_of(member)
        member.role = role
        await member.save(update_fields=["role"])
        await audit.note(actor, AuditAction.MEMBER_CHANGED, target=member.id)
        announce_end(member.id, before)
    return member


@transactional
async def remove(actor: Actor, member_id: UUID) -> Member:
    """What the person taught stays; their browsers are signed out, and their name goes. Who signs on with groups needs
    another token to come back. Raises NotFound, Conflict."""
    member = await _changeable(actor, member_id)
    await Member.filter(id=member.id).delete()
    # Rows of releases before 16 don't say whom they made a member.
    of_them = Q(member_id=member.id) | Q(member_id=None, accepted_at__not_isnull=True, name=member.name)
    await Invitation.filter(of_them, workspace_id=member.workspace_id).delete()
    await audit.note(actor, AuditAction.MEMBER_REMOVED, target=member.id)
    announce_end(member.id, actor_of(member))
    return member


async def signed_in(member_id: UUID) -> Actor:
    """Raises Unauthorized."""
    member = await Member.get_or_none(id=member_id)
    if member is None:
        raise Unauthorized(NO_LONGER)
    return actor_of(member)


async def get(actor: Actor, member_id: UUID) -> Member:
    member = await visible(actor).get_or_none(id=member_id)
    if member is None:
        raise NotFound(f"There is no member {member_id}.")
    return member


def actor_of(member: Member) -> Actor:
    return Actor(member.workspace_id, member.subject, member.role)


@transactional
async def create_workspace(name: str) -> Actor:
    """A workspace beside the others, as its first admin. Its people come by invitation. Raises InvalidInput."""
    workspace = await Workspace.create(name=checked_name(name, "a workspace"))
    actor = Actor(workspace.id, LOCAL, Role.ADMIN)
    await audit.note(actor, AuditAction.WORKSPACE_CREATED, target=workspace.id)
    return actor


async def workspace_called(name: str) -> Actor:
    """The admin of the one workspace of this name. Raises NotFound, Conflict."""
    found = await Workspace.filter(name=name).limit(2)
    if not found:
        raise NotFound(f"There is no workspace {name!r}; `coachable workspace list` shows them.")
    if len(found) > 1:
        raise Conflict(f"Several workspaces are called {name!r}.")
    return Actor(found[0].id, LOCAL, Role.ADMIN)


async def _changeable(actor: Actor, member_id: UUID, *, still_admin: bool = False) -> Member:
    # All admins are locked, in one order: two that take each other's role away would leave none else.
    admins = await visible(actor).filter(role=Role.ADMIN).order_by("id").select_for_update()
    member = await visible(actor).select_for_update().get_or_none(id=member_id)
    if member is None:
        raise NotFound(f"There is no member {member_id}.")
    if member.subject in (LOCAL, actor.subject):
        whose = "yours" if member.subject == actor.subject else "that of this machine"
        raise Conflict(
            f"This membership is {whose}: another admin has to change it, and this machine keeps its own."
        )
    if not still_admin and [admin.id for admin in admins] == [member.id]:
        raise Conflict(
            f"{member.name or member.subject} is the last admin here: make another member admin first."
        )
    return member
