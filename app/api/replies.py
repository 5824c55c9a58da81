"""Talk to an agent over GraphQL, token by token."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from app.agents import service as agents
from app.api.context import Info
from app.api.enums import ChatRole
from app.api.ids import decode
from app.api.reply_types import ReplyBasis, ReplySource, UnfoundedPart
from app.customers import service as queries
from app.errors import Conflict, InvalidInput
from app.models import Agent, QueryStatus
from app.replies import drafts
from app.replies import service as replies
from app.replies.conversation import MOST_CHARACTERS, MOST_MESSAGES, checked
from app.replies.prompt import Message
from app.replies.reply import Reply
from app.versions import service as versions


@strawberry.input
class ChatMessage:
    role: ChatRole
    content: str


@strawberry.input
class AgentReplyInput:
    agent_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None, description="Number of a version; 0: the base model; null: what is live."
    )
    messages: list[ChatMessage] = strawberry.field(
        default_factory=list,
        description=f"The conversation so far, 1 to {MOST_MESSAGES} messages of {MOST_CHARACTERS} characters in "
        "all, the last one from the USER.",
    )
    query_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="In place of messages: a question that an expert has to answer, with what was said before it. The "
        "reply is the draft. Where a small model's first one breaks the house style, the last event may hold a better "
        "one than its pieces.",
    )


@strawberry.interface(description="A piece of a reply.")
class ReplyEvent:
    text: str


@strawberry.type(description="More of the reply.")
class ReplyDeltaEvent(ReplyEvent):
    pass


@strawberry.type(description="The reply is complete; the subscription ends.")
class ReplyFinishedEvent(ReplyEvent):
    version: int = strawberry.field(description="Number of the version that answered; 0: the base model.")
    basis: ReplyBasis
    sources: list[ReplySource] = strawberry.field(
        description="What it stands on; of an UNSURE reply, what it offers. The likeliest first."
    )
    unfounded: list[UnfoundedPart] = strawberry.field(
        description="Of a draft: what no source holds. Customers get no such words."
    )


@strawberry.type
class ReplySubscriptions:
    @strawberry.subscription(description="Ask an agent; going away stops its answer. Nothing is stored.")
    async def agent_reply(self, info: Info, input: AgentReplyInput) -> AsyncGenerator[ReplyEvent, None]:
        agent = await agents.get(info.context.actor, decode("Agent", input.agent_id, "agentId"))
        conversation = await _conversation(info, agent, input)
        answering, server = await versions.answering(agent, input.version), info.context.model_server
        name = answering.serving_name
        if input.query_id is not None:
            stream = drafts.draft(
                answering.agent,
                conversation,
                lambda messages, seed: server.stream_chat(name, messages, seed=seed),
            )
        else:
            stream = replies.reply(
                answering.agent,
                conversation,
                may_write=answering.may_write,
                ask=lambda messages: server.stream_chat(name, messages),
                is_in_use=input.version is None,
            )
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                yield (
                    _finished(piece, answering.number)
                    if isinstance(piece, Reply)
                    else ReplyDeltaEvent(text=piece)
                )


def _finished(reply: Reply, version: int) -> ReplyFinishedEvent:
    return ReplyFinishedEvent(
        text=reply.text,
        version=version,
        basis=ReplyBasis(reply.basis),
        sources=[ReplySource.of(passage) for passage in reply.sources],
        unfounded=[UnfoundedPart.of(part) for part in reply.unfounded],
    )


async def _conversation(info: Info, agent: Agent, input: AgentReplyInput) -> list[Message]:
    if input.query_id is None:
        return checked(
            [{"role": message.role.value, "content": message.content} for message in input.messages]
        )
    query = await queries.get(info.context.actor, decode("GeneratedQuery", input.query_id, "queryId"))
    if input.messages or query.agent_id != agent.id:
        raise InvalidInput("Give messages, or a question of this agent.", "queryId")
    if query.status is QueryStatus.GENERATING:
        raise Conflict("This question is still being written; wait until it is complete.")
    return [*query.earlier, {"role": "user", "content": query.text}]
