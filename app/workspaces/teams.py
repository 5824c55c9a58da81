"""The workspaces of an installation, for the admins who operate it: those of the workspace of the machine itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from app.actor import Actor, Role
from app.errors import Forbidden, NotFound
from app.models import ApiKey, AuditAction, Invitation, Member, ShareLink, Workspace
from app.models.transaction import transactional
from app.workspaces import audit, members
from app.workspaces.service import KEY, LOCAL, checked_name

FIRST_ADMIN = "first admin"


@dataclass(frozen=True, slots=True)
class NewTeam:
    workspace: Workspace
    invitation: members.NewInvitation  # of its first admin


async def is_operator(actor: Actor) -> bool:
    """Whether the actor's workspace is the one of this machine, and the actor an admin of it."""
    return (
        actor.role is Role.ADMIN
        and await Member.filter(workspace_id=actor.workspace_id, subject=LOCAL).exists()
    )


async def need_operator(actor: Actor) -> None:
    """For what concerns the whole installation. Raises Forbidden."""
    if not await is_operator(actor):
        raise Forbidden(
            "This concerns the whole installation: only admins of the workspace of the machine itself may do it."
        )


@transactional
async def note_writer_change(actor: Actor) -> None:
    """The writer model is the machine's, and plays the customers of all workspaces. Raises Forbidden."""
    await need_operator(actor)
    await audit.note(actor, AuditAction.WRITER_CHANGED)


async def visible(actor: Actor) -> QuerySet[Workspace]:
    """All of them for those who operate the installation; their own for others."""
    return Workspace.all() if await is_operator(actor) else Workspace.filter(id=actor.workspace_id)


async def get(actor: Actor, workspace_id: UUID) -> Workspace:
    row = await (await visible(actor)).get_or_none(id=workspace_id)
    if row is None:
        raise NotFound(f"There is no workspace {workspace_id}.")
    return row


async def member_counts(workspace_ids: Iterable[UUID]) -> dict[UUID, int]:
    rows = (
        await Member.filter(workspace_id__in=list(workspace_ids))
        .annotate(n=Count("id"))
        .group_by("workspace_id")
        .values_list("workspace_id", "n")
    )
    return dict(rows)


async def names_of(subjects: Sequence[tuple[UUID, str]]) -> list[str | None]:
    """Of members and keys, by their workspace and subject; None where there is none any more."""
    spaces, texts = {space for space, _ in subjects}, {text for _, text in subjects}
    people = await Member.filter(workspace_id__in=spaces, subject__in=texts).values_list(
        "workspace_id", "subject", "name"
    )
    prefixes = [text.removeprefix(f"{KEY}:") for text in texts if text.startswith(f"{KEY}:")]
    keys = await ApiKey.filter(workspace_id__in=spaces, prefix__in=prefixes).values_list(
        "workspace_id", "prefix", "name"
    )
    names = {(space, subject): name for space, subject, name in people}
    names |= {(space, f"{KEY}:{prefix}"): name for space, prefix, name in keys}
    return [names.get(subject) or None for subject in subjects]


async def forget_ended(before: datetime) -> dict[str, int]:
    """Delete what holds names and ended earlier, in all workspaces: invitations, API keys and share links; how many
    went."""
    ended = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return {
        "invitations": await Invitation.filter(over).delete(),
        "keys": await ApiKey.filter(ended).delete(),
        "share_links": await ShareLink.filter(ended).delete(),
    }


@transactional
async def create(actor: Actor, name: str, admin: str = FIRST_ADMIN) -> NewTeam:
    """A workspace beside the others, and the invitation of its first admin. Raises Forbidden, InvalidInput."""
    await need_operator(actor)
    checked_name(admin, "a member")
    owner = await members.create_workspace(name)
    invitation = await members.invite(owner, admin, Role.ADMIN)
    await audit.note(actor, AuditAction.WORKSPACE_CREATED, target=owner.workspace_id)
    return NewTeam(await Workspace.get(id=owner.workspace_id), invitation)
