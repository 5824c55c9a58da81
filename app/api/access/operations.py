"""Who belongs to the workspace, the keys of its programs, and who did what."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

import strawberry

from app import models
from app.actor import Role
from app.api.access.types import ApiKey, AuditEntry, Invitation, Member
from app.api.context import Info
from app.api.enums import AuditAction
from app.api.ids import decode, decode_optional
from app.api.paging import Order, where
from app.api.problems import Conflict, InvalidInput, NotFound
from app.api.roles import mutation, restricted_list
from app.workspaces import audit, invitations, members
from app.workspaces import service as workspaces


@strawberry.input
class CreateApiKeyInput:
    name: str = strawberry.field(description="What it is for, shown in lists.")
    role: Role = strawberry.field(description="At most your own.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="null: valid until it is revoked."
    )


@strawberry.input
class InviteMemberInput:
    name: str = strawberry.field(description="A name or an address, by which lists show the person.")
    role: Role = strawberry.field(description="At most your own.")


@strawberry.input
class UpdateMemberInput:
    member_id: strawberry.ID
    role: Role


@strawberry.type
class ApiKeyCreated:
    api_key: models.ApiKey = strawberry.field(graphql_type=ApiKey)
    secret: str = strawberry.field(description="The key itself. It is shown this once.")


@strawberry.type
class ApiKeyRevoked:
    api_key: models.ApiKey = strawberry.field(graphql_type=ApiKey)


@strawberry.type
class MemberInvited:
    path: str = strawberry.field(
        description="To be opened once, at the address of this server: it makes the browser a member's. It is shown "
        "this once."
    )
    expires_at: datetime
    invitation: models.Invitation = strawberry.field(graphql_type=Invitation)


@strawberry.type
class InvitationWithdrawn:
    invitation: models.Invitation = strawberry.field(graphql_type=Invitation)


@strawberry.type
class MemberUpdated:
    member: models.Member = strawberry.field(graphql_type=Member)


@strawberry.type
class MemberRemoved:
    member: models.Member = strawberry.field(graphql_type=Member)


CreateApiKeyResult = Annotated[ApiKeyCreated | InvalidInput, strawberry.union("CreateApiKeyResult")]
RevokeApiKeyResult = Annotated[
    ApiKeyRevoked | InvalidInput | NotFound, strawberry.union("RevokeApiKeyResult")
]
InviteMemberResult = Annotated[MemberInvited | InvalidInput, strawberry.union("InviteMemberResult")]
WithdrawInvitationResult = Annotated[
    InvitationWithdrawn | InvalidInput | NotFound | Conflict, strawberry.union("WithdrawInvitationResult")
]
UpdateMemberResult = Annotated[
    MemberUpdated | InvalidInput | NotFound | Conflict, strawberry.union("UpdateMemberResult")
]
RemoveMemberResult = Annotated[
    MemberRemoved | InvalidInput | NotFound | Conflict, strawberry.union("RemoveMemberResult")
]


def invitation_path(token: str) -> str:
    return f"/login?{urlencode({'token': token})}"


@strawberry.type
class AccessQueries:
    @restricted_list(Member, "The people of your workspace.", needs=Role.ADMIN, order=Order.OLDEST_FIRST)
    def members(self, info: Info) -> Any:
        return members.visible(info.context.actor)

    @restricted_list(
        Invitation,
        "The invitations of your workspace, also those that were accepted, withdrawn or have expired.",
        needs=Role.ADMIN,
    )
    def invitations(self, info: Info) -> Any:
        return invitations.visible(info.context.actor)

    @restricted_list(ApiKey, "The API keys of your workspace, also those that ended.", needs=Role.ADMIN)
    def api_keys(self, info: Info) -> Any:
        return workspaces.visible_keys(info.context.actor)

    @restricted_list(
        AuditEntry, "Who did what in your workspace. Filters that are null don't apply.", needs=Role.ADMIN
    )
    def audit_log(
        self,
        info: Info,
        actor: str | None = None,
        action: AuditAction | None = None,
        agent_id: strawberry.ID | None = None,
    ) -> Any:
        of_agent = decode_optional("Agent", agent_id, "agentId")
        return where(audit.visible(info.context.actor), actor=actor, action=action, agent_id=of_agent)


@strawberry.type
class AccessMutations:
    @mutation(needs=Role.ADMIN, description="Make an API key for a program.")
    async def create_api_key(self, info: Info, input: CreateApiKeyInput) -> CreateApiKeyResult:
        key = await workspaces.create_key(info.context.actor, input.name, input.expires_at, role=input.role)
        return ApiKeyCreated(api_key=key.row, secret=key.text)

    @mutation(
        needs=Role.ADMIN,
        description="End an API key and what is open with it. Repeating it changes nothing.",
    )
    async def revoke_api_key(self, info: Info, id: strawberry.ID) -> RevokeApiKeyResult:
        return ApiKeyRevoked(
            api_key=await workspaces.revoke_key(info.context.actor, decode("ApiKey", id, "id"))
        )

    @mutation(
        needs=Role.ADMIN,
        description="Invite a person by a link that works once, for three days. You pass it on.",
    )
    async def invite_member(self, info: Info, input: InviteMemberInput) -> InviteMemberResult:
        made = await members.invite(info.context.actor, input.name, input.role)
        return MemberInvited(
            path=invitation_path(made.token), expires_at=made.row.expires_at, invitation=made.row
        )

    @mutation(
        needs=Role.ADMIN,
        description="Let the link of an invitation open nothing. Repeating it changes nothing.",
    )
    async def withdraw_invitation(self, info: Info, id: strawberry.ID) -> WithdrawInvitationResult:
        row = decode("Invitation", id, "id")
        return InvitationWithdrawn(invitation=await invitations.withdraw(info.context.actor, row))

    @mutation(
        needs=Role.ADMIN,
        description="Give a member another role; the last admin keeps theirs. Of those who sign on with groups, the "
        "groups decide.",
    )
    async def update_member(self, info: Info, input: UpdateMemberInput) -> UpdateMemberResult:
        member_id = decode("Member", input.member_id, "memberId")
        return MemberUpdated(member=await members.change(info.context.actor, member_id, input.role))

    @mutation(
        needs=Role.ADMIN,
        description="Sign a member out for good. What they taught stays, their name goes; the last admin stays.",
    )
    async def remove_member(self, info: Info, member_id: strawberry.ID) -> RemoveMemberResult:
        row = decode("Member", member_id, "memberId")
        return MemberRemoved(member=await members.remove(info.context.actor, row))
