"""Findings: what the expert should look at before the agent learns from a pair."""

from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry
from strawberry import Parent

from app import models
from app.answers.finding import Finding as Found
from app.api.context import Info
from app.api.enums import FindingCode, FindingPart, Severity
from app.api.ids import decode_optional
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.pairs.checking import check_response

if TYPE_CHECKING:
    from app.api.pairs.types import TrainingPair

_Pair = Annotated["TrainingPair", strawberry.lazy("app.api.pairs.types")]


@strawberry.type(description="Part of a text, in UTF-16 code units, as JavaScript counts.")
class Span:
    start: int
    end: int = strawberry.field(description="The first one after it.")

    @classmethod
    def of(cls, text: str, span: tuple[int, int]) -> Self:
        start, end = (len(text[:place].encode("utf-16-le")) // 2 for place in span)
        return cls(start=start, end=end)


@strawberry.type(
    description="Something about a pair that is worth a look. It never keeps a pair from being saved."
)
class Finding:
    code: FindingCode
    severity: Severity
    sentence: str = strawberry.field(description="For people: what it is, and the way out.")
    part: FindingPart = strawberry.field(description="The text that it is about.")
    span: Span | None = strawberry.field(description="Where in that text; null: all of it.")
    dismissed: bool = strawberry.field(description="The expert said that it is right like this.")
    other_id: strawberry.Private[Any]

    @strawberry.field(
        description="The earlier pair that it contradicts or doubles; null when none is meant or it was deleted.",
        graphql_type=_Pair | None,
    )
    async def pair(root: Parent["Finding"], info: Info) -> models.TrainingPair | None:
        if root.other_id is None:
            return None
        return await info.context.loaders.row(models.TrainingPair).load(root.other_id)

    @classmethod
    def of(cls, found: Found, query: str, response: str) -> Self:
        text = query if found.part is FindingPart.QUERY else response
        return cls(
            code=found.code,
            severity=found.severity,
            sentence=found.sentence,
            part=found.part,
            span=Span.of(text, found.span) if found.span else None,
            dismissed=found.dismissed,
            other_id=found.pair_id,
        )


@strawberry.input(description="Give `queryId`, or `agentId` with `query`.")
class CheckResponseInput:
    response: str = strawberry.field(
        description=f"The text so far, at most {RESPONSE_LENGTH} characters. Nothing is found in an empty one."
    )
    query_id: strawberry.ID | None = strawberry.field(
        default=None, description="The question that is being answered."
    )
    agent_id: strawberry.ID | None = strawberry.field(
        default=None, description="The agent, for a question of the expert's own."
    )
    query: str | None = strawberry.field(
        default=None, description=f"That question, at most {QUERY_LENGTH} characters."
    )
    pair_id: strawberry.ID | None = strawberry.field(
        default=None, description="The pair that is being edited: it is not compared with itself."
    )


@strawberry.type
class ResponseCheck:
    findings: list[Finding] = strawberry.field(description="Blocking ones first; empty: all is well.")


@strawberry.type
class FindingQueries:
    @strawberry.field(
        description="What saving this response would find. Made to be asked while a person types; stores nothing."
    )
    async def check_response(self, info: Info, input: CheckResponseInput) -> ResponseCheck:
        checked = await check_response(
            info.context.actor,
            response=input.response,
            agent_id=decode_optional("Agent", input.agent_id, "agentId"),
            query_id=decode_optional("GeneratedQuery", input.query_id, "queryId"),
            query=input.query,
            pair_id=decode_optional("TrainingPair", input.pair_id, "pairId"),
        )
        return ResponseCheck(
            findings=[Finding.of(found, checked.query, checked.response) for found in checked.findings]
        )
