"""A person's judgement between the answers of two versions, and its counts."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.enums import Vote
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, NotFound
from app.api.roles import mutation
from app.text.fields import KEY_LENGTH
from app.versions import votes

VERSION = "Number of a version; 0: the base model."


@strawberry.input
class VoteAnswersInput:
    agent_id: strawberry.ID
    question: str = strawberry.field(
        description=f"What both were asked last, 1 to {votes.QUESTION_LENGTH} characters."
    )
    left_version: int = strawberry.field(description=VERSION)
    right_version: int = strawberry.field(description=VERSION)
    vote: Vote
    left_answer: str | None = strawberry.field(
        default=None, description=f"What the left version said, at most {votes.ANSWER_LENGTH} characters."
    )
    right_answer: str | None = strawberry.field(
        default=None, description=f"What the right version said, at most {votes.ANSWER_LENGTH} characters."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description=f"1 to {KEY_LENGTH} characters, new for every vote: a repeated call with the same key counts once.",
    )


@strawberry.type
class AnswersVoted:
    agent: models.Agent = strawberry.field(graphql_type=Agent, description="With the new counts in `votes`.")


VoteAnswersResult = Annotated[
    AnswersVoted | InvalidInput | NotFound | Conflict, strawberry.union("VoteAnswersResult")
]


@strawberry.type
class VoteMutations:
    @mutation(
        needs=Role.COACH, description="Say which of two versions answered better. It changes no version."
    )
    async def vote_answers(self, info: Info, input: VoteAnswersInput) -> VoteAnswersResult:
        agent = await votes.give(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            question=input.question,
            left_version=input.left_version,
            right_version=input.right_version,
            vote=input.vote,
            left_answer=input.left_answer,
            right_answer=input.right_answer,
            idempotency_key=input.idempotency_key,
        )
        return AnswersVoted(agent=agent)
