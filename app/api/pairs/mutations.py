"""Save, correct and delete training pairs."""

from typing import Annotated, Self

import strawberry

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.enums import Category, Difficulty
from app.api.ids import decode, decode_all
from app.api.pairs.types import TrainingPair
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.queries.types import GeneratedQuery
from app.api.roles import mutation
from app.api.runs.types import TrainingRun
from app.api.sessions.types import Session
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.pairs import deletion
from app.pairs import service as pairs
from app.pairs.filing import CONTEXT_LENGTH, Filing
from app.text.fields import KEY_LENGTH

KEY = (
    f"1 to {KEY_LENGTH} characters, new for every pair: a repeated call with the same key returns the "
    "first result."
)
CONTEXT = f"Who is asking, at most {CONTEXT_LENGTH} characters."
QUERY = f"A customer's question, 1 to {QUERY_LENGTH} characters."
RESPONSE = f"The ideal response, 1 to {RESPONSE_LENGTH} characters."


@strawberry.input
class SubmitResponseInput:
    query_id: strawberry.ID
    response: str = strawberry.field(description=RESPONSE)
    idempotency_key: str | None = strawberry.field(default=None, description=KEY)
    draft: str | None = strawberry.field(
        default=None, description="The agent's own proposal, if one was shown; kept beside the response."
    )
    draft_version: int | None = strawberry.field(
        default=None,
        description="Number of the version that wrote it, as `agentReply` said; null: what is live.",
    )
    next_query_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="One of `Session.preparedQueries` that is shown already: it opens next if it is still wanted.",
    )


@strawberry.input
class AddPairInput:
    session_id: strawberry.ID
    query: str = strawberry.field(description=QUERY)
    response: str = strawberry.field(description=RESPONSE)
    category: Category | None = strawberry.field(
        default=None, description="Default: what the question's words speak of."
    )
    context: str | None = strawberry.field(default=None, description=CONTEXT)
    difficulty: Difficulty | None = strawberry.field(default=None, description="Default MEDIUM.")
    idempotency_key: str | None = strawberry.field(default=None, description=KEY)


@strawberry.input(description="What is left out or null stays as it is.")
class UpdatePairInput:
    pair_id: strawberry.ID
    query: str | None = strawberry.field(default=None, description=QUERY)
    response: str | None = strawberry.field(default=None, description=RESPONSE)
    category: Category | None = None
    difficulty: Difficulty | None = None
    context: str | None = strawberry.field(default=None, description=CONTEXT)


@strawberry.input
class DeletePairsInput:
    pair_ids: list[strawberry.ID]


@strawberry.type
class PairSaved:
    pair: models.TrainingPair = strawberry.field(graphql_type=TrainingPair)
    session: models.Session = strawberry.field(graphql_type=Session)
    next_query: models.GeneratedQuery | None = strawberry.field(
        graphql_type=GeneratedQuery | None, description="The question that is now current, when it changed."
    )
    training_run: models.TrainingRun | None = strawberry.field(
        graphql_type=TrainingRun | None, description="The training that this pair started, when it did."
    )
    notices: list[str] = strawberry.field(description="For people, such as: Training pair saved (7/20)")

    @classmethod
    def of(cls, saved: pairs.Saved) -> Self:
        return cls(
            pair=saved.pair,
            session=saved.session,
            next_query=saved.next_query,
            training_run=saved.run,
            notices=saved.notices,
        )


@strawberry.type
class PairUpdated:
    pair: models.TrainingPair = strawberry.field(graphql_type=TrainingPair)


@strawberry.type
class PairDeleted:
    pair: models.TrainingPair = strawberry.field(graphql_type=TrainingPair, description="As it was.")
    session: models.Session = strawberry.field(graphql_type=Session)
    notices: list[str] = strawberry.field(description="For people: which versions learned it.")


@strawberry.type
class PairsDeleted:
    pairs: list[models.TrainingPair] = strawberry.field(
        graphql_type=list[TrainingPair], description="As they were."
    )
    sessions: list[models.Session] = strawberry.field(
        graphql_type=list[Session], description="In which they were saved, without them."
    )
    notices: list[str] = strawberry.field(description="For people: which versions learned some of them.")


