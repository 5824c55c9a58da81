"""Forget what the agent had no answer to in use."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.ids import decode
from app.api.problems import InvalidInput, NotFound
from app.api.roles import mutation
from app.replies import open_questions as openquestions


@strawberry.type
class OpenQuestionDeleted:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


DeleteOpenQuestionResult = Annotated[
    OpenQuestionDeleted | InvalidInput | NotFound, strawberry.union("DeleteOpenQuestionResult")
]


@strawberry.type
class OpenQuestionMutations:
    @mutation(needs=Role.COACH, description="Forget a question that the agent had no answer to.")
    async def delete_open_question(self, info: Info, id: strawberry.ID) -> DeleteOpenQuestionResult:
        agent = await openquestions.delete(info.context.actor, decode("OpenQuestion", id, "id"))
        return OpenQuestionDeleted(agent=agent)
