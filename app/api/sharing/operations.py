"""Making, listing and revoking share links."""

from typing import Annotated, Any

import strawberry

from app import models
from app.actor import Role
from app.agents import share_links
from app.api.context import Info
from app.api.ids import decode, decode_optional
from app.api.problems import InvalidInput, LimitReached, NotFound
from app.api.roles import mutation, restricted_list
from app.api.sharing.types import ShareLink


@strawberry.input
class CreateShareLinkInput:
    agent_id: strawberry.ID
    name: str = strawberry.field(description="Whom it is for, shown in lists; visitors don't see it.")
    days: int | None = strawberry.field(
        default=share_links.DAYS,
        description=f"How long it works, 1 to {share_links.MOST_DAYS}; null: until it is revoked.",
    )
    origins: list[str] = strawberry.field(
        default_factory=list,
        description="Sites that may show the conversation in a frame, such as https://www.example.org; at most "
        f"{share_links.MOST_ORIGINS}. Empty: none may.",
    )


@strawberry.input
class RevokeShareLinkInput:
    share_link_id: strawberry.ID


@strawberry.type
class ShareLinkCreated:
    share_link: models.ShareLink = strawberry.field(graphql_type=ShareLink)
    path: str = strawberry.field(
        description="To be opened at the address of this server; it is shown this once. What follows `#` is the "
        "secret, and no browser sends that in an address."
    )


@strawberry.type
class ShareLinkRevoked:
    share_link: models.ShareLink = strawberry.field(graphql_type=ShareLink)


CreateShareLinkResult = Annotated[
    ShareLinkCreated | InvalidInput | NotFound | LimitReached, strawberry.union("CreateShareLinkResult")
]
RevokeShareLinkResult = Annotated[
    ShareLinkRevoked | InvalidInput | NotFound, strawberry.union("RevokeShareLinkResult")
]


@strawberry.type
class ShareLinkQueries:
    @restricted_list(
        ShareLink,
        "The share links of your workspace, or of one of its agents, also those that ended.",
        needs=Role.ADMIN,
    )
    def share_links(self, info: Info, agent_id: strawberry.ID | None = None) -> Any:
        return share_links.visible(info.context.actor, decode_optional("Agent", agent_id, "agentId"))


@strawberry.type
class ShareLinkMutations:
    @mutation(
        needs=Role.ADMIN,
        description="Let people without an account talk to an agent: whoever has the link may. An agent has at most "
        f"{share_links.MOST} that have not ended.",
    )
    async def create_share_link(self, info: Info, input: CreateShareLinkInput) -> CreateShareLinkResult:
        made = await share_links.create(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            input.name,
            input.days,
            input.origins,
        )
        return ShareLinkCreated(share_link=made.row, path=f"/chat/{made.row.prefix}#{made.secret}")

    @mutation(
        needs=Role.ADMIN,
        description="Let a share link open nothing from now on. Repeating it changes nothing.",
    )
    async def revoke_share_link(self, info: Info, input: RevokeShareLinkInput) -> RevokeShareLinkResult:
        row = decode("ShareLink", input.share_link_id, "shareLinkId")
        return ShareLinkRevoked(share_link=await share_links.revoke(info.context.actor, row))