SubmitResponseResult = Annotated[
    PairSaved | InvalidInput | NotFound | Conflict | LimitReached, strawberry.union("SubmitResponseResult")
]
AddPairResult = Annotated[
    PairSaved | InvalidInput | NotFound | Conflict | LimitReached, strawberry.union("AddPairResult")
]
UpdatePairResult = Annotated[
    PairUpdated | InvalidInput | NotFound | Conflict, strawberry.union("UpdatePairResult")
]
DismissFindingsResult = Annotated[
    PairUpdated | InvalidInput | NotFound, strawberry.union("DismissFindingsResult")
]
DeletePairResult = Annotated[
    PairDeleted | InvalidInput | NotFound | Conflict, strawberry.union("DeletePairResult")
]

DeletePairsResult = Annotated[PairsDeleted | InvalidInput | NotFound, strawberry.union("DeletePairsResult")]


@strawberry.type
class PairMutations:
    @mutation(
        needs=Role.COACH, description="Save the ideal response to the current question and open the next one."
    )
    async def submit_response(self, info: Info, input: SubmitResponseInput) -> SubmitResponseResult:
        saved = await pairs.submit(
            info.context.actor,
            decode("GeneratedQuery", input.query_id, "queryId"),
            input.response,
            idempotency_key=input.idempotency_key,
            draft=input.draft,
            draft_version=input.draft_version,
            next_query_id=decode("GeneratedQuery", input.next_query_id, "nextQueryId")
            if input.next_query_id
            else None,
        )
        return PairSaved.of(saved)

    @mutation(
        needs=Role.COACH, description="Save a pair with a question of your own; the current question stays."
    )
    async def add_pair(self, info: Info, input: AddPairInput) -> AddPairResult:
        saved = await pairs.add(
            info.context.actor,
            decode("Session", input.session_id, "sessionId"),
            query=input.query,
            response=input.response,
            category=input.category,
            context=input.context,
            difficulty=input.difficulty,
            idempotency_key=input.idempotency_key,
        )
        return PairSaved.of(saved)

    @mutation(
        needs=Role.COACH,
        description="Correct a pair. With other words it counts as new for the next training.",
    )
    async def update_pair(self, info: Info, input: UpdatePairInput) -> UpdatePairResult:
        pair_id = decode("TrainingPair", input.pair_id, "pairId")
        pair = await pairs.update(
            info.context.actor,
            pair_id,
            query=input.query,
            response=input.response,
            filing=Filing(input.category, input.difficulty, input.context),
        )
        return PairUpdated(pair=pair)

    @mutation(
        needs=Role.COACH,
        description="Say that a pair is right as it is: trainings use it, whatever was found. Editing it looks anew.",
    )
    async def dismiss_findings(self, info: Info, pair_id: strawberry.ID) -> DismissFindingsResult:
        pair = await pairs.dismiss_findings(info.context.actor, decode("TrainingPair", pair_id, "pairId"))
        return PairUpdated(pair=pair)

    @mutation(
        needs=Role.COACH,
        description="Delete a pair and its words in reports and events. Versions that learned it stay and are named; "
        "the next training makes one without it.",
    )
    async def delete_pair(self, info: Info, pair_id: strawberry.ID) -> DeletePairResult:
        deleted = await deletion.delete(info.context.actor, decode("TrainingPair", pair_id, "pairId"))
        return PairDeleted(pair=deleted.pairs[0], session=deleted.sessions[0], notices=deleted.notices)

    @mutation(
        needs=Role.COACH,
        description=f"Delete 1 to {deletion.MOST_AT_ONCE} pairs as `deletePair` does it: all, or none where an id is "
        "wrong.",
    )
    async def delete_pairs(self, info: Info, input: DeletePairsInput) -> DeletePairsResult:
        ids = decode_all("TrainingPair", input.pair_ids, "pairIds")
        deleted = await deletion.delete_all(info.context.actor, ids)
        return PairsDeleted(pairs=deleted.pairs, sessions=deleted.sessions, notices=deleted.notices)
