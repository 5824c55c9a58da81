"""Invitations of a workspace: what became of each, and taking one back."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.errors import Conflict, NotFound
from app.models import AuditAction, Invitation
from app.models.clock import now
from app.models.transaction import transactional
from app.workspaces import audit


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def visible(actor: Actor) -> QuerySet[Invitation]:
    return Invitation.filter(workspace_id=actor.workspace_id)


async def get(actor: Actor, invitation_id: UUID) -> Invitation:
    row = await visible(actor).get_or_none(id=invitation_id)
    if row is None:
        raise NotFound(f"There is no invitation {invitation_id}.")
    return row


def state_of(row: Invitation, moment: datetime) -> InvitationState:
    if row.accepted_at is not None:
        return InvitationState.ACCEPTED
    if row.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if row.expires_at <= moment else InvitationState.OPEN


@transactional
async def withdraw(actor: Actor, invitation_id: UUID) -> Invitation:
    """Its link opens nothing from now on. Repeating it changes nothing. Raises NotFound, Conflict."""
    row = await visible(actor).select_for_update().get_or_none(id=invitation_id)
    if row is None:
        raise NotFound(f"There is no invitation {invitation_id}.")
    moment = await now()
    match state_of(row, moment):
        case InvitationState.ACCEPTED:
            raise Conflict(f"{row.name} has accepted this invitation: remove the member instead.")
        case InvitationState.EXPIRED:
            raise Conflict(f"The invitation of {row.name} has expired: its link opens nothing any more.")
        case InvitationState.OPEN:
            row.withdrawn_at = moment
            await row.save(update_fields=["withdrawn_at"])
            await audit.note(actor, AuditAction.INVITATION_WITHDRAWN, target=row.id)
        case InvitationState.WITHDRAWN:
            pass
    return row
